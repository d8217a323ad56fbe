"""Which days an update covers."""

from datetime import date

import pytest

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.procedure.periods import period_from

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
