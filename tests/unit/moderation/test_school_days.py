"""How long something has waited, in whole school days."""

import datetime as dt

import pytest

from district_cms.moderation.standing_in import school_days_since
from district_cms.procedure.cadence import YearCalendar

YEAR = YearCalendar(
    dt.date(2026, 8, 31),
    dt.date(2027, 6, 10),
    frozenset({dt.date(2026, 11, 25), dt.date(2026, 11, 26), dt.date(2026, 11, 27)}),
)
NEXT = YearCalendar(dt.date(2027, 8, 30), dt.date(2028, 6, 9))


@pytest.mark.parametrize(
    ("since", "today", "days"),
    [
        ("2026-11-09", "2026-11-09", 0),  # the day itself is no whole day
        ("2026-11-09", "2026-11-10", 0),  # nor is today
        ("2026-11-09", "2026-11-11", 1),
        ("2026-11-09", "2026-11-12", 2),
        ("2026-11-13", "2026-11-16", 0),  # Friday to Monday: a weekend went by
        ("2026-11-13", "2026-11-17", 1),
        ("2026-11-24", "2026-11-30", 0),  # a break
        ("2026-11-24", "2026-12-01", 1),
        ("2027-06-10", "2027-08-31", 1),  # the summer is not counted, the first day is
        ("2026-11-12", "2026-11-09", 0),  # a clock that was put back
    ],
)
def test_only_whole_school_days_in_between_count(since: str, today: str, days: int) -> None:
    first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(today)
    assert school_days_since(first, last, [YEAR, NEXT]) == days
