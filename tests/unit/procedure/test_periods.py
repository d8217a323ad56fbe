"""Which days an update covers."""

from datetime import date

import pytest

from district_cms.procedure.cadence import (
    NoSchoolRule,
    Period,
    YearCalendar,
    period_from,
    share_days,
    slots,
)

YEAR = YearCalendar(date(2026, 8, 31), date(2027, 6, 11), frozenset({date(2026, 12, 22)}))
DAYS = [slot.day for slot in slots(YEAR, NoSchoolRule.NEXT) if slot.day]


@pytest.mark.parametrize(
    ("start", "posting_day", "end"),
    [
        # until the day before the next one, a week later
        ("2026-11-24", "2026-11-24", "2026-11-30"),
        ("2026-11-20", "2026-11-24", "2026-11-30"),  # before its posting day
        ("2026-11-28", "2026-11-24", "2026-11-30"),  # after it
        ("2026-11-24", None, "2026-11-30"),
        ("2026-11-27", None, "2026-11-30"),  # an extra update
        ("2026-11-27", "2026-12-01", "2026-12-22"),  # the guide's example
        ("2026-12-01", "2026-12-01", "2026-12-22"),  # the 22nd moved to the 23rd
        ("2026-08-24", "2026-09-01", "2026-09-21"),  # before school begins
        ("2027-05-28", "2027-06-01", "2027-06-11"),  # for the last posting day: until the year ends
        ("2027-06-09", None, "2027-06-11"),
        ("2027-06-20", None, "2027-06-20"),
    ],
)
def test_an_update_covers_the_days_until_the_next_one(
    start: str, posting_day: str | None, end: str
) -> None:
    fills = date.fromisoformat(posting_day) if posting_day else None
    first, last = period_from(date.fromisoformat(start), DAYS, YEAR.last_day, fills)
    assert (first.isoformat(), last.isoformat()) == (start, end)


def of_november(days: str) -> Period:
    first, _, last = days.partition("-")
    return date(2026, 11, int(first)), date(2026, 11, int(last or first))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("3-9", "10-16", False),
        ("3-10", "10-17", False),  # from Tuesday to Tuesday: the next one continues
        ("3-11", "10-17", False),  # the later one continues
        ("3-11", "3-17", True),
        ("3-9", "3-9", True),
        ("3-30", "10-11", True),
        ("10", "10", True),
        ("10", "3-10", True),  # one of two covers only this day
        ("10", "10-17", True),
        ("10", "11", False),
    ],
)
def test_updates_that_share_days(one: str, other: str, shared: bool) -> None:
    assert share_days(of_november(one), of_november(other)) is shared
    assert share_days(of_november(other), of_november(one)) is shared
