"""The bytes that a `Range` header requests (RFC 9110, section 14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.media.views import read_range


@pytest.mark.parametrize("header, part", [
    ("bytes=0-0", (0, 0)),
    ("bytes=0-99", (0, 99)),
    ("bytes=0-500", (0, 99)),
    ("bytes=10-", (10, 99)),
    ("bytes= 10 - 19", (10, 19)),
    ("bytes=-5", (95, 99)),
    ("bytes=-500", (0, 99)),
    ("bytes=5-4", None),
    ("bytes=0-1,5-6", None),
    ("bytes=-", None),
    ("bytes", None),
    ("", None),
    ("items=0-1", None),
    ("bytes=one-two", None),
    ("bytes=" + "9" * 400 + "-", None),
])  # fmt: skip
def test_one_range_of_a_hundred_bytes(header: str, part: tuple[int, int] | None) -> None:
    assert read_range(header, 100) == part


@pytest.mark.parametrize("header, size", [
    ("bytes=100-", 100), ("bytes=100-200", 100), ("bytes=-0", 100), ("bytes=0-", 0),
    ("bytes=-5", 0),
])  # fmt: skip
def test_a_range_beyond_the_end_is_refused(header: str, size: int) -> None:
    with pytest.raises(ValueError, match=r"beyond|nothing"):
        read_range(header, size)


@given(st.text("bytes=0123456789-, ", max_size=30), st.integers(1, 10_000))
def test_a_range_is_within_the_file(header: str, size: int) -> None:
    try:
        part = read_range(header, size)
    except ValueError:
        return
    assert part is None or 0 <= part[0] <= part[1] < size
