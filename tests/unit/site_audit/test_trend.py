"""The bars of the trend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.site_audit.report.trend import HEIGHT, WIDTH, bars


def test_without_audits_there_is_no_picture() -> None:
    assert bars([]) == []


@pytest.mark.parametrize("values, heights", [
    ([0], [0]),
    ([10], [100]),
    ([100, 50, 0], [100, 50, 0]),
    ([1000, 1], [100, 2]),  # the smallest is seen all the same
])  # fmt: skip
def test_a_bar_is_as_high_as_its_number(values: list[int], heights: list[int]) -> None:
    assert [bar.height for bar in bars(values)] == heights


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=12))
def test_bars_stand_side_by_side_within_the_picture(values: list[int]) -> None:
    found = bars(values)
    assert [bar.value for bar in found] == values
    assert all(bar.above >= 0 and bar.y + bar.height == HEIGHT for bar in found)
    edges = [edge for bar in found for edge in (bar.x, bar.x + bar.width)]
    assert edges == sorted(edges)
    assert edges[-1] <= WIDTH
