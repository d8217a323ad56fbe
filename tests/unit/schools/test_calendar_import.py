"""School calendars are read from CSV and iCalendar, and every error has its place."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.schools.calendar.csv_file import (
    MOST_ENTRIES,
    BoundRow,
    CalendarRows,
    NoSchoolRow,
    TermRow,
    kind_of,
    parse_csv,
)
from district_cms.schools.calendar.ical import parse_file, parse_icalendar
from district_cms.schools.calendar.services import SENTENCES

FILES = Path(__file__).parents[2] / "data" / "calendars"


def read(name: str) -> CalendarRows:
    return parse_file(name, (FILES / name).read_bytes())


def days(rows: CalendarRows) -> dict[str, str]:
    return {row.day.isoformat(): row.name for row in rows.no_school}


def faults(rows: CalendarRows) -> list[tuple[int | str, str, str, str]]:
    return [(error.row, error.column, error.value, error.fault) for error in rows.errors]


def test_a_csv_has_days_terms_and_the_years_bounds() -> None:
    rows = read("larkspur_2026_27.csv")
    assert rows.errors == ()
    assert rows.first_day == BoundRow(dt.date(2026, 8, 31), 2)
    assert rows.last_day == BoundRow(dt.date(2027, 6, 11), 11)
    assert rows.terms == (
        TermRow("First semester", dt.date(2026, 8, 31), dt.date(2027, 1, 15), 9),
        TermRow("Second semester", dt.date(2027, 1, 19), dt.date(2027, 6, 11), 10),
    )
    found = days(rows)
    assert found["2026-09-07"] == "Labor Day"
    assert found["2026-10-15"] == found["2026-10-16"] == "Fall break, all schools"
    assert rows.no_school[0] == NoSchoolRow(dt.date(2026, 9, 7), "Labor Day", 3)


def test_a_break_has_no_weekends_in_it() -> None:
    found = days(read("larkspur_2026_27.csv"))
    thanksgiving = [day for day, name in found.items() if name == "Thanksgiving break"]
    assert thanksgiving == ["2026-11-25", "2026-11-26", "2026-11-27"]


def test_a_single_saturday_counts() -> None:
    assert days(parse_csv("date,name\n2026-11-28,No Saturday school")) == {
        "2026-11-28": "No Saturday school"
    }


def test_a_duplicate_day_has_both_names() -> None:
    assert days(read("larkspur_2026_27.csv"))["2027-01-01"] == "Winter break / New Year's Day"


def test_a_duplicate_day_with_the_same_name_has_it_once() -> None:
    rows = parse_csv("date,name\n2026-11-11,Veterans Day\n11/11/2026,Veterans Day\n")
    assert rows.no_school == (NoSchoolRow(dt.date(2026, 11, 11), "Veterans Day", 2),)


def test_semicolons_byte_order_marks_and_spanish_headers_are_accepted() -> None:
    rows = read("spanish_semicolons.csv")
    assert rows.errors == ()
    assert days(rows) == {"2026-09-07": "Día del Trabajo", "2026-10-15": "Vacaciones de otoño"}
    assert [row.row for row in rows.no_school] == [3, 4]


def test_every_mistake_of_a_csv_is_named_with_its_line_column_and_value() -> None:
    assert faults(read("many_mistakes.csv")) == [
        (2, "date", "2026-02-30", "bad-date"),
        (3, "date", "24/11/2026", "bad-date"),
        (4, "end", "2026-12-18", "end-before-start"),
        (5, "end", "2026-12-21 – 2027-12-31", "long-span"),
        (6, "start", "", "no-date"),
        (7, "name", "", "no-name"),
        (8, "kind", "festival", "unknown-kind"),
        (9, "", "2026-11-13 |  |  | Thanksgiving | with a comma | no-school", "too-many-cells"),
        (10, "end", "2026-09-01 – 2026-09-01", "term-span"),
        (12, "kind", "first-day", "first-day-twice"),
    ]


@pytest.mark.parametrize(
    ("name", "line", "fault"),
    [
        ("open_quotation_mark.csv", 2, "unreadable-line"),
        ("no_known_columns.csv", 1, "no-date-column"),
        ("empty.csv", 1, "empty-file"),
        ("not_a_calendar.ics", 1, "not-a-calendar"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(name: str, line: int, fault: str) -> None:
    rows = read(name)
    assert (rows.errors[0].row, rows.errors[0].fault) == (line, fault)
    assert rows.no_school == ()


def test_a_file_in_a_windows_encoding_keeps_its_accents() -> None:
    rows = read("latin1.csv")
    assert rows.errors == ()
    (note,) = rows.notes
    assert (note.row, note.fault) == (2, "guessed")
    assert note.value == "2026-11-11,Café day"


def test_line_numbers_stay_right_after_a_multiline_name() -> None:
    rows = parse_csv('date,name\n2026-11-11,"Veterans\nDay"\nsoon,Something\n')
    assert days(rows) == {"2026-11-11": "Veterans Day"}
    assert faults(rows) == [(4, "date", "soon", "bad-date")]


def test_an_icalendar_gives_the_days_that_say_no_school() -> None:
    rows = read("larkspur.ics")
    assert rows.errors == ()
    found = days(rows)
    assert found["2026-09-07"] == "No School - Labor Day"
    assert "2026-09-08" not in found  # the end of an all-day event is not part of it
    assert found["2026-10-15"] == found["2026-10-16"] == "Vacaciones de otoño"
    assert found["2026-11-11"] == "Veterans Day"  # by its category
    winter = [day for day, name in found.items() if name == "Winter Break"]
    assert (winter[0], winter[-1], len(winter)) == ("2026-12-21", "2027-01-01", 10)
    assert rows.first_day == BoundRow(dt.date(2026, 8, 31), "First day of school, grades 1 to 12")
    assert rows.terms == (
        TermRow("First semester", dt.date(2026, 8, 31), dt.date(2027, 1, 15), "First semester"),
    )


def test_other_events_of_an_icalendar_are_noted() -> None:
    notes = [(note.row, note.fault) for note in read("larkspur.ics").notes]
    assert notes == [
        ("Holiday concert at Larkspur Middle", "doubtful"),
        ("School board meeting", "timed"),
        ("No school - water main", "timed-no-school"),
        ("Picture day", "not-recognized"),
        ("No school - snow", "canceled"),
        ("First day of school, kindergarten", "other-first-day"),
    ]


def test_every_mistake_of_an_icalendar_is_named_with_its_event() -> None:
    assert [(error.row, error.column, error.fault) for error in read("mistakes.ics").errors] == [
        ("No school on Fridays", "RRULE", "repeats"),
        ("Fall break", "DTSTART", "bad-date"),
        ("Spring break", "DTEND", "end-before-start"),
        ("Summer vacation", "DTSTART", "no-date"),
        ("Winter break", "DTEND", "long-span"),
    ]


@pytest.mark.parametrize(
    ("summary", "categories", "days", "kind"),
    [
        ("No School", (), 1, "no-school"),
        ("NO-SCHOOL: snow", (), 1, "no-school"),
        ("Schools closed", (), 1, "no-school"),
        ("No hay clases", (), 1, "no-school"),
        ("Día feriado", (), 1, "no-school"),
        ("Vacaciones de primavera", (), 5, "no-school"),
        ("Spring break", (), 5, "no-school"),
        ("Holiday", (), 1, "no-school"),
        ("Memorial Day", ("No School",), 1, "no-school"),
        ("Memorial Day", ("Holiday",), 1, "no-school"),
        ("Memorial Day", (), 1, ""),
        ("Breakfast with the principal", (), 1, ""),
        ("Holiday concert", (), 1, "doubtful"),
        ("Classes resume after winter break", (), 1, "doubtful"),
        ("Last day of school before winter break", (), 1, "doubtful"),
        ("Early release before break", (), 1, "doubtful"),
        ("No school: holiday concert moved", (), 1, "no-school"),
        ("First day of school", (), 1, "first-day"),
        ("Primer día de clases", (), 1, "first-day"),
        ("Last day of school", (), 1, "last-day"),
        ("Último día de clases", (), 1, "last-day"),
        ("Quarter 1", (), 45, "term"),
        ("Quarter 1 ends", (), 1, ""),
        ("Primer semestre", (), 90, "term"),
        ("", (), 1, ""),
    ],
)
def test_words_classify_events(
    summary: str, categories: tuple[str, ...], days: int, kind: str
) -> None:
    assert kind_of(summary, categories, days) == kind


CELLS = st.one_of(
    st.sampled_from(
        ["date", "start", "end", "name", "kind", "2026-11-24", "11/24/2026", "term", "first-day"]
    ),
    st.text(max_size=8),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_any_csv_gives_rows_or_located_errors(table: list[list[str]], separator: str) -> None:
    rows = parse_csv("date,start,end,name,kind\n" + "\n".join(map(separator.join, table)))
    assert all(error.fault in SENTENCES and error.row for error in rows.errors)


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_located_errors(data: bytes) -> None:
    for rows in (parse_csv(data), parse_icalendar(data), parse_file("calendar", data)):
        assert all(note.fault in SENTENCES for note in rows.notes)
        assert all(error.fault in SENTENCES and error.row for error in rows.errors)


LINES = (FILES / "larkspur.ics").read_bytes().splitlines(keepends=True)
ODD_LINES = (
    b"RRULE:FREQ=DAILY\r\n",
    b"RDATE:20261111\r\n",
    b"DTSTART:soon\r\n",
    b"DTSTART;VALUE=DATE:00010101\r\n",
    b"DTEND;VALUE=DATE:99991231\r\n",
    b"DURATION:P99999999W\r\n",
    b"DURATION:-P5D\r\n",
    b"SUMMARY\r\n",
    b"CATEGORIES:No School\r\n",
    b"BEGIN:VEVENT\r\n",
    b"END:VCALENDAR\r\n",
    b"\0\r\n",
)


@given(st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ODD_LINES)), max_size=30))
def test_any_lines_of_an_icalendar_give_rows_or_located_errors(lines: list[bytes]) -> None:
    rows = parse_icalendar(b"BEGIN:VCALENDAR\r\n" + b"".join(lines) + b"END:VCALENDAR\r\n")
    assert all(error.fault in SENTENCES and error.row for error in rows.errors)
    assert all(note.fault in SENTENCES for note in rows.notes)


DATES = st.dates(dt.date(2026, 7, 1), dt.date(2027, 6, 30))


@given(st.lists(st.tuples(DATES, DATES), max_size=8))
def test_spans_become_unique_days(spans: list[tuple[dt.date, dt.date]]) -> None:
    ordered = [(min(pair), min(max(pair), min(pair) + dt.timedelta(days=60))) for pair in spans]
    table = "".join(f"{first},{last},Break\n" for first, last in ordered)
    rows = parse_csv("start,end,name\n" + table)
    found = [row.day for row in rows.no_school]
    assert rows.errors == ()
    assert found == sorted(set(found))
    assert all(any(first <= day <= last for first, last in ordered) for day in found)


class TestTooManyEntries:
    """A file with years of someone's appointments is refused quickly."""

    EVENT = (
        "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART;VALUE=DATE:20261126\r\n"
        "SUMMARY:No school {0}\r\nEND:VEVENT\r\n"
    )

    def calendar(self, number: int) -> bytes:
        events = "".join(self.EVENT.format(each) for each in range(number))
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()

    def test_thirteen_thousand_events_are_refused_with_their_number(self) -> None:
        rows = parse_icalendar(self.calendar(13_000))
        [error] = rows.errors
        assert (error.value, error.fault) == ("13,000", "too-many-entries")
        assert not rows.no_school
        assert f"{MOST_ENTRIES:,}" in str(SENTENCES["too-many-entries"])

    def test_no_event_of_them_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def read(*args: object, **kwargs: object) -> None:
            raise AssertionError

        monkeypatch.setattr("district_cms.schools.calendar.ical.Calendar.from_ical", read)
        assert parse_icalendar(self.calendar(MOST_ENTRIES + 1)).errors

    def test_as_many_as_are_allowed_are_read(self) -> None:
        assert not parse_icalendar(self.calendar(50)).errors

    def test_so_many_rows_of_a_table_are_refused_too(self) -> None:
        table = "date,name\n" + "2026-11-26,Thanksgiving\n" * 13_000
        [error] = parse_csv(table).errors
        assert (error.value, error.fault) == ("13,000", "too-many-entries")
