"""Grades beside a name, in lines of text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy import check_text
from district_cms.checks.privacy.naming.people import is_name, name_at_end, name_at_start
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))


def excerpts(text: str) -> list[str]:
    faults = check_text(text, rules=RULES)
    return [fault.excerpt for fault in faults if fault.rule == "grade-beside-name"]


@pytest.mark.parametrize(
    "text, excerpt",
    [
        ("Maria Lopez: 87%", "Maria L••••: ••%"),
        ("Maria Lopez - 87 %", "Maria L••••: •• %"),
        ("Maria Lopez – 87.5%", "Maria L••••: ••.•%"),
        ("Maria Lopez, 87 percent", "Maria L••••: •• •••••••"),
        ("Maria Lopez (87%)", "Maria L••••: ••%"),
        ("Maria Lopez (Period 2): 87%", "Maria L••••: ••%"),
        ("Maria Lopez ..... 87%", "Maria L••••: ••%"),
        ("Maria Lopez 92%", "Maria L••••: ••%"),
        ("Maria Lopez B+", "Maria L••••: •+"),
        ("Maria Lopez: A-", "Maria L••••: •-"),
        ("Maria Lopez: 18/20", "Maria L••••: ••/••"),
        ("Lopez, Maria: 92%", "Maria L••••: ••%"),
        ("Maria L.: 87%", "Maria L•: ••%"),
        ("M. Lopez: 87%", "M. L••••: ••%"),
        ("Anna-Maria Lopez-Garcia: 92%", "Anna-Maria L•••••••••••: ••%"),
        ("José Núñez: 92%", "José N••••: ••%"),
        ("MARIA LOPEZ: 92%", "MARIA L••••: ••%"),
        ("Jaylen: 87%", "Jaylen: ••%"),
        ("Xochitl Begay: 91%", "Xochitl B••••: ••%"),
        ("Hope Garcia: 87%", "Hope G•••••: ••%"),
        ("April Garcia: 88%", "April G•••••: ••%"),
        ("Jaylen got a B+", "Jaylen: •+"),
        ("Jaylen got a B+ on his essay.", "Jaylen: •+"),
        ("Yesterday Jaylen got an A on the test.", "Jaylen: •"),
        ("Maria earned an A in math.", "Maria: •"),
        ("Maria Lopez received an F.", "Maria L••••: •"),
        ("Jaylen has a C average", "Jaylen: •"),
        ("Jaylen has 92% in math", "Jaylen: ••%"),
        ("Emma scored a 95 on the spelling test.", "Emma: ••"),
        ("Emma scored 18 out of 20 on her quiz.", "Emma: •• ••• •• ••"),
        ("Maria's grade is 87%", "Maria: ••%"),
        ("Maria's grade on the fractions quiz was 18/20", "Maria: ••/••"),
        ("Maria’s final math score: 92", "Maria: ••"),
        ("James' average is 92", "James: ••"),
        ("The grade for Maria Lopez is 87%", "Maria L••••: ••%"),
        ("95% - Maria Lopez", "Maria L••••: ••%"),
        ("100% on the spelling quiz: Maria Lopez, Liam Chen", "Maria L••••: •••%"),
        ("Great job! Maria Lopez: 92%", "Maria L••••: ••%"),
        ("Maria Lopez sacó un 9 en la prueba.", "Maria L••••: •"),
        ("Maria Lopez obtuvo 87%", "Maria L••••: ••%"),
        ("La calificación de Maria es 87%", "Maria: ••%"),
        ("Emma scored 95 points on the spelling test.", "Emma: ••"),
        ("Congratulations to Maria Lopez, who earned 98% in math!", "Maria L••••: ••%"),
        ("Congratulations to Maria Lopez for earning an A.", "Maria L••••: •"),
        ("Liam is failing math with a 52%.", "Liam: ••%"),
        ("Maria Lopez passed with a C-", "Maria L••••: •-"),
        ("María reprobó el examen con 45%.", "María: ••%"),
        ("Liam has an average of 92%.", "Liam: ••%"),
        ("Emma got a grade of 95.", "Emma: ••"),
        ("María tiene un promedio de 9.5", "María: •.•"),
        ("Maria Lopez • 87%", "Maria L••••: ••%"),
        ("Maria Lopez → 87%", "Maria L••••: ••%"),
        ("Maria`s grade is 87%", "Maria: ••%"),
        ("Maria\u00b4s grade is 87%", "Maria: ••%"),
        ("Maria\u00a0Lopez:\u200b 87%", "Maria L••••: ••%"),
        ("Maria Lopez: ８７％", "Maria L••••: ••%"),  # noqa: RUF001
    ],
)
def test_a_grade_beside_a_name_is_found_and_masked(text: str, excerpt: str) -> None:
    assert excerpts(text) == [excerpt]


def test_each_grade_of_a_list_is_found() -> None:
    assert len(excerpts("Maria Lopez: 87%\nLiam Chen: 92%\nJaylen: B+")) == 3
    assert len(excerpts("Maria Lopez 87%, Liam Chen 92%")) == 2
    assert len(excerpts("Jaylen got an A. Emma got a B+.")) == 2


def test_the_line_above_a_list_explains_its_numbers() -> None:
    assert excerpts("Spelling test results\nMaria Lopez 18") != []
    assert excerpts("Spelling test results: Maria Lopez A, Liam Chen 17") != []
    assert excerpts("Quiz scores: Emma Chad 17") == ["Emma C•••: ••"]
    assert excerpts("Reading groups\nMaria Lopez 18") == []
    assert excerpts("Student council election\nMaria Lopez: 54%") == []


@pytest.mark.parametrize(
    "words, is_one",
    [
        ("Maria", True),
        ("Maria Lopez", True),
        ("Maria de Lopez", False),
        ("Maria Elena Lopez Garcia", True),
        ("O'Brien", False),
        ("Sean O'Brien", True),
        ("Grace", False),
        ("Grace Lopez", True),
        ("Lincoln Middle", False),
        ("Emma Elementary", False),
        ("Maria Montessori", False),
        ("Rosa Parks", False),
        ("Oliver Twist", False),
        ("Henry VIII", False),
        ("Thomas Garcia III", True),
        ("Ms. Rivera", False),
        ("Coach Garcia", False),
        ("Team Garcia", False),
        ("maria lopez", False),
        ("Maria 2", False),
        ("", False),
    ],
)
def test_names_are_distinguished_from_other_capitalized_words(words: str, is_one: bool) -> None:
    assert is_name(words) is is_one


@pytest.mark.parametrize(
    "text, name",
    [
        ("we heard that Maria Lopez", "Maria Lopez"),
        ("Well done. Maria Lopez", "Maria Lopez"),
        ("Dr. Maria Lopez", ""),
        ("and got an A. Emma", "Emma"),
        ("and got an A. Emma Garcia", "A. Emma Garcia"),
        ("M. Lopez", "M. Lopez"),
        ("M. Monday", ""),
        ("Mrs. Lopez", ""),
        ("Lopez, Maria", "Maria Lopez"),
        ("Yesterday Maria", "Maria"),
        ("Romeo and Juliet", ""),
        ("", ""),
        (" ", ""),
    ],
)
def test_the_name_at_the_end_of_a_text_is_read(text: str, name: str) -> None:
    assert name_at_end(text) == name


@pytest.mark.parametrize(
    "text, name",
    [
        ("Maria Lopez", "Maria Lopez"),
        ("Maria Lopez, Liam Chen", "Maria Lopez"),
        ("Maria and Liam", "Maria"),
        ("Charlie and the Chocolate Factory", ""),
        ("Ms. Rivera", ""),
        ("", ""),
    ],
)
def test_the_name_at_the_start_of_a_text_is_read(text: str, name: str) -> None:
    assert name_at_start(text) == name


@given(st.text())
def test_any_text_can_be_checked(text: str) -> None:
    for fault in check_text(text, rules=RULES):
        assert len(fault.excerpt) <= 120


@given(
    st.sampled_from(["Maria Lopez", "Jaylen", "Lopez, Maria"]),
    st.sampled_from([": ", " - ", " got a ", "'s grade is "]),
    st.sampled_from(["87%", "B+", "A-", "100 %"]),
)
def test_the_grade_itself_is_never_repeated(name: str, joint: str, grade: str) -> None:
    (excerpt,) = excerpts(name + joint + grade)
    assert grade not in excerpt
    assert "Lopez" not in excerpt
