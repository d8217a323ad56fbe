"""An excerpt of a lesson in a message ends with a whole sentence."""

import pytest

from classroom.presentation.sentences import sentences, whole_sentences
from tests.growing import assert_grows_no_faster

LONG = "We place halves and quarters on a number line and talk about what lies between them today."


@pytest.mark.parametrize("text, parts", [
    ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
    ("Mr. Fox and Ms. Rivera came. We sang.", ["Mr. Fox and Ms. Rivera came.", "We sang."]),
    ("At 3:30 p. m. Tuesday we meet. Bring 2.5 cups.",
     ["At 3:30 p. m. Tuesday we meet.", "Bring 2.5 cups."]),
    ("She said “Stop!” and left. (We laughed.) Then", ["She said “Stop!” and left.",
                                                       "(We laughed.)", "Then"]),
    ("¿Qué es una fracción? ¡Una parte! Fin.", ["¿Qué es una fracción?", "¡Una parte!", "Fin."]),
    ("  Spaces   in\nbetween.  ", ["Spaces in between."]),
    ("", []),
])  # fmt: skip
def test_a_text_is_split_into_these_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_text_that_fits_is_not_cut() -> None:
    assert whole_sentences(f"{LONG} {LONG}", 45) == f"{LONG} {LONG}"


def test_a_long_text_is_cut_after_a_sentence() -> None:
    assert whole_sentences(" ".join([LONG] * 9), 45) == f"{LONG} {LONG}"


def test_a_short_first_sentence_is_followed_by_another() -> None:
    long = " ".join(["Word", *["word"] * 47]) + "."
    assert whole_sentences(f"We read. {long} {long}", 45) == f"We read. {long}"


def test_a_first_sentence_without_an_end_is_cut() -> None:
    assert whole_sentences("word " * 99, 45) == "word " * 45 + "…"
    assert whole_sentences(" \n", 45) == ""


@pytest.mark.parametrize("piece", [".", "a. "], ids=["dots", "initials"])
def test_a_row_of_dots_or_a_long_text_without_an_end_is_scanned_once(piece: str) -> None:
    """It took half a minute for one update, in the job that renders those of all classes."""

    def read(times: int) -> None:
        assert whole_sentences(piece * times + "a", 45)

    assert_grows_no_faster(read, 50_000, few=5_000)
