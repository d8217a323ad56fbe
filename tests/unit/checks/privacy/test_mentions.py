"""Names in a line: of every language, by their shape, without the words around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.privacy.naming.capitalized import in_capitals
from district_cms.checks.privacy.naming.mentions import mentions


def names(line: str) -> list[str]:
    return [mention.name for mention in mentions(line)]


@pytest.mark.parametrize(
    "line, named",
    [
        ("Maria Lopez was here.", ["Maria Lopez"]),
        ("Pa Houa Xiong came.", ["Pa Houa Xiong"]),
        ("Nguyen Van Duc and his parents", ["Nguyen Van Duc"]),
        ("Chidera O. came.", ["Chidera O."]),
        ("Okafor, Kelechi - 14 tardies", ["Kelechi Okafor", "Kelechi"]),
        ("Reminder to Pham, Quoc: late", ["Quoc Pham", "Quoc"]),
        ("Emma, Liam and Noah", ["Emma", "Liam", "Noah"]),
        ("Marisol de la Cruz came.", ["Marisol de la Cruz"]),
        ("CURP de Aldo Fuentes", ["Aldo Fuentes"]),
        ("Detention today: Cha Thao, Malik Green", ["Cha Thao", "Malik Green"]),
        ("Marcus Hill's meeting", ["Marcus Hill"]),
        ("Mai See Thao's test", ["Mai See Thao"]),
        ("The Xiong family is here.", ["Xiong"]),
        ("la familia Contreras", ["Contreras"]),
        ("Dakota Manuelito came.", ["Dakota Manuelito"]),
        # Staff, and those who come to speak.
        ("Ms. Rivera and Dr. Samuel Adeyemi", []),
        ("Superintendent Marlene Ostrowski's contract", []),
        ("PTA: president Dana Kowalczyk", []),
        ("Pilar Quintero, dentist", []),
        ("la Dra. Irene Salas", []),
        # People of lessons.
        ("Rosa Parks was arrested.", []),
        ("Beethoven was deaf.", []),
        ("Lewis and Clark set out.", []),
        # Places, headings, days.
        ("Grace Lutheran Church lends chairs.", []),
        ("Fraction Quiz Results", []),
        ("Tuesday, December 1", []),
        ("Will you be there? Hope so.", []),
        ("North Carolina and New York", []),
        ("", []),
    ],
)
def test_the_names_in_a_line_are_found(line: str, named: list[str]) -> None:
    assert names(line) == named


@pytest.mark.parametrize(
    "line, known, full",
    [
        ("Maria Lopez", True, True),
        ("Pa Houa Xiong", True, True),
        ("Zhou Zihan", False, True),
        ("Jaylen", True, False),
    ],
)
def test_a_name_may_be_known_and_full(line: str, known: bool, full: bool) -> None:
    (mention,) = mentions(line)
    assert (mention.known, mention.full) == (known, full)


@pytest.mark.parametrize(
    "line, read",
    [
        ("emma brown is on free lunch", "Emma brown is on free lunch"),
        ("MARIA LOPEZ IS FAILING", "Maria Lopez is failing"),
        ("the class is here", "the class is here"),
    ],
)
def test_a_name_without_capitals_gets_them(line: str, read: str) -> None:
    assert in_capitals(line) == read


@given(st.text(max_size=300))
def test_a_mention_has_the_position_of_its_name(line: str) -> None:
    for mention in mentions(line):
        assert 0 <= mention.start < mention.end <= len(line)
        assert mention.name
