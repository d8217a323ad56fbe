"""How a roster's name becomes the ways that a page may write it."""

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from district_cms.students.names import forms, words


@pytest.mark.parametrize(
    "given, middle, preferred, family, full, alone",
    [
        ("Ana", "", "", "Torres", {"ana torres"}, {"ana"}),
        ("Robert", "Lee", "Bo", "Stone", {"robert stone", "bo stone", "robertlee stone"}, {"bo"}),
        ("Anne-Marie", "", "", "Hill", {"anne hill", "annemarie hill"}, {"anne", "annemarie"}),
        ("José", "", "", "García López", {"jose garcia", "jose lopez", "jose garcialopez"}, set()),
        ("Lu", "", "", "García-López", {"lu garcia", "lu lopez", "lu garcialopez"}, set()),
        ("Ana", "", "", "de la Cruz", {"ana cruz", "ana delacruz"}, set()),
        ("La Toya", "", "", "O’Neil", {"latoya oneil"}, {"latoya"}),
        ("Sam", "", "", "Reed Jr.", {"sam reed"}, {"sam"}),
        ("J. Robert", "", "", "Reed", {"robert reed"}, {"robert"}),
        ("Zoe\u0308", "", "", "Nguye\u0302\u0303n", {"zoe nguyen"}, {"zoe"}),
    ],
)
def test_a_name_has_these_forms(
    given: str, middle: str, preferred: str, family: str, full: set[str], alone: set[str]
) -> None:
    result = forms(given, middle, preferred, family)
    assert {text for form, text in result if form == "full"} == full
    assert alone <= {text for form, text in result if form == "given"}


def test_no_part_of_a_name_stands_for_the_student_by_itself() -> None:
    texts = {text for _form, text in forms("Ana", "Lee", "", "de la Cruz")}
    assert texts.isdisjoint({"cruz", "lee", "lee cruz", "ana de", "ana la"})


@pytest.mark.parametrize("name", [("", "", "", ""), ("–", "", "", "12"), ("J.", "", "", "")])
def test_an_empty_name_has_no_forms(name: tuple[str, str, str, str]) -> None:
    assert forms(*name) == frozenset()


LATIN = st.text(st.characters(max_codepoint=0x24F), max_size=40)


@given_any(LATIN, LATIN)
def test_forms_are_already_normalized(given: str, family: str) -> None:
    for _form, text in forms(given, family=family):
        assert "".join(words(text)) == text.replace(" ", "")
