"""Parsing of queries, without a database."""

import calendar
import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.schools.search.query import parse_query
from district_cms.schools.search.words import (
    MONTHS,
    day_word,
    for_index,
    is_token,
    with_days,
    words,
)
from district_cms.web.text_folding import without_accents

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
    (term,) = parse_query(text, {}).required
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
    (term,) = parse_query(text, {}).required
    assert term.meanings == ((grade,),)


def test_a_number_alone_may_be_a_grade_for_who_searches_and_is_none_in_a_title() -> None:
    assert parse_query("math 5", {}).required[1].meanings == (("5",), ("grade05",))
    assert for_index("Algebra 1") == ["algebra", "1"]
    assert parse_query("grade 13", {}).required[1].meanings == (("13",),)


def test_small_words_and_titles_are_wished_and_not_needed_unless_there_is_nothing_else() -> None:
    question = parse_query("the class of Ms. Rivera", {})
    assert (question.text, question.kind) == ("rivera", "teacher")
    assert parse_query("teachers", {}).text == "teachers"


def test_ms_stands_before_a_name_and_behind_one_it_is_a_middle_school() -> None:
    assert [term.typed for term in parse_query("ms rivera", {}).required] == [("rivera",)]
    of_level = parse_query("larkspur ms", {})
    assert of_level.required[-1].meanings == (("ms",), ("middle", "school"))
    assert of_level.kind == "school"


def test_phrases_that_mean_the_same_are_found_among_the_words() -> None:
    question = parse_query("physical education 3", SAME)
    assert question.required[0].meanings == (("physical", "education"), ("gym",))
    assert parse_query("gym", SAME).required[0].meanings == (("gym",), ("physical", "education"))


def test_what_is_asked_is_bounded() -> None:
    assert len(parse_query("word " * 500, {}).required) == 8
    assert parse_query("?!", {}).required == ()


def test_no_word_of_ours_is_looked_for_in_texts() -> None:
    (term,) = parse_query("3rd grade", {}).required
    assert term.in_texts == (("3rd", "grade"),)


@pytest.mark.parametrize("text", [
    *("November 26", "nov 26", "November 26th", "november 26, 2026", "Thursday, November 26"),
    *("26 de noviembre", "26 noviembre", "el 26 de noviembre", "11/26", "11/26/2026", "11/26/26"),
])  # fmt: skip
def test_a_day_is_one_word_however_it_is_said(text: str) -> None:
    assert ("day1126",) in [term.meanings[0] for term in parse_query(text, {}).required]


@pytest.mark.parametrize(("text", "needed"), [
    ("primero de mayo", ["day0501"]),
    ("May 31st", ["day0531"]),
    # Not dates: a page number, a half, a month alone, and an impossible day.
    ("May 32", ["may", "32"]),
    ("1/2", ["day0102"]),
    ("13/2", ["13", "2"]),
    ("march madness", ["march", "madness"]),
    ("math may", ["math", "may"]),
])  # fmt: skip
def test_what_is_a_day_and_what_is_none(text: str, needed: list[str]) -> None:
    assert [term.meanings[0][0] for term in parse_query(text, {}).required] == needed


@given(day=st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), spanish=st.booleans())
def test_every_day_of_the_year_is_found_as_it_is_written_in_either_language(
    day: dt.date, spanish: bool
) -> None:
    english = calendar.month_name[day.month]
    text = f"{day.day} de {MONTHS[day.month - 1][-1]}" if spanish else f"{english} {day.day}"
    for said in (text, f"{day.month}/{day.day}"):
        (term,) = parse_query(said, {}).required
        assert term.meanings[0] == (day_word(day),)
        assert is_token(day_word(day))
    assert day_word(day) in for_index(text)


def test_a_stroke_in_a_title_of_a_text_is_no_date() -> None:
    assert for_index("Chapter 1/2") == ["chapter", "1", "2"]
    assert with_days("1/2 cup, 40/2") == "day0102 cup, 40/2"


def test_what_looks_like_a_date_may_be_a_half() -> None:
    (term,) = parse_query("1/2", {}).required
    assert term.meanings == (("day0102",), ("1", "2"))
    assert term.in_texts == (("1", "2"),)


def test_words_of_ours_stand_in_no_text() -> None:
    ours = ("grade03", "gradekg", "room12b", "day1126")
    assert [word for word in (*ours, "graders", "grade", "days", "roommate") if is_token(word)] == [
        *ours
    ]
    (term,) = parse_query("november 26", {}).required
    assert term.in_texts == (("november", "26"),)


@given(text=st.text())
def test_a_text_without_accents_has_none_and_stays_as_it_is(text: str) -> None:
    assert not any(unicodedata.combining(letter) for letter in without_accents(text))
    assert without_accents(without_accents(text)) == without_accents(text)


@given(text=st.text(alphabet="abcdefñáéíóúü ÁÑ123.º'’", max_size=30))
def test_accents_make_no_difference_to_the_words_of_a_text(text: str) -> None:
    assert words(without_accents(text)) == words(text)


def test_accents_go_and_everything_else_stays() -> None:
    assert without_accents("¿Evaluación? ÑANDÚ – 3.º ½") == "¿Evaluacion? NANDU – 3.º ½"
