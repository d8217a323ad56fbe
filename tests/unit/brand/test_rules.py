"""How large the picture of a logo must be, and may be."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from district_cms.brand.rules import check_is_large_enough, check_smallest_height


def refusal(check: Callable[..., None], *numbers: int) -> str:
    """What the rule says; "" where it has nothing to say."""
    try:
        check(*numbers)
    except ValidationError as refused:
        return refused.messages[0]
    return ""


@pytest.mark.parametrize(("size", "is_enough"), [
    ((100, 50), False),
    ((119, 119), False),
    ((120, 120), True),
    ((20, 120), True),
    ((479, 119), False),
    ((480, 40), True),
    ((2000, 2000), True),
])  # fmt: skip
def test_a_picture_is_large_enough_by_its_height_or_by_its_width(
    size: tuple[int, int], is_enough: bool
) -> None:
    said = refusal(check_is_large_enough, *size)
    assert bool(said) is not is_enough
    assert is_enough or f"{size[0]} × {size[1]} pixels" in said


@pytest.mark.parametrize(("size", "smallest", "holds"), [
    ((120, 120), 60, True),
    ((120, 120), 61, False),
    ((600, 600), 120, True),
    ((600, 600), 121, False),
    ((2000, 200), 48, True),
    ((2000, 200), 49, False),
])  # fmt: skip
def test_a_logo_can_be_shown_as_high_as_it_must_be(
    size: tuple[int, int], smallest: int, holds: bool
) -> None:
    said = refusal(check_smallest_height, *size, smallest)
    assert bool(said) is not holds
    assert holds or f"Its smallest height is {smallest}" in said
