"""What stands at the top of a digest, and what a long one leaves out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.presentation.week import MOST, Line, soonest
from notifications.digests.shortening import Size, shorten

TODAY = dt.date(2026, 11, 24)


def entry(days: int, text: str = "x") -> Line:
    return Line(TODAY + dt.timedelta(days=days), text, text)


@pytest.mark.parametrize("days, shown", [(-1, False), (0, True), (7, True), (8, False)])
def test_what_is_coming_is_of_today_and_the_week_after(days: int, shown: bool) -> None:
    assert bool(soonest([entry(days)], TODAY)) is shown


def test_it_is_in_the_order_of_days_and_each_once() -> None:
    entries = [entry(3, "c"), entry(1, "a"), entry(3, "b"), entry(1, "a")]
    assert [each.text for each in soonest(entries, TODAY)] == ["a", "c", "b"]
    assert len(soonest([entry(1, str(each)) for each in range(50)], TODAY)) == MOST


@pytest.mark.parametrize("sizes, most, expected", [
    ([], 100, (0, 0)),
    ([(40, 10), (60, 10)], 100, (2, 0)),
    ([(40, 10), (61, 10)], 100, (1, 1)),
    ([(91, 10), (50, 10)], 100, (0, 2)),
    ([(90, 10), (50, 10)], 100, (1, 1)),
    ([(90, 40), (90, 40), (90, 40)], 100, (0, 2)),
    ([(900, 400), (90, 40)], 100, (0, 1)),
    # A class without anything to leave out is no longer in a few words.
    ([(10, 12)] * 3, 100, (3, 0)),
])  # fmt: skip
def test_a_digest_says_so_much(
    sizes: list[tuple[int, int]], most: int, expected: tuple[int, int]
) -> None:
    assert shorten([Size(*each) for each in sizes], most) == expected


@given(
    st.lists(st.tuples(st.integers(1, 999), st.integers(1, 99)), min_size=1),
    st.integers(100, 9_999),
)
def test_what_is_said_fits(sizes: list[tuple[int, int]], most: int) -> None:
    whole, short = shorten([Size(*each) for each in sizes], most)
    used = sum(max(each) for each in sizes[:whole])
    used += sum(each[1] for each in sizes[whole : whole + short])
    assert used <= most
    assert whole + short <= len(sizes)
