"""What names a row in a request, and what does not."""

import pytest

from district_cms.web.keys import LONGEST_KEY, key_in, keys_in


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("0", 0),
        ("007", 7),
        ("9" * LONGEST_KEY, 10**LONGEST_KEY - 1),
        ("9" * (LONGEST_KEY + 1), None),
        ("9" * 5_000, None),  # Python itself refuses to read it
        ("", None),
        (None, None),
        ("-7", None),
        ("+7", None),
        ("0_7", None),
        ("1_000", None),
        ("7.0", None),
        ("7e3", None),
        ("0x7", None),
        (" 7", None),
        ("7 ", None),
        ("7\n", None),
        ("7\0", None),
        ("\0", None),
        ("\N{ARABIC-INDIC DIGIT SEVEN}", None),
        ("\N{FULLWIDTH DIGIT SEVEN}", None),
        ("7\N{SUPERSCRIPT TWO}", None),
        ("seven", None),
    ],
)
def test_only_digits_from_0_to_9_name_a_row(text: str | None, key: int | None) -> None:
    assert key_in(text) == key


def test_a_number_may_be_bounded_closer() -> None:
    assert key_in("999", digits=3) == 999
    assert key_in("1000", digits=3) is None


def test_of_several_those_that_are_numbers_are_read_in_their_order() -> None:
    assert keys_in(["3", "x", "+1", "", "2"]) == [3, 2]
