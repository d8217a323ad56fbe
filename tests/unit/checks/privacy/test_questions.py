"""Uncertain findings raise questions: personal words, statements about one person, bare lists."""

from datetime import date

import pytest

from district_cms.checks.privacy import RULES, check_html, check_text
from district_cms.checks.privacy.naming.people import key
from district_cms.checks.privacy.student_numbers import PrivacyRules

DAY = PrivacyRules(today=date(2026, 11, 24))


def rules_of(text: str, rules: PrivacyRules = DAY) -> set[str]:
    return {fault.rule for fault in check_text(text, rules=rules)}


@pytest.mark.parametrize(
    "text",
    [
        "Zion can't see what is written there.",  # said of one
        "Cody Barnes, you must come at three.",
        "Emmett Stone: needs a ride home.",
    ],
)
def test_a_possibly_personal_text_raises_a_question(text: str) -> None:
    assert rules_of(text) == {"personal-maybe-beside-name"}
    assert not RULES["personal-maybe-beside-name"].blocks


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz won the spelling bee; her mom came too.",
        "Thank you, Ana Ruiz, for your help at home.",
        "Tyler Greene scored 18 points against Westview.",
        "Violin solo: Linh Tran",
        "In Hatchet, Brian is alone and his parents are divorced.",
        "Why does Jonas leave home?",
        "Secret Formula is in the lab.",
    ],
)
def test_praise_games_and_lessons_raise_no_question(text: str) -> None:
    assert rules_of(text) == set()


def test_a_certain_finding_raises_no_question_as_well() -> None:
    assert rules_of("Ana Ruiz has asthma and needs her mom.") == {"health-beside-name"}


@pytest.mark.parametrize(
    "text",
    [
        "Period 3 gradebook: Alvarez 81, Boone 67, Chaudhry 93",
        "Aiden B. - 71\nChloe R. - 88\nFatima H. - 94",
        "Maya: D\nReed: A-\nHope: F",
        "Bruno Lagos: 6.5\nDulce Cano: 9\nNicolás Ruiz: 5",
        "Aarón: 6.5, Bárbara: 8.0, César: 5.9",
        "Maria Lopez: F",
        "Our week in math.\nLopez, Maria - D\nSee you on Tuesday.",
    ],
)
def test_names_with_numbers_or_letters_raise_a_question(text: str) -> None:
    assert "grade-maybe-beside-name" in rules_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Swim meet: Lincoln 94, Harbor 76",
        "Top readers by pages: Ava 620, Leo 540, Mia 510",
        "Roster: Ana Ruiz 12, Tom Lee 34, Zoe Kim 55",
        "Eastview 102\nLincoln 99\nHarbor 81",
        "Vitamin: C",
        "Room 12: F",
        "Rosa Parks: C",
        "Ms. Rivera: A",
        "Emma Garcia: C",
        "Emma Garcia: F (flute)",
        "Maria Lopez: A\nJuan Ruiz: B\nZoe Kim: C",
    ],
)
def test_teams_pages_and_jerseys_raise_no_question(text: str) -> None:
    assert "grade-maybe-beside-name" not in rules_of(text)


def test_a_table_without_headings_is_read() -> None:
    rows = (("Ana Ruiz", "78"), ("Tom Lee", "91"), ("Zoe Kim", "55"))
    html = "".join(f"<tr><td>{name}</td><td>{mark}</td></tr>" for name, mark in rows)
    found = {fault.rule for fault in check_html(f"<table>{html}</table>", rules=DAY)}
    assert found == {"grade-maybe-beside-name"}


def test_a_title_in_italics_makes_a_lesson_and_a_name_in_italics_none() -> None:
    story = "<p>We finished <i>Hatchet</i>. Brian is alone after the pilot's seizure.</p>"
    assert check_html(story, rules=DAY) == []
    for name in ("<i>Ana Ruiz</i>", "<i>Ana</i> Ruiz", "A<i>na R</i>uiz", "Ana <em>Ru</em>iz"):
        assert check_html(f"<p>{name} has seizures.</p>", rules=DAY)


@pytest.mark.parametrize(
    "text, before, after",
    [
        ("Elena Rivera is absent on Friday.", {"attendance-beside-name"}, set()),
        ("Elena Rivera is out with the flu.", None, set()),
        ("Elena María Rivera has the flu.", None, set()),
        ("Elena Rivera is failing math.", {"grade-told-of-name"}, {"grade-told-of-name"}),
        ("Tom Lee has lice.", {"health-beside-name"}, {"health-beside-name"}),
        ("Elena Rivera is here. Tom Lee has lice.", None, {"health-beside-name"}),
    ],
)
def test_texts_may_say_more_about_staff(
    text: str, before: set[str] | None, after: set[str]
) -> None:
    with_staff = PrivacyRules(today=DAY.today, staff=frozenset({key("Elena Rivera")}))
    assert rules_of(text)
    assert before is None or rules_of(text) == before
    assert rules_of(text, with_staff) == after


@pytest.mark.parametrize(
    "text",
    [
        "Children born on September 1, 2021 or earlier may register.",
        "Our mascot, Rocky, was born on 3/4/2015.",
        "Sample student ID: 1234567",
        'In the sample letter, "Jane Doe, 123 Any Street" shows where the address goes.',
        "Our valedictorian, Yasmin Farah, speaks on June 7.",
    ],
)
def test_a_text_about_everybody_or_nobody_is_no_fault(text: str) -> None:
    assert rules_of(text) == set()


def test_a_year_of_birth_is_enough() -> None:
    assert "birth-date-maybe" in rules_of("Rhett Cole was born on Christmas Day 2014.")
    assert "birth-date-maybe" not in rules_of("Rhett Cole was born on Christmas Day 1914.")
