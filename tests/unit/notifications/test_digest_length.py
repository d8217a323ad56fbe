"""The coming days at the top of a digest."""

import datetime as dt

import pytest

from classroom.presentation.week import MOST, Line, soonest

TODAY = dt.date(2026, 11, 24)


def entry(days: int, text: str = "x") -> Line:
    return Line(TODAY + dt.timedelta(days=days), text, text)


@pytest.mark.parametrize("days, shown", [(-1, False), (0, True), (7, True), (8, False)])
def test_coming_days_are_today_and_the_following_week(days: int, shown: bool) -> None:
    assert bool(soonest([entry(days)], TODAY)) is shown


def test_days_are_in_order_and_each_once() -> None:
    entries = [entry(3, "c"), entry(1, "a"), entry(3, "b"), entry(1, "a")]
    assert [each.text for each in soonest(entries, TODAY)] == ["a", "c", "b"]
    assert len(soonest([entry(1, str(each)) for each in range(50)], TODAY)) == MOST
