"""The nominal Tuesdays, how a calendar moves them, and when their windows close."""

import calendar as gregorian
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import MONTHLY, TU, rrule
from hypothesis import given
from hypothesis import strategies as st

from district_cms.procedure.cadence import (
    CadenceError,
    NoSchoolRule,
    Slot,
    SlotReason,
    YearCalendar,
    check_year,
    due_at,
    end_of_day,
    nominal_dates,
    slots,
    window_index,
    windows,
)
from tests.unit.procedure.school_year import DENVER, LARKSPUR, at, days

ZONES = (
    "America/Denver",
    "America/Phoenix",  # the same clock all year
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Havana",  # the clock goes back at 1:00 to midnight
    "Africa/Cairo",  # both changes are at midnight: a day ends twice, another begins at 1:00
    "America/Nuuk",  # the hour before a midnight is left out
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
)


def iso(found: tuple[date, ...]) -> list[str]:
    return [day.isoformat() for day in found]


def by_nominal(calendar: YearCalendar, rule: NoSchoolRule) -> dict[str, Slot]:
    return {slot.nominal.isoformat(): slot for slot in slots(calendar, rule)}


# ------------------------------------------------------------------ the named Tuesdays


def test_the_school_year_2026_27_has_the_dates_of_the_procedure() -> None:
    assert iso(nominal_dates(date(2026, 9, 1), date(2027, 6, 30))) == [
        "2026-09-01", "2026-09-22", "2026-10-06", "2026-10-27", "2026-11-03", "2026-11-24",
        "2026-12-01", "2026-12-22", "2027-01-05", "2027-01-26", "2027-02-02", "2027-02-23",
        "2027-03-02", "2027-03-23", "2027-04-06", "2027-04-27", "2027-05-04", "2027-05-25",
        "2027-06-01", "2027-06-22",
    ]  # fmt: skip


def from_month_tables(first: date, last: date) -> list[date]:
    """The same dates from printed months: the 1st and 4th entry in the column of Tuesdays."""
    found = []
    for year in range(first.year, last.year + 1):
        for month in range(1, 13):
            weeks = gregorian.monthcalendar(year, month)
            column = [week[gregorian.TUESDAY] for week in weeks if week[gregorian.TUESDAY]]
            found += [date(year, month, column[0]), date(year, month, column[3])]
    return [day for day in found if first <= day <= last]


def from_a_recurrence_rule(first: date, last: date) -> list[date]:
    """The same dates as an iCalendar rule: FREQ=MONTHLY;BYDAY=1TU,4TU (RFC 5545)."""
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a rule of days has no zone
    end = datetime(last.year, last.month, last.day)  # noqa: DTZ001
    rule = rrule(MONTHLY, byweekday=(TU(1), TU(4)), dtstart=start, until=end)
    return [moment.date() for moment in rule]


# First and last nominal Tuesday of each school year, its months with five Tuesdays, and its longest
# gap. Read from printed calendars; the year runs from August 1 to June 30.
SCHOOL_YEARS = [
    (2024, "2024-08-06", "2025-06-24", (10, 12, 4)),
    (2025, "2025-08-05", "2026-06-23", (9, 12, 3, 6)),
    (2026, "2026-08-04", "2027-06-22", (9, 12, 3, 6)),
    (2027, "2027-08-03", "2028-06-27", (8, 11, 2, 5)),
    (2028, "2028-08-01", "2029-06-26", (8, 10, 1, 5)),
    (2029, "2029-08-07", "2030-06-25", (10, 1, 4)),
    (2030, "2030-08-06", "2031-06-24", (10, 12, 4)),
    (2031, "2031-08-05", "2032-06-22", (9, 12, 3, 6)),
    (2032, "2032-08-03", "2033-06-28", (8, 11, 3, 5)),
    (2033, "2033-08-02", "2034-06-27", (8, 11, 1, 5)),
]


@pytest.mark.parametrize(("year", "earliest", "latest", "five_tuesdays"), SCHOOL_YEARS)
def test_ten_school_years_agree_with_two_other_algorithms(
    year: int, earliest: str, latest: str, five_tuesdays: tuple[int, ...]
) -> None:
    first, last = date(year, 8, 1), date(year + 1, 6, 30)
    found = nominal_dates(first, last)
    assert list(found) == from_month_tables(first, last) == from_a_recurrence_rule(first, last)
    assert len(found) == 22
    assert (found[0].isoformat(), found[-1].isoformat()) == (earliest, latest)

    for month in five_tuesdays:
        fourth = max(day for day in found if day.month == month)
        assert (fourth + timedelta(days=7)).month == month, "the 4th Tuesday is not the last"
    others = {day.month for day in found} - set(five_tuesdays)
    for month in others:
        fourth = max(day for day in found if day.month == month)
        assert (fourth + timedelta(days=7)).month != month


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-09-01", "2026-09-01", ["2026-09-01"]),
        ("2026-09-22", "2026-10-06", ["2026-09-22", "2026-10-06"]),
        ("2026-09-02", "2026-09-21", []),
        ("2026-09-29", "2026-09-29", []),  # the fifth Tuesday
        ("2026-09-08", "2026-09-15", []),  # the second and the third
        ("2026-09-22", "2026-09-01", []),
    ],
)
def test_both_bounds_are_included(first: str, last: str, expected: list[str]) -> None:
    assert iso(nominal_dates(date.fromisoformat(first), date.fromisoformat(last))) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_any_date_range_agrees_with_printed_months(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = nominal_dates(first, last)
    assert list(found) == from_month_tables(first, last)
    assert all((later - day).days in (7, 14, 21) for day, later in pairwise(found))


# ------------------------------------------------------------------ the calendar


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-08-25", False),  # the day before the first
        ("2026-08-26", True),
        ("2026-08-29", False),  # Saturday
        ("2026-08-30", False),  # Sunday
        ("2026-09-07", False),  # Labor Day
        ("2026-11-24", True),
        ("2026-12-22", False),
        ("2027-06-11", True),
        ("2027-06-14", False),  # the Monday after the last day
    ],
)
def test_weekends_days_off_and_days_outside_the_year_have_no_school(
    day: str, expected: bool
) -> None:
    assert LARKSPUR.is_school_day(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2026, 7, 0),
        (2026, 8, 4),
        (2026, 9, 21),
        (2026, 11, 18),
        (2026, 12, 14),
        (2027, 1, 19),
        (2027, 3, 18),
        (2027, 6, 9),
        (2027, 7, 0),
    ],
)
def test_school_days_of_a_month(year: int, month: int, expected: int) -> None:
    found = LARKSPUR.school_days_in(year, month)
    assert len(found) == expected
    assert all((day.year, day.month) == (year, month) for day in found)


@pytest.mark.parametrize(
    ("first_day", "last_day", "words"),
    [
        ("2026-08-26", "2027-06-11", None),
        ("2026-08-26", "2026-08-26", None),
        ("2026-08-26", "2027-08-26", None),
        ("2026-08-26", "2027-08-27", "longer than a calendar year"),
        ("2027-06-11", "2026-08-26", "before it begins on 2027-06-11"),
    ],
)
def test_a_school_year_starts_before_it_ends_and_lasts_at_most_a_year(
    first_day: str, last_day: str, words: str | None
) -> None:
    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
    if words is None:
        check_year(first, last)
        assert YearCalendar(first, last).is_school_day(first)
    else:
        with pytest.raises(CadenceError, match=words):
            YearCalendar(first, last)


def test_an_error_has_message_and_params_for_translation() -> None:
    with pytest.raises(CadenceError) as caught:
        check_year(date(2027, 6, 11), date(2026, 8, 26))
    error = caught.value
    assert "%(first_day)s" in error.message
    assert error.params == {"first_day": "2027-06-11", "last_day": "2026-08-26"}
    assert str(error) == error.message % error.params


def test_a_calendar_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LARKSPUR.first_day = date(2026, 8, 1)  # type: ignore[misc]


# ------------------------------------------------------------------ slots on days without school

AUTUMN = (date(2026, 8, 26), date(2026, 12, 18))

# calendar, nominal Tuesday, rule, day or None, reason
MOVES = [
    ("an ordinary Tuesday", LARKSPUR, "2026-11-24", "next", "2026-11-24", "on_its_day"),
    ("an ordinary Tuesday", LARKSPUR, "2026-11-24", "previous", "2026-11-24", "on_its_day"),
    ("an ordinary Tuesday", LARKSPUR, "2026-11-24", "drop", "2026-11-24", "on_its_day"),
    ("winter break", LARKSPUR, "2026-12-22", "next", "2027-01-04", "moved_later"),
    ("winter break", LARKSPUR, "2026-12-22", "previous", "2026-12-18", "moved_earlier"),
    ("winter break", LARKSPUR, "2026-12-22", "drop", None, "no_school"),
    ("spring break", LARKSPUR, "2027-03-23", "next", "2027-03-29", "moved_later"),
    ("spring break", LARKSPUR, "2027-03-23", "previous", "2027-03-19", "moved_earlier"),
    ("spring break", LARKSPUR, "2027-03-23", "drop", None, "no_school"),
]

LONG_BREAK = YearCalendar(*AUTUMN, days("2026-09-22", "2026-10-06"))
TWO_MONTHS_OFF = YearCalendar(*AUTUMN, days("2026-09-22", "2026-11-03"))
ENDS_IN_A_BREAK = YearCalendar(
    date(2026, 8, 26), date(2026, 12, 31), days("2026-12-21", "2026-12-31")
)
BEGINS_WITH_A_BREAK = YearCalendar(
    date(2026, 8, 31), date(2026, 12, 18), days("2026-08-31", "2026-09-04")
)

MOVES += [
    ("two slots in one break", LONG_BREAK, "2026-09-22", "next", None, "merged"),
    ("two slots in one break", LONG_BREAK, "2026-10-06", "next", "2026-10-07", "moved_later"),
    ("two slots in one break", LONG_BREAK, "2026-09-22", "previous", None, "merged"),
    ("two slots in one break", LONG_BREAK, "2026-10-06", "previous", "2026-09-21", "moved_earlier"),
    ("two slots in one break", LONG_BREAK, "2026-09-22", "drop", None, "no_school"),
    ("two slots in one break", LONG_BREAK, "2026-10-06", "drop", None, "no_school"),
    ("four slots in one break", TWO_MONTHS_OFF, "2026-09-22", "next", None, "merged"),
    ("four slots in one break", TWO_MONTHS_OFF, "2026-10-06", "next", None, "merged"),
    ("four slots in one break", TWO_MONTHS_OFF, "2026-10-27", "next", None, "merged"),
    ("four slots in one break", TWO_MONTHS_OFF, "2026-11-03", "next", "2026-11-04", "moved_later"),
    ("a year that ends in a break", ENDS_IN_A_BREAK, "2026-12-22", "next", None, "after_the_year"),
    (
        "a year that ends in a break",
        ENDS_IN_A_BREAK,
        "2026-12-22",
        "previous",
        "2026-12-18",
        "moved_earlier",
    ),
    (
        "a year that begins with a break",
        BEGINS_WITH_A_BREAK,
        "2026-09-01",
        "previous",
        None,
        "before_the_year",
    ),
    (
        "a year that begins with a break",
        BEGINS_WITH_A_BREAK,
        "2026-09-01",
        "next",
        "2026-09-07",
        "moved_later",
    ),
]


@pytest.mark.parametrize(
    ("calendar", "nominal", "rule", "day", "reason"),
    [pytest.param(*row[1:], id=" ".join((row[0], *row[2:4]))) for row in MOVES],
)
def test_a_tuesday_without_school_follows_the_districts_rule(
    calendar: YearCalendar, nominal: str, rule: str, day: str | None, reason: str
) -> None:
    slot = by_nominal(calendar, NoSchoolRule(rule))[nominal]
    assert slot.nominal.isoformat() == nominal, "a moved slot keeps its identity"
    assert slot.day == (date.fromisoformat(day) if day else None)
    assert slot.reason is SlotReason(reason)
    assert slot.dropped is (day is None)


@pytest.mark.parametrize(
    "rule, nominal, edge",
    [("next", "2026-12-01", "2026-12-07"), ("previous", "2026-09-01", "2026-08-31")],
)
def test_a_slot_can_move_as_far_as_the_first_and_the_last_day_of_the_year(
    rule: str, nominal: str, edge: str
) -> None:
    year = YearCalendar(
        date(2026, 8, 31),
        date(2026, 12, 7),
        days("2026-09-01", "2026-09-04") | days("2026-12-01", "2026-12-04"),
    )
    assert by_nominal(year, NoSchoolRule(rule))[nominal].day == date.fromisoformat(edge)


def test_a_slot_moved_onto_the_next_ones_day_is_merged() -> None:
    off = YearCalendar(*AUTUMN, days("2026-10-27", "2026-11-02"))
    found = by_nominal(off, NoSchoolRule.NEXT)
    assert found["2026-10-27"] == Slot(date(2026, 10, 27), None, SlotReason.MERGED)
    assert found["2026-11-03"] == Slot(date(2026, 11, 3), date(2026, 11, 3), SlotReason.ON_ITS_DAY)


@pytest.mark.parametrize("rule", NoSchoolRule)
def test_a_tuesday_outside_the_year_is_no_slot(rule: NoSchoolRule) -> None:
    found = by_nominal(LARKSPUR, rule)
    assert "2026-08-25" not in found  # the day before the first
    assert "2027-06-22" not in found
    assert len(found) == 19


def test_a_year_without_a_named_tuesday_has_no_slots_and_no_windows() -> None:
    short = YearCalendar(date(2026, 9, 8), date(2026, 9, 18))
    assert slots(short, NoSchoolRule.NEXT) == ()
    assert windows(short, NoSchoolRule.NEXT, DENVER) == ()


def test_a_year_without_school_days_drops_every_slot() -> None:
    never = YearCalendar(*AUTUMN, days("2026-08-26", "2026-12-18"))
    for rule in NoSchoolRule:
        assert all(slot.dropped for slot in slots(never, rule))
        assert windows(never, rule, DENVER) == ()


calendars = st.builds(
    lambda first, length, off: YearCalendar(
        first,
        first + timedelta(days=length),
        frozenset(
            first + timedelta(days=start + number) for start, run in off for number in range(run)
        ),
    ),
    st.dates(date(2024, 7, 1), date(2034, 7, 1)),
    st.integers(0, 365),
    st.lists(st.tuples(st.integers(0, 365), st.integers(1, 70)), max_size=6),
)
rules = st.sampled_from(NoSchoolRule)


@given(calendars, rules)
def test_slots_are_the_named_tuesdays_and_fall_on_school_days_in_order(
    calendar: YearCalendar, rule: NoSchoolRule
) -> None:
    found = slots(calendar, rule)
    named = nominal_dates(calendar.first_day, calendar.last_day)
    assert tuple(slot.nominal for slot in found) == named
    kept = [slot.day for slot in found if slot.day]
    assert all(calendar.is_school_day(day) for day in kept)
    assert all(day < later for day, later in pairwise(kept)), "never two slots on one day"
    for slot in found:
        if calendar.is_school_day(slot.nominal) and slot.reason is not SlotReason.MERGED:
            assert slot.day == slot.nominal


@given(calendars)
def test_a_moved_slot_is_dropped_only_by_merging_or_the_years_bounds(
    calendar: YearCalendar,
) -> None:
    edges = {
        NoSchoolRule.NEXT: (SlotReason.MERGED, SlotReason.AFTER_THE_YEAR),
        NoSchoolRule.PREVIOUS: (SlotReason.MERGED, SlotReason.BEFORE_THE_YEAR),
        NoSchoolRule.DROP: (SlotReason.NO_SCHOOL,),
    }
    for rule, reasons in edges.items():
        found = slots(calendar, rule)
        assert all(slot.reason in reasons for slot in found if slot.dropped)
        for slot, later in pairwise(found):
            if slot.reason is SlotReason.MERGED:
                assert not later.dropped or later.reason is SlotReason.MERGED


# ------------------------------------------------------------------ moments


@pytest.mark.parametrize(
    ("nominal", "moment"),
    [
        ("2026-10-27", "2026-10-28T05:59:59+00:00"),  # summer time
        ("2026-11-03", "2026-11-04T06:59:59+00:00"),  # the clocks went back on November 1
        ("2027-03-02", "2027-03-03T06:59:59+00:00"),
        ("2027-03-23", "2027-03-30T05:59:59+00:00"),  # forward on March 14; moved to March 29
        ("2027-04-06", "2027-04-07T05:59:59+00:00"),
    ],
)
def test_a_slot_is_due_one_second_before_local_midnight(nominal: str, moment: str) -> None:
    slot = by_nominal(LARKSPUR, NoSchoolRule.NEXT)[nominal]
    due = due_at(slot, DENVER)
    assert due.isoformat() == moment
    assert due.tzinfo is UTC
    assert slot.day is not None
    local = due.astimezone(DENVER)
    assert (local.date(), f"{local:%H:%M:%S}") == (slot.day, "23:59:59")


def test_nothing_is_due_for_a_dropped_slot() -> None:
    slot = by_nominal(LARKSPUR, NoSchoolRule.DROP)["2026-12-22"]
    with pytest.raises(CadenceError, match="No update is due for 2026-12-22"):
        due_at(slot, DENVER)


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("America/Denver", "2026-10-31", "2026-11-01T06:00:00+00:00"),
        ("America/Denver", "2026-11-01", "2026-11-02T07:00:00+00:00"),  # a day of 25 hours
        ("America/Denver", "2027-03-13", "2027-03-14T07:00:00+00:00"),
        ("America/Denver", "2027-03-14", "2027-03-15T06:00:00+00:00"),  # a day of 23 hours
        ("Africa/Cairo", "2026-10-29", "2026-10-29T22:00:00+00:00"),  # 23:59:59 comes twice
        ("Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00+00:00"),  # midnight does not come
        ("America/Nuuk", "2026-03-28", "2026-03-29T01:00:00+00:00"),  # 23:59:59 does not come
        ("Pacific/Kiritimati", "2026-11-24", "2026-11-24T10:00:00+00:00"),
    ],
)
def test_a_day_ends_with_the_first_instant_of_the_next(zone: str, day: str, ends: str) -> None:
    assert end_of_day(date.fromisoformat(day), ZoneInfo(zone)).isoformat() == ends


@given(st.dates(date(2024, 7, 1), date(2034, 7, 1)), st.sampled_from(ZONES))
def test_a_day_ends_at_a_midnight_in_every_zone(day: date, zone: str) -> None:
    tz = ZoneInfo(zone)
    end = end_of_day(day, tz)
    assert end.astimezone(tz).date() == day + timedelta(days=1)
    assert (end - timedelta(microseconds=1)).astimezone(tz).date() == day


# ------------------------------------------------------------------ windows


def test_a_window_opens_when_the_one_before_it_closes() -> None:
    found = windows(LARKSPUR, NoSchoolRule.NEXT, DENVER)
    assert found[0].opens_at == at("2026-08-26", "00:00")
    for window, later in pairwise(found):
        assert later.opens_at == window.closes_at
        assert window.late_until == later.closes_at
    for window in found:
        assert window.due_at == due_at(window.slot, DENVER)
        assert window.closes_at - window.due_at == timedelta(seconds=1)


def test_a_dropped_slot_leaves_its_time_to_the_next() -> None:
    found = {window.day: window for window in windows(LARKSPUR, NoSchoolRule.DROP, DENVER)}
    january = found[date(2027, 1, 5)]
    assert january.opens_at == at("2026-12-02", "00:00")
    assert found[date(2026, 12, 1)].late_until == january.closes_at


def test_the_last_slot_of_the_year_can_be_late_until_the_next_named_tuesday_is_over() -> None:
    last = windows(LARKSPUR, NoSchoolRule.NEXT, DENVER)[-1]
    assert last.day == date(2027, 6, 1)
    assert last.late_until == at("2027-06-23", "00:00")


@pytest.mark.parametrize(
    ("day", "clock", "index"),
    [
        ("2026-08-12", "09:00", 0),  # before school begins
        ("2026-08-26", "00:00", 0),
        ("2026-09-01", "23:59:59.999999", 0),
        ("2026-09-02", "00:00", 1),
        ("2026-09-02", "00:01", 1),
        ("2027-06-01", "23:59", 18),
        ("2027-06-02", "00:00", 19),  # after the last
    ],
)
def test_a_moment_is_in_exactly_one_window(day: str, clock: str, index: int) -> None:
    found = windows(LARKSPUR, NoSchoolRule.NEXT, DENVER)
    assert window_index(found, at(day, clock)) == index


@given(calendars, rules, st.sampled_from(ZONES))
def test_windows_have_no_gaps_and_leave_time_to_be_late(
    calendar: YearCalendar, rule: NoSchoolRule, zone: str
) -> None:
    found = windows(calendar, rule, ZoneInfo(zone))
    for window in found:
        assert window.opens_at < window.closes_at < window.late_until
    for window, later in pairwise(found):
        assert window.closes_at == later.opens_at
        assert window.late_until == later.closes_at
