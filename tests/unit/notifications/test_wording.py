"""The office's own words: which placeholders there are, and how they are filled in."""

import pytest

from notifications.rules.wording import paragraphs, problem

VALUES = {"district": "Larkspur {phone}", "phone": "406-555-0100", "website": "https://x/"}


@pytest.mark.parametrize(
    "text, found",
    [
        ("", ""),
        ("Good afternoon from {district}.", ""),
        ("Call {phone} or see {website}.", ""),
        ("Dear {name}", "{name}"),
        ("Dear {District}", "{District}"),
        ("Dear { district }", "{ district }"),
        ("{}", "{}"),
        ("a } b", "}"),
        ("a { b", "{"),
        ("{{district}}", "{"),
        ("100 % of {district!r}", "{district!r}"),
    ],
)
def test_only_what_is_filled_in_may_stand_in_braces(text: str, found: str) -> None:
    assert problem(text) == found


def test_words_are_filled_in_once_and_parted_at_empty_lines() -> None:
    text = "Hello from {district}.\r\nCome in.\n\n \nCall {phone}.\n"
    assert paragraphs(text, VALUES) == [
        "Hello from Larkspur {phone}. Come in.",
        "Call 406-555-0100.",
    ]


def test_a_placeholder_without_a_value_is_never_sent_as_it_is() -> None:
    with pytest.raises(KeyError):
        paragraphs("{name}", VALUES)
