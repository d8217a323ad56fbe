"""Statements about a person: their kind, when they block or ask, and what an excerpt hides."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from district_cms.checks.privacy import RULES, check_html, check_text, kinds, records
from district_cms.checks.privacy.kinds import ALL
from district_cms.checks.privacy.naming.mentions import Mention, mentions
from district_cms.checks.privacy.student_numbers import PrivacyRules

DAY = PrivacyRules(today=date(2026, 11, 24))


def rules_of(text: str) -> set[str]:
    return {fault.rule for fault in check_text(text, rules=DAY)}


@pytest.mark.parametrize(
    "text, rule",
    [
        ("Jaylen has asthma.", "health-maybe-beside-name"),
        ("Annual review for Ana Ruiz, Feb 9.", "support-maybe-beside-name"),
        ("Zhou Zihan has an IEP.", "support-maybe-beside-name"),
        ("Maria Lopez is new here. She was absent.", "attendance-maybe-beside-name"),
        ("Dakota Manuelito 1/9/08, 126 lb.", "birth-date-maybe"),
        ("Vo, Thanh Truc #118204", "number-maybe-beside-name"),
        ("Avery Dunn - B\nKhadija Noor - A\nThomas Tsinnie - D", "grade-maybe-beside-name"),
        ("Emma W. 4/4\nDae-Jung K. 2/4\nFatuma A. 1/4", "grade-maybe-beside-name"),
        ("Detention:\nKou Her", "discipline-maybe-beside-name"),
        ("Call Maria's house at 303-555-0134.", "contact-maybe-beside-name"),
        ("Tyler\nGreene\nsuspended", "discipline-maybe-beside-name"),
    ],
)
def test_an_uncertain_statement_raises_a_question(text: str, rule: str) -> None:
    assert rule in rules_of(text)
    assert not RULES[rule].blocks


@pytest.mark.parametrize("text", [
    "The board voted to expel eleventh grader Marcus Thibodeaux for one calendar year.",
    "At its meeting the board voted to expel eleventh grader Marcus Thibodeaux.",
    "Trevor Hutchins owes $41.75 and Ana Mejia owes $18.20.",
])  # fmt: skip
def test_weights_turn_a_certain_phrase_into_a_question_and_never_hide_it(text: str) -> None:
    (fault,) = check_text(text, rules=DAY)
    assert not RULES[fault.rule].blocks
    roster = f"<h3>Wrestling</h3><ul>{'<li>Tswv Yang, pin 1:12' * 4}<li>{text}</ul>"
    assert check_html(roster, rules=DAY)


@pytest.mark.parametrize("text", [
    "Marcus Thibodeaux was expelled.",
    "Trevor Hutchins owes $41.75.",
    "They suspended junior Ana Mejia.",
    "Ana Mejia's IEP is on Tuesday.",
])  # fmt: skip
def test_a_certain_phrase_blocks(text: str) -> None:
    assert any(RULES[rule].blocks for rule in rules_of(text))


@pytest.mark.parametrize("text", [
    "Pins: Ana Mejia (126) 0:48, Leo Hart (157) 1:12.",
    "Ana Mejia was out at second to end the inning.",
    "Danny Ha pitched six strong; Quinn Robinson had three hits.",
    "Linh Nguyen has that part, and she steals the show with a stick for a wall.",
    "Ana Mejia was never tardy this year.",
    "Wilson Bentley caught pneumonia after walking six miles in a blizzard.",
    "Ilhan Omar came to Minneapolis at 14 after four years in a camp in Kenya.",
    "Zora Neale Hurston died poor, in an unmarked grave, and Alice Walker found it.",
    "The game was suspended by lightning with Ana Mejia on second.",
    "We owe a big thank you to Ana Mejia and her mom.",
])  # fmt: skip
def test_a_text_that_needs_no_change_does_not_block(text: str) -> None:
    assert not any(RULES[rule].blocks for rule in rules_of(text))


@pytest.mark.parametrize("text", [
    "Maria Lopez, GPA 3.8",
    "Liam Chen's GPA is 3.9",
    "Liam has a 3.9 GPA.",
    "Ana Mejia, a junior with a 3.8 GPA, won the election.",
])  # fmt: skip
def test_a_gpa_beside_a_student_raises_a_question(text: str) -> None:
    assert rules_of(text) == {"grade-maybe-beside-name"}


@pytest.mark.parametrize("text", [
    "Ana Mejia won the Presidential Scholar award, which requires a 3.8 GPA.",
    "The Larkspur Scholar Award (GPA 3.75 and above): Ana Mejia, Trevor Hutchins.",
    "Larkspur Scholar Medal, 3.75 GPA: Ana Mejia, Trevor Hutchins.",
    "The Bausch and Lomb Science Award goes to a junior with a 3.8 GPA.",
])  # fmt: skip
def test_a_gpa_required_for_an_award_raises_no_question(text: str) -> None:
    assert rules_of(text) == set()


def test_a_question_can_be_answered_for_praise_as_well() -> None:
    words = (
        "Confirm that this is not about a student, or that it is information the district publishes"
        " about students (an award, a team) and the family has not opted out, or that the family"
        " agreed in writing."
    )
    assert {str(RULES[kind.unsure.id].fix) for kind in ALL} == {words}


@pytest.mark.parametrize(
    "text",
    [
        "Students who have asthma see the nurse.",
        "Ms. Lopez was absent on Monday.",
        "Maria has 14 apples and gives 5 to Jamal. How many are left?",
        "In chapter 3 Maria Lopez is suspended from school.",
        "Wilma Rudolph had polio as a child.",
        "Maria Lopez scored 18 points against Ridgeline.",
        "Call the office at 406-555-0123, or ask Ana Ruiz in the office.",
        "Maria Lopez: 11/24\nLiam Chen: 12/1\nEmma Garcia: 12/8",
        "Group A\nGroup B\nGroup C",
        "Thank you, Maria Lopez. Absences are reported to the office.",
    ],
)
def test_ordinary_words_raise_no_question(text: str) -> None:
    assert rules_of(text) == set()


@pytest.mark.parametrize(
    "text, hidden",
    [
        ("Grade: B- for Maria Lopez", "B-"),
        ("Maria Lopez, password: tiger99, PIN 4821", "4821"),
        ("Maria Lopez lives at 12 Elm Street.", "12"),
        ("Maria Lopez is failing math.", "Lopez"),
    ],
)
def test_the_excerpt_has_the_words_but_not_the_value(text: str, hidden: str) -> None:
    faults = check_text(text, rules=DAY)
    assert faults
    assert all(fault.excerpt for fault in faults)
    assert not any(hidden in fault.excerpt for fault in faults)


def test_each_kind_has_a_rule_that_blocks_and_one_that_asks_about_a_student() -> None:
    for kind in ALL:
        # Merely personal words are never certain.
        assert (kind.sure.blocks, kind.unsure.blocks) == (
            kind.sure is not kinds.PERSONAL_QUESTION,
            False,
        )
        assert kind.sure.clause == kind.unsure.clause == "ferpa"
        assert "tudent" in kind.sure.message + kind.unsure.message


FACTS = st.sampled_from(
    [
        "Maria Lopez has an IEP",
        "Maria Lopez was suspended",
        "Maria Lopez has asthma",
        "Maria Lopez is in foster care",
    ]
)
AROUND = st.text(alphabet="xyz ,:-/'ñé\u200b\u00a0\t", max_size=40)


@given(FACTS, AROUND, AROUND)
def test_a_fact_is_found_between_any_lines(fact: str, before: str, after: str) -> None:
    assert rules_of(f"{before}\n{fact}\n{after}")


# Weights that change with one letter once hid it.
@example("Maria Lopez has asthma", 1, 0)
@given(FACTS, st.integers(0, 2000), st.integers(0, 700))
def test_a_fact_is_found_wherever_it_stands_in_a_long_line(
    fact: str, before: int, after: int
) -> None:
    assert rules_of(f"{('y z ' * before)[:before]}; {fact}. {('q w ' * after)[:after]}")


@given(FACTS, st.data())
def test_tags_do_not_divide_a_fact(fact: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(fact) - 1))
    tag = data.draw(st.sampled_from(["b", "i", "span", "a"]))
    html = f"<p>{fact[:at]}<{tag}>{fact[at:]}</{tag}></p>"
    assert check_html(html, rules=DAY)


@pytest.mark.parametrize("bit", ["Maria Lopez ", "suspended ", "Aa, ", "missing the ", "x-", "# "])
def test_a_long_line_is_read_in_pieces_of_one_size(
    bit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No pattern searches more than a piece, so the cost is linear in the length of the text."""
    seen: list[int] = []

    def watched(line: str) -> list[Mention]:
        seen.append(len(line))
        return mentions(line[:600])

    monkeypatch.setattr(records, "everyone", watched)
    check_text(bit * (60_000 // len(bit)) + "Maria Lopez was suspended", rules=DAY)
    pieces = [length for length in seen if length > 600]
    assert len(pieces) <= 1, "the line itself, once"
    assert sum(seen) <= 60_000 * 4


def test_no_rule_pattern_repeats_a_repetition() -> None:
    nested = re.compile(r"[*+}]\)[*+]")
    patterns = [phrase.pattern.pattern for kind in ALL for phrase in kind.phrases]
    assert [pattern for pattern in patterns if nested.search(pattern)] == []
