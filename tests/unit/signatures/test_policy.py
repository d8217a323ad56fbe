"""What a signature must hold, and how its logos are sized."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatures.policy import (
    BUDGET,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    LogoImage,
    Record,
    SignatureIncomplete,
    SignatureTooLong,
    check_complete,
    check_length,
)

WHOLE = Record("Elena Rivera", "Grade 3 Teacher", "Larkspur Valley", "e@larkspur.example", "1")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"name": " "}, ("name",)),
        ({"title": ""}, ("title",)),
        ({"email": "", "phone": ""}, ("contact",)),
        ({"email": ""}, ()),
        ({"phone": ""}, ()),
        ({"name": "", "title": "", "email": " ", "phone": ""}, ("name", "title", "contact")),
    ],
)
def test_name_title_and_a_contact_must_be_there(
    changes: dict[str, str], missing: tuple[str, ...]
) -> None:
    record = replace(WHOLE, **changes)
    if not missing:
        check_complete(record)
        return
    with pytest.raises(SignatureIncomplete) as refusal:
        check_complete(record)
    assert refusal.value.parts == missing


@given(st.integers(1, 6000), st.integers(1, 6000))
def test_a_logo_keeps_within_its_bounds_and_is_never_enlarged(width: int, height: int) -> None:
    shown_width, shown_height = LogoImage("u", "d", width, height).shown()
    assert 1 <= shown_width <= min(LOGO_WIDTH, width)
    assert 1 <= shown_height <= min(LOGO_HEIGHT, height)


def test_a_signature_of_exactly_the_budget_passes_and_one_more_does_not() -> None:
    check_length("x" * BUDGET)
    with pytest.raises(SignatureTooLong):
        check_length("x" * (BUDGET + 1))
