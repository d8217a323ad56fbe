"""Which days an update covers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.procedure.periods import Period, period_from, share_days

YEAR = YearCalendar(date(2026, 8, 31), date(2027, 6, 11), frozenset({date(2026, 12, 22)}))
DAYS = [slot.day for slot in slots(YEAR, NoSchoolRule.NEXT) if slot.day]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-24", "2026-11-30"),  # a posting day: until the eve of the next, a week later
        ("2026-11-20", "2026-11-30"),  # four days before: it is the update for the 24th
        ("2026-11-18", "2026-11-30"),  # six days before
        ("2026-11-17", "2026-11-23"),  # a week before: another one comes on the 24th
        ("2026-11-10", "2026-11-23"),
        ("2026-11-27", "2026-12-22"),  # the guide's example: four days before December 1
        ("2026-12-01", "2026-12-22"),  # the 22nd has no school: its posting day is the 23rd
        ("2026-12-23", "2027-01-04"),
        ("2026-08-24", "2026-08-31"),  # before school begins: until the eve of the first one
        ("2027-05-28", "2027-06-11"),  # for the last posting day: until the year ends
        ("2027-06-09", "2027-06-11"),
        ("2027-06-20", "2027-06-20"),
    ],
)
def test_an_update_covers_the_days_until_the_next_one(start: str, end: str) -> None:
    first, last = period_from(date.fromisoformat(start), DAYS, YEAR.last_day)
    assert (first.isoformat(), last.isoformat()) == (start, end)


def test_from_posting_day_to_posting_day_no_day_is_left_out_and_none_is_told_twice() -> None:
    start = DAYS[0]
    for following in DAYS[1:]:
        _start, end = period_from(start, DAYS, YEAR.last_day)
        assert (following - end).days == 1
        start = following


def of_november(days: str) -> Period:
    first, _, last = days.partition("-")
    return date(2026, 11, int(first)), date(2026, 11, int(last or first))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("3-9", "10-16", False),
        ("3-10", "10-17", False),  # from Tuesday to Tuesday: it only hands over
        ("3-11", "10-17", True),
        ("3-9", "3-9", True),
        ("3-30", "10-11", True),
        ("10", "10", True),
        ("10", "3-10", True),  # of two, one is about nothing but this day
        ("10", "10-17", True),
        ("10", "11", False),
    ],
)
def test_two_updates_are_about_the_same_days(one: str, other: str, shared: bool) -> None:
    assert share_days(of_november(one), of_november(other)) is shared
    assert share_days(of_november(other), of_november(one)) is shared


DATES = st.dates(date(2026, 11, 1), date(2026, 11, 20))
PERIODS = st.tuples(DATES, DATES).map(lambda pair: (min(pair), max(pair)))


@given(PERIODS, PERIODS)
def test_two_days_in_common_are_always_shared_and_none_never(one: Period, other: Period) -> None:
    def days(period: Period) -> set[date]:
        first, last = period
        return {first + timedelta(days=n) for n in range((last - first).days + 1)}

    common = days(one) & days(other)
    if len(common) != 1:
        assert share_days(one, other) is bool(common)
    else:
        assert share_days(one, other) is (min(len(days(one)), len(days(other))) == 1)
