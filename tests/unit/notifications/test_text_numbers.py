"""Phone numbers and codes, as people type them."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.masking import mask_address
from notifications.texts.numbers import (
    CodeForm,
    NoNumber,
    NumberField,
    as_typed,
    hash_of_code,
    is_code,
    new_code,
    normalize_number,
    zone_of_number,
)


@pytest.mark.parametrize("typed", [
    "406-555-0123", "(406) 555-0123", "+1 406 555 0123", "1.406.555.0123", "4065550123",
    " 406 555 0123 ", "tel:+1-406-555-0123",
])  # fmt: skip
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalize_number(typed) == "+14065550123"


@pytest.mark.parametrize("typed", [
    "", "911", "555-0123", "406-555-01234", "+52 55 1234 5678", "604-555-0123", "800-555-0199",
    "900-555-0100", "406-555-0123 ext. 4", "avery@example.net", "call me", "+1",
])  # fmt: skip
def test_numbers_that_get_no_texts_are_refused(typed: str) -> None:
    with pytest.raises(NoNumber):
        normalize_number(typed)


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_or_refused(text: str) -> None:
    try:
        number = normalize_number(text)
    except NoNumber:
        return
    assert normalize_number(number) == number
    assert number.isascii()
    assert number.startswith("+1")


def test_the_field_says_how_to_type_it() -> None:
    with pytest.raises(forms.ValidationError, match="like 406-555-0123"):
        NumberField().clean("12")


def test_a_number_is_shown_by_its_end() -> None:
    assert mask_address("+14065550123") == "…23"


def test_a_code_is_valid_for_its_own_request_only() -> None:
    code = new_code()
    assert len(code) == 6
    assert code.isdigit()
    kept = hash_of_code(code, "a")
    assert code not in kept
    assert is_code(code, kept, "a")
    assert not is_code(code, kept, "b")
    assert not is_code("0" * 6 if code != "000000" else "1" * 6, kept, "a")


@pytest.mark.parametrize("typed, code", [
    ("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("12345", None),
    ("1234567", None), ("12345a", None), ("", None), ("١٢٣٤٥٦", None),
])  # fmt: skip
def test_a_code_may_be_typed_with_spaces(typed: str, code: str | None) -> None:
    form = CodeForm({"code": typed})
    assert form.is_valid() == (code is not None)
    if code:
        assert form.cleaned_data["code"] == as_typed(typed) == code


@pytest.mark.parametrize("number, zone", [
    ("+12125550187", "America/New_York"), ("+14065550101", "America/Denver"),
    ("no-number", ""),
])  # fmt: skip
def test_the_zone_of_a_number_is_that_of_its_area_code(number: str, zone: str) -> None:
    assert zone_of_number(number) == zone
