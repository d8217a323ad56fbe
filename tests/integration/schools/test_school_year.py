"""A school year: its name, bounds, days and terms."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.panels import get_edit_handler

from district_cms.schools.calendar.ical import parse_file
from district_cms.schools.calendar.services import CalendarImporter
from district_cms.schools.models import NoSchoolDay, SchoolYear, Term

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 8, 31), dt.date(2027, 6, 11)


@pytest.fixture
def year() -> SchoolYear:
    return SchoolYear.objects.create(name="2026-27", first_day=FIRST, last_day=LAST)


@pytest.mark.parametrize(
    ("name", "first", "last", "wrong"),
    [
        ("2027-28", dt.date(2027, 8, 30), dt.date(2028, 6, 9), None),
        ("2027-29", dt.date(2027, 8, 30), dt.date(2028, 6, 9), "name"),
        ("27-28", dt.date(2027, 8, 30), dt.date(2028, 6, 9), "name"),
        ("2028-29", dt.date(2027, 8, 30), dt.date(2028, 6, 9), "name"),
        ("2027-28", dt.date(2027, 8, 30), dt.date(2029, 6, 9), "name"),
        ("2026-27", dt.date(2027, 8, 30), dt.date(2028, 6, 9), "name"),
        ("2027-28", dt.date(2028, 6, 9), dt.date(2027, 8, 30), "__all__"),
        ("2027-28", dt.date(2027, 6, 11), dt.date(2028, 6, 9), "__all__"),
        ("2099-00", dt.date(2099, 8, 30), dt.date(2100, 6, 9), None),
    ],
)
def test_a_school_years_name_matches_its_days_and_years_do_not_overlap(
    year: SchoolYear, name: str, first: dt.date, last: dt.date, wrong: str | None
) -> None:
    other = SchoolYear(name=name, first_day=first, last_day=last)
    if wrong is None:
        other.full_clean()
        assert name == other.slug
        return
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert wrong in refused.value.message_dict


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (dt.date(2026, 7, 1), "2026-27"),
        (FIRST, "2026-27"),
        (LAST, "2026-27"),
        (dt.date(2027, 6, 12), "2027-28"),
        (dt.date(2027, 8, 30), "2027-28"),
        (dt.date(2031, 1, 1), "2027-28"),
    ],
)
def test_the_current_year_is_the_running_next_or_last_one(
    year: SchoolYear, today: dt.date, name: str
) -> None:
    SchoolYear.objects.create(
        name="2027-28", first_day=dt.date(2027, 8, 30), last_day=dt.date(2028, 6, 9)
    )
    current = SchoolYear.objects.current(today)
    assert current is not None
    assert current.name == name


def test_without_years_there_is_no_current_year() -> None:
    assert SchoolYear.objects.current(FIRST) is None


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (FIRST, True),
        (LAST, True),
        (FIRST - dt.timedelta(1), False),
        (LAST + dt.timedelta(1), False),
    ],
)
def test_the_first_and_last_day_are_in_the_year(
    year: SchoolYear, day: dt.date, inside: bool
) -> None:
    row = NoSchoolDay(school_year=year, day=day, name="Closed")
    term = Term(school_year=year, name="Term", first_day=day, last_day=day)
    if inside:
        row.full_clean()
        term.full_clean()
        return
    for outside in (row, term):
        with pytest.raises(ValidationError) as refused:
            outside.full_clean()
        assert "is not in the school year 2026-27" in str(refused.value)


def test_a_day_without_school_is_unique_in_its_year(year: SchoolYear) -> None:
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2026, 11, 11), name="Veterans Day")
    with pytest.raises(ValidationError, match="already in the list"):
        NoSchoolDay(school_year=year, day=dt.date(2026, 11, 11), name="Again").full_clean()


PRIVATE = "Student ID 204981 away"


def form_of(year: SchoolYear, **names: str) -> Any:
    """The year's form with a term and a day without school, submitted by the office."""
    rows = {
        "terms": {"name": "Term", "first_day": "2026-11-02", "last_day": "2026-12-18"},
        "no_school_days": {"name": "Closed", "day": "2026-11-11"},
    }
    data = {"name": year.name, "first_day": "2026-08-31", "last_day": "2027-06-11"}
    for prefix, values in rows.items():
        data |= {f"{prefix}-{key}": "0" for key in ("INITIAL_FORMS", "MIN_NUM_FORMS")}
        data |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-MAX_NUM_FORMS": "1000"}
        values = {**values, "name": names.get(prefix, values["name"]), "DELETE": "", "id": ""}
        data |= {f"{prefix}-0-{key}": value for key, value in values.items()}
    return get_edit_handler(SchoolYear).get_form_class()(data, instance=year)


def test_names_in_the_calendar_are_checked(year: SchoolYear) -> None:
    assert form_of(year).is_valid()
    for prefix in ("terms", "no_school_days"):
        form = form_of(year, **{prefix: PRIVATE})
        assert not form.is_valid()
        assert list(form.formsets[prefix].errors[0]) == ["name"]


def test_an_imported_name_about_a_student_is_refused(year: SchoolYear) -> None:
    file = f"date,name,kind\n2026-11-11,Veterans Day,no-school\n2026-11-12,{PRIVATE},no-school\n"
    plan = CalendarImporter(year).plan(parse_file("a.csv", file.encode()))
    assert [(error.row, error.fault) for error in plan.errors] == [(3, "refused-name")]
