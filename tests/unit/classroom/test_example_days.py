"""Days of an example update fall on the same weekday of the days that a draft is for."""

import datetime as dt

import pytest

from classroom.starting.example import moved


@pytest.mark.parametrize(("day", "start", "then"), [
    ("2026-09-04", "2026-11-10", "2026-11-13"),  # a Friday
    ("2026-11-09", "2026-11-10", "2026-11-16"),
    ("2026-11-10", "2026-11-10", "2026-11-10"),
    ("2026-11-03", "2026-11-10", "2026-11-10"),  # the same weekday as the first day
    ("2026-12-24", "2026-11-10", "2026-12-24"),  # still to come
])  # fmt: skip
def test_a_day_that_is_over_moves_to_its_weekday(day: str, start: str, then: str) -> None:
    days = [dt.date.fromisoformat(each) for each in (day, start, then)]
    assert moved(*days[:2]) == days[2]
