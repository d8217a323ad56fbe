"""Letters of other alphabets, spaced-out letters, and digits for letters are read as people do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy.normalizing import (
    folded,
    joined,
    without_digits_as_letters,
    without_lookalikes,
)

NAMES = st.sampled_from(["Maria Lopez", "Jaylen Carter", "Emma Garcia"])
LOOKALIKES = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "p": "\u0440", "M": "\u041c"}


@given(NAMES, st.data())
def test_lookalike_letters_are_read_as_latin_letters(name: str, data: st.DataObject) -> None:
    disguised = "".join(
        LOOKALIKES[char] if char in LOOKALIKES and data.draw(st.booleans()) else char
        for char in name
    )
    assert without_lookalikes(disguised) == name


@pytest.mark.parametrize(
    "text",
    [
        "\u041d\u0430\u0448 \u043a\u043b\u0430\u0441\u0441",  # "our class", in Russian
        "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac",  # "Greek"
        "José Núñez",
        "李明",
        "",
    ],
)
def test_text_in_another_alphabet_stays(text: str) -> None:
    assert without_lookalikes(text) == text


@given(NAMES, st.sampled_from(" .-_*"))
def test_spaced_out_letters_are_joined(name: str, sign: str) -> None:
    apart = "  ".join(sign.join(word) for word in name.split())
    assert " ".join(joined(apart).split()) == name


@pytest.mark.parametrize(
    "text", ["I am a B", "A, B, C or D", "Grade 4", "x - y", "e.g. a b", "Emma C. and Liam D."]
)
def test_single_letters_of_a_sentence_stay(text: str) -> None:
    assert joined(text) == text


@pytest.mark.parametrize(
    "line, read",
    [
        ("L1am 0'Connor g0t an F", "Liam O'Connor got an F"),
        ("M@ria L0pez", "Maria Lopez"),
        ("Grade 4, room 12", "Grade 4, room 12"),
        ("$20 for 5 pencils", "$20 for 5 pencils"),
        ("Join with the code @rivera3math", "Join with the code @rivera3math"),
    ],
)
def test_digits_inside_words_are_read_as_letters(line: str, read: str) -> None:
    assert without_digits_as_letters(line) == read


@given(st.text(max_size=200))
def test_each_character_keeps_its_position(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert len(without_lookalikes(text)) == len(text)
    assert without_lookalikes(without_lookalikes(text)) == without_lookalikes(text)
