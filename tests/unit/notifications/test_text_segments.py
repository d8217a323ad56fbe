"""The length of a text, as carriers count it."""

import pytest

from notifications.texts.segments import Length, length_of, plain


@pytest.mark.parametrize("text, expected", [
    ("", Length(0, 1, True)),
    ("a" * 160, Length(160, 1, True)),
    ("a" * 161, Length(161, 2, True)),
    ("a" * 306, Length(306, 2, True)),
    ("a" * 307, Length(307, 3, True)),
    ("ñéüàÑ¿¡\n", Length(8, 1, True)),
    # Escaped letters: two 7-bit letters each.
    ("€" * 80, Length(160, 1, True)),
    ("[" * 81, Length(162, 2, True)),
    # 76 of them fit a piece of 153, and the 77th is not split.
    ("^" * 153, Length(306, 3, True)),
    # One letter outside the alphabet makes the whole text Unicode.
    ("í" + "a" * 69, Length(70, 1, False)),
    ("í" + "a" * 70, Length(71, 2, False)),
    ("Я" * 134, Length(134, 2, False)),
    ("Я" * 135, Length(135, 3, False)),
    ("😀" * 35, Length(70, 1, False)),
    # 33 whole ones fit a piece of 67.
    ("😀" * 67, Length(134, 3, False)),
])  # fmt: skip
def test_a_text_has_so_many_segments(text: str, expected: Length) -> None:
    assert length_of(text) == expected


@pytest.mark.parametrize("text, room", [("a", 160), ("a" * 161, 306), ("Я", 70), ("Я" * 71, 134)])
def test_the_room_in_segments(text: str, room: int) -> None:
    assert length_of(text).room == room


def test_only_punctuation_is_replaced() -> None:
    assert plain("“Ana’s” – José… 3\u00a0pm Матем") == '"Ana\'s" - José... 3 pm Матем'
