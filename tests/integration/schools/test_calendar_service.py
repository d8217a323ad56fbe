"""A calendar is imported into a school year completely or not at all."""

import datetime as dt
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from district_cms.imports.importer import ImportRefused
from district_cms.imports.reading import Change, Kind, Plan
from district_cms.people.models import User
from district_cms.schools.calendar import services as service
from district_cms.schools.calendar.csv_file import CalendarRows, parse_csv
from district_cms.schools.calendar.ical import parse_file, parse_icalendar
from district_cms.schools.calendar.services import CalendarImporter
from district_cms.schools.models import NoSchoolDay, SchoolYear, Term

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parents[2] / "data" / "calendars"
FIRST, LAST = dt.date(2026, 8, 31), dt.date(2027, 6, 11)


@pytest.fixture
def year() -> SchoolYear:
    return SchoolYear.objects.create(name="2026-27", first_day=FIRST, last_day=LAST)


def days(year: SchoolYear) -> dict[str, str]:
    rows = NoSchoolDay.objects.filter(school_year=year)
    return {str(day): name for day, name in rows.values_list("day", "name")}


def plan_calendar_import(*, school_year: SchoolYear, rows: CalendarRows, replace: bool) -> Plan:
    return CalendarImporter(school_year, replace=replace).plan(rows)


def import_school_calendar(
    *, school_year: SchoolYear, rows: CalendarRows, replace: bool, user: User | None = None
) -> Plan:
    return CalendarImporter(school_year, replace=replace).apply(rows, user=user)


def add_days(year: SchoolYear, **named: str) -> None:
    for day, name in named.items():
        on = dt.date.fromisoformat(day.removeprefix("on_").replace("_", "-"))
        NoSchoolDay.objects.create(school_year=year, day=on, name=name)


@pytest.mark.parametrize("replace", [False, True])
def test_the_plan_lists_added_renamed_and_removed_days(year: SchoolYear, replace: bool) -> None:
    add_days(year, on_2026_11_11="Veterans Day", on_2026_11_26="Turkey day", on_2026_12_04="Snow")
    rows = parse_csv(
        "date,name\n2026-09-07,Labor Day\n2026-11-11,Veterans Day\n2026-11-26,Thanksgiving\n"
    )
    plan = plan_calendar_import(school_year=year, rows=rows, replace=replace)
    assert plan.of("day", Kind.ADDED) == (Change("day", dt.date(2026, 9, 7), None, "Labor Day"),)
    assert plan.of("day", Kind.CHANGED) == (
        Change("day", dt.date(2026, 11, 26), "Turkey day", "Thanksgiving"),
    )
    gone = (Change("day", dt.date(2026, 12, 4), "Snow", None),)
    assert plan.of("day", Kind.REMOVED) == (gone if replace else ())
    assert plan.unchanged == 1
    assert days(year)["2026-11-26"] == "Turkey day"  # a plan changes nothing
    done = import_school_calendar(school_year=year, rows=rows, replace=replace)
    assert done == plan
    expected = {
        "2026-09-07": "Labor Day",
        "2026-11-11": "Veterans Day",
        "2026-11-26": "Thanksgiving",
    }
    assert days(year) == expected | ({} if replace else {"2026-12-04": "Snow"})


def test_terms_are_added_moved_and_with_replacement_removed(year: SchoolYear) -> None:
    first = (dt.date(2026, 8, 31), dt.date(2026, 12, 18))
    Term.objects.create(school_year=year, name="Semester 1", first_day=first[0], last_day=first[1])
    old = (dt.date(2027, 1, 4), dt.date(2027, 3, 1))
    Term.objects.create(school_year=year, name="Winter term", first_day=old[0], last_day=old[1])
    rows = parse_csv(
        "start,end,name,kind\n2026-08-31,2027-01-15,semester 1,term\n"
        "2027-01-18,2027-06-11,Semester 2,term\n"
    )
    plan = import_school_calendar(school_year=year, rows=rows, replace=True)
    moved = (dt.date(2026, 8, 31), dt.date(2027, 1, 15))
    new = (dt.date(2027, 1, 18), dt.date(2027, 6, 11))
    assert set(plan.of("term")) == {
        Change("term", "Semester 1", first, moved),
        Change("term", "Semester 2", None, new),
        Change("term", "Winter term", old, None),
    }
    assert list(Term.objects.values_list("name", "first_day", "last_day")) == [
        ("Semester 1", *moved),
        ("Semester 2", *new),
    ]


def test_a_file_without_terms_leaves_the_terms_alone(year: SchoolYear) -> None:
    Term.objects.create(school_year=year, name="Semester 1", first_day=FIRST, last_day=LAST)
    rows = parse_csv("date,name\n2026-09-07,Labor Day\n")
    import_school_calendar(school_year=year, rows=rows, replace=True)
    assert Term.objects.count() == 1


def test_a_file_moves_the_first_and_last_day_of_the_year(year: SchoolYear) -> None:
    rows = parse_csv(
        "date,name,kind\n2026-08-26,,first-day\n2027-06-04,,last-day\n2026-08-28,Fair,no-school\n"
    )
    plan = import_school_calendar(school_year=year, rows=rows, replace=False)
    year.refresh_from_db()
    assert plan.of("year")
    assert (year.first_day, year.last_day) == (dt.date(2026, 8, 26), dt.date(2027, 6, 4))
    assert days(year) == {"2026-08-28": "Fair"}


@pytest.mark.parametrize(
    ("table", "place", "fault"),
    [
        ("2027-08-01,Next summer,no-school", (2, "date", "2027-08-01"), "outside-year"),
        ("2025-09-01,First,first-day", (2, "", "2025-09-01 – 2027-06-11"), "bounds"),
        ("2027-08-01,First,first-day", (2, "", "2027-08-01 – 2027-06-11"), "bounds"),
        ("2027-06-01,Last,last-day", (2, "", "2027-06-07 Heat"), "outside-new-year"),
        ("2026-09-07,Labor Day,festival", (2, "kind", "festival"), "unknown-kind"),
    ],
)
def test_any_mistake_changes_nothing(
    year: SchoolYear, table: str, place: tuple[int, str, str], fault: str
) -> None:
    add_days(year, on_2027_06_07="Heat")
    rows = parse_csv(f"date,name,kind\n{table}\n2026-11-11,Veterans Day,\n")
    with pytest.raises(ImportRefused) as refused:
        import_school_calendar(school_year=year, rows=rows, replace=False)
    found = [(error.row, error.column, error.value) for error in refused.value.errors]
    assert (place, fault) in zip(
        found, [error.fault for error in refused.value.errors], strict=True
    )
    year.refresh_from_db()
    assert (year.first_day, year.last_day) == (FIRST, LAST)
    assert days(year) == {"2027-06-07": "Heat"}


def test_days_of_other_years_in_a_continuous_calendar_are_noted(year: SchoolYear) -> None:
    event = "BEGIN:VEVENT\r\nSUMMARY:{0}\r\nDTSTART;VALUE=DATE:{1}\r\nEND:VEVENT\r\n"
    body = event.format("No school", "20261111") + event.format("No school", "20251111")
    rows = parse_icalendar(f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n".encode())
    plan = import_school_calendar(school_year=year, rows=rows, replace=False)
    assert days(year) == {"2026-11-11": "No school"}
    assert [(note.value, note.fault) for note in plan.notes] == [("2025-11-11", "outside-year")]


def test_an_import_that_fails_halfway_is_rolled_back(year: SchoolYear) -> None:
    add_days(year, on_2026_12_04="Snow")
    rows = parse_file("a.csv", (FILES / "larkspur_2026_27.csv").read_bytes())
    with (
        patch.object(service, "_write_term", side_effect=RuntimeError("the power went out")),
        pytest.raises(RuntimeError),
    ):
        import_school_calendar(school_year=year, rows=rows, replace=True)
    assert days(year) == {"2026-12-04": "Snow"}


# ---------------------------------------------------------------- the command


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_calendar", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_shows_what_it_would_do_and_does_it(year: SchoolYear) -> None:
    file = str(FILES / "larkspur.ics")
    shown = run(file, "--year", "2026-27", "--dry-run")
    assert "+ Monday, September 7, 2026: No School - Labor Day" in shown
    assert "Picture day: “2026-10-01” Not recognized" in shown
    assert "(nothing was saved)" in shown
    assert days(year) == {}
    assert "nothing was saved" not in run(file, "--year", "2026-27")
    assert days(year)["2026-11-11"] == "Veterans Day"


def test_the_command_lists_the_mistakes(year: SchoolYear) -> None:
    for extra in ([], ["--dry-run"]):
        with pytest.raises(CommandError) as refused:
            run(str(FILES / "many_mistakes.csv"), "--year", "2026-27", *extra)
        assert "Line 3, date: “24/11/2026” There is no such date." in str(refused.value)
    assert days(year) == {}


def test_the_command_names_the_known_years(year: SchoolYear) -> None:
    with pytest.raises(CommandError, match=r"no school year 2031-32\. There are: 2026-27\."):
        run(str(FILES / "larkspur.ics"), "--year", "2031-32")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(str(FILES / "missing.csv"), "--year", year.name)
