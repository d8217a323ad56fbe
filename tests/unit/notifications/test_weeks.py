"""This week, and what is coming up."""

import datetime as dt
from dataclasses import dataclass

import pytest

from notifications.families.family_page import last_day_of_week, split


@dataclass
class One:
    day: dt.date


@pytest.mark.parametrize("today, last", [
    ("2026-11-23", "2026-11-29"),  # Monday
    ("2026-11-28", "2026-11-29"),  # Saturday
    ("2026-11-29", "2026-12-06"),  # Sunday evening looks at the week to come
])  # fmt: skip
def test_a_week_ends_on_sunday(today: str, last: str) -> None:
    assert last_day_of_week(dt.date.fromisoformat(today)) == dt.date.fromisoformat(last)


def test_each_day_is_listed_once_and_past_or_far_days_are_not() -> None:
    today = dt.date(2026, 11, 24)
    days = [One(today + dt.timedelta(days=number)) for number in range(-2, 60)]
    week, later = split(days, today)
    assert [one.day.isoformat() for one in (week[0], week[-1])] == ["2026-11-24", "2026-11-29"]
    assert [one.day.isoformat() for one in (later[0], later[-1])] == ["2026-11-30", "2027-01-05"]
    assert split([], today) == ([], [])
