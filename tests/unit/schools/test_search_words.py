"""What was typed, taken apart: without a database."""

import pytest

from district_cms.schools.search.asking import asked
from district_cms.schools.search.words import for_index, words

SAME = {("gym",): (("physical", "education"),), ("physical", "education"): (("gym",),)}


@pytest.mark.parametrize(("text", "expected"), [
    ("Sra. Núñez’s clase", ["sra", "nunez", "clase"]),
    ("O'Reilly", ["oreilly"]),
    ("3.º grado — Período_2", ["3", "grado", "periodo", "2"]),
    ("\x00 & | ! ( ) :* <->", []),
    ("x" * 90, ["x" * 40]),
])  # fmt: skip
def test_words_are_small_letters_and_digits_and_nothing_else(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", [
    *("3rd grade", "third grade", "Grade 3", "3rd graders"),
    *("grado 3", "tercer grado", "3er grado", "3.º grado"),
])  # fmt: skip
def test_a_grade_is_one_word_however_it_is_said(text: str) -> None:
    (term,) = asked(text, {}).needed
    assert term.meanings == (("grade03",),)
    assert "grade03" in for_index(text)


@pytest.mark.parametrize(("text", "grade"), [
    ("kinder", "gradekg"),
    ("K grade", "gradekg"),
    ("pre-K", "gradepk"),
    ("12th grade", "grade12"),
    ("duodécimo grado", "grade12"),
])  # fmt: skip
def test_other_grades_have_their_word(text: str, grade: str) -> None:
    (term,) = asked(text, {}).needed
    assert term.meanings == ((grade,),)


def test_a_number_alone_may_be_a_grade_for_who_searches_and_is_none_in_a_title() -> None:
    assert asked("math 5", {}).needed[1].meanings == (("5",), ("grade05",))
    assert for_index("Algebra 1") == ["algebra", "1"]
    assert asked("grade 13", {}).needed[1].meanings == (("13",),)


def test_small_words_and_titles_are_wished_and_not_needed_unless_there_is_nothing_else() -> None:
    question = asked("the class of Ms. Rivera", {})
    assert (question.said, question.kind) == ("rivera", "teacher")
    assert asked("teachers", {}).said == "teachers"


def test_phrases_that_mean_the_same_are_found_among_the_words() -> None:
    question = asked("physical education 3", SAME)
    assert question.needed[0].meanings == (("physical", "education"), ("gym",))
    assert asked("gym", SAME).needed[0].meanings == (("gym",), ("physical", "education"))


def test_what_is_asked_is_bounded() -> None:
    assert len(asked("word " * 500, {}).needed) == 8
    assert asked("?!", {}).needed == ()


def test_no_word_of_ours_is_looked_for_in_texts() -> None:
    (term,) = asked("3rd grade", {}).needed
    assert term.in_texts == (("3rd", "grade"),)
