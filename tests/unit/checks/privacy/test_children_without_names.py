"""Children meant without a name: by their relatives, looks, number or nickname."""

from datetime import date

import pytest

from district_cms.checks.privacy import RULES, check_html
from district_cms.checks.privacy.naming.relatives import everyone
from district_cms.checks.privacy.student_numbers import PrivacyRules
from tests.growing import assert_grows_no_faster

DAY = PrivacyRules(today=date(2026, 11, 24))


def rules_of(html: str) -> set[str]:
    return {fault.rule for fault in check_html(html, rules=DAY)}


@pytest.mark.parametrize("text", [
    "Mrs. Diaz's son was suspended for three days after what happened in the cafeteria.",
    "Coach Reyes's youngest daughter has epilepsy.",
    "Our principal's niece was caught vaping in the restroom.",
    "The new boy in 4B was expelled for bringing a knife.",
    "The twins in 3A were suspended for fighting on the bus.",
    "La hija de la señora Olvera mordió otra vez a un compañero.",
    "El niño nuevo, el que llegó en enero, tiene epilepsia.",
    "He goes by Bug, but please know that Bug's seizures are back.",
    "Muchos preguntan por «Chuyito». Sigue internado, pero ya respira sin la máquina.",
    "The Barlow children have been absent because their mother entered rehab.",
    "The Dillard girl fainted again and was taken to the hospital.",
    "Mr. Mbeki's kid was suspended on Friday.",
    "La niña de los Quispe fue suspendida por pelear.",
    "Al nuevo de 4B lo van a evaluar para educación especial.",
    "Los hijos de la maestra Trini fueron suspendidos por pelear.",
])  # fmt: skip
def test_a_text_about_a_child_without_a_name_raises_a_question(text: str) -> None:
    found = rules_of(f"<p>{text}</p>")
    assert found
    assert not any(RULES[rule].blocks for rule in found)


@pytest.mark.parametrize("ordinary", [
    "Mrs. Diaz's son won the chess tournament, and her class made him a card.",
    "Our new student handbook explains what happens after a suspension.",
    "A student who is absent has two days to make up the work.",
    "The new student entrance opens Monday. Please call the office about allergies.",
    "The Cub Scout boy on the poster reads about epilepsy.",
])  # fmt: skip
def test_a_text_about_nobody_raises_no_question(ordinary: str) -> None:
    assert rules_of(f"<p>{ordinary}</p>") == set()


def test_described_children_are_marked_as_described() -> None:
    found = everyone("Maria Lopez sits beside Mrs. Diaz's son and our new student from Ohio.")
    assert [(one.name, one.described) for one in found] == [
        ("Maria Lopez", False), ("Mrs. Diaz's son", True), ("our new student", True),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "<p>Period 3 averages by ID: 220145 – 93; 220178 – 71; 220203 – 54.</p>",
    "<p>Congrats to Bianca, rank 3 of 412 with a 4.31!</p>",
    "<p>Emilia Varga, volleyball, 3.2 GPA, plans to be a dental assistant.</p>",
    ("<table><tr><td>Mia Ortiz</td><td>Below level</td></tr>"
    "<tr><td>Jonah Beck</td><td>Above level</td></tr></table>"),
])  # fmt: skip
def test_ranks_levels_and_marks_raise_a_question(text: str) -> None:
    assert "grade-maybe-beside-name" in rules_of(text)


def test_debts_of_several_people_raise_a_question() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>-${owed}</td></tr>"
        for name, owed in (("J. Fairchild", "14.50"), ("M. Oyelaran", "6.25"))
    )
    assert rules_of(f"<p>Lunch balances:</p><table>{rows}</table>")


@pytest.mark.parametrize("ordinary", [
    "<p>Emma Garcia needs a 3.5 GPA for the team.</p>",
    "<p>Call the office at 555-0134 or 555-0135 about averages.</p>",
    "<p>Order by number: 22014 – 3 boxes; 22017 – 7 boxes.</p>",
    ("<table><tr><th>Score</th><th>Meaning</th></tr><tr><td>4</td><td>Advanced</td></tr>"
    "<tr><td>3</td><td>Proficient</td></tr></table>"),
    ("<table><tr><th>Planet</th><th>Temperature</th></tr><tr><td>Mercury</td><td>Above average</td>"
    "</tr><tr><td>Neptune</td><td>Below average</td></tr></table>"),
])  # fmt: skip
def test_requirements_and_scales_raise_no_question(ordinary: str) -> None:
    assert rules_of(ordinary) == set()


def test_ten_times_as_many_children_take_no_more_than_ten_times_as_long() -> None:
    def read(times: int) -> None:
        everyone("the new boy, " * times)

    assert_grows_no_faster(read, 12_000, few=1_200, times=25)


def test_a_pasted_megabyte_is_not_read_to_its_end() -> None:
    assert len(everyone("the new boy in 4B, " * 50_000)) <= 400
