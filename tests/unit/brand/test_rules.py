"""The smallest and largest size of a logo's picture."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from district_cms.brand.models import Logo, Organization, Statement
from district_cms.brand.rules import (
    check_is_large_enough,
    check_no_turning_letters,
    check_smallest_height,
)


def refusal(check: Callable[..., None], *numbers: int) -> str:
    """Returns the rule's message; "" if it accepts."""
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
def test_a_logo_can_be_shown_at_its_smallest_height(
    size: tuple[int, int], smallest: int, holds: bool
) -> None:
    said = refusal(check_smallest_height, *size, smallest)
    assert bool(said) is not holds
    assert holds or f"Its smallest height is {smallest}" in said


@pytest.mark.parametrize("text", ["Logo of Larkspur High", "مدرسة ثانوية", "Ñandú 🌱\u200d🌾"])
def test_texts_in_any_script_are_accepted(text: str) -> None:
    check_no_turning_letters(text)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_a_character_that_reverses_letters_is_refused_with_its_place(
    hidden: str,
) -> None:
    with pytest.raises(ValidationError, match="before “hgih”"):
        check_no_turning_letters(f"Larkspur {hidden}hgih")


@pytest.mark.parametrize(
    ("model", "field"),
    [(Logo, "description"), (Statement, "text"), (Statement, "owner"), (Organization, "name")],
)
def test_texts_that_mails_show_are_checked_for_such_characters(model: Any, field: str) -> None:
    with pytest.raises(ValidationError):
        model._meta.get_field(field).run_validators("\u202eLarkspur")
