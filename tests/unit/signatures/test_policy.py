"""What a signature must contain, and how its logos are sized."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatures.policy import (
    BUDGET,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    LogoImage,
    Phone,
    Record,
    SignatureIncomplete,
    SignatureTooLong,
    check_complete,
    check_length,
)

WHOLE = Record(
    "Elena Rivera", "Grade 3 Teacher", "Larkspur Valley", "e@larkspur.example", (Phone("1"),)
)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"name": " "}, ("name",)),
        ({"title": ""}, ("title",)),
        ({"email": "", "phones": ()}, ("contact",)),
        ({"email": ""}, ()),
        ({"phones": ()}, ()),
        ({"name": "", "title": "", "email": " ", "phones": ()}, ("name", "title", "contact")),
    ],
)
def test_name_title_and_a_contact_are_required(
    changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    record = replace(WHOLE, **changes)
    if not missing:
        check_complete(record)
        return
    with pytest.raises(SignatureIncomplete) as refusal:
        check_complete(record)
    assert refusal.value.parts == missing


@given(st.integers(1, 6000), st.integers(1, 6000))
def test_a_logo_stays_within_its_limits_and_is_never_enlarged(width: int, height: int) -> None:
    shown_width, shown_height = LogoImage("u", "d", width, height).display_size()
    assert 1 <= shown_width <= min(LOGO_WIDTH, width)
    assert 1 <= shown_height <= min(LOGO_HEIGHT, height)


@pytest.mark.parametrize(
    ("width", "height", "smallest", "shown", "fits"),
    [
        (240, 120, 1, (96, 48), True),  # as usual
        (240, 120, 60, (120, 60), True),  # its owner requires more
        (480, 60, 30, (240, 30), True),  # and so it is wider than others
        (480, 60, 40, (280, 35), False),  # too wide for a phone
        (100, 40, 50, (100, 40), False),  # never enlarged
    ],
)
def test_the_owners_smallest_height_overrides_the_usual_size(
    width: int, height: int, smallest: int, shown: tuple[int, int], fits: bool
) -> None:
    logo = LogoImage("u", "d", width, height, smallest_height=smallest)
    assert (logo.display_size(), logo.fits) == (shown, fits)


def test_a_signature_at_the_limit_passes_and_one_character_more_does_not() -> None:
    check_length("x" * BUDGET)
    with pytest.raises(SignatureTooLong):
        check_length("x" * (BUDGET + 1))
