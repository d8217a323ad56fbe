"""Unlisted names are recognized by the words beside them, and questioned only with a fact."""

from datetime import date

import pytest

from district_cms.checks.privacy import RULES, check_html, check_text
from district_cms.checks.privacy.naming.mentions import mentions
from district_cms.checks.privacy.student_numbers import PrivacyRules

TODAY = PrivacyRules(today=date(2026, 11, 24))


@pytest.mark.parametrize(("line", "name"), [
    ("Choua's brother is in jail.", "Choua"), ("Please be gentle with Wicahpi today.", "Wicahpi"),
    ("Ukwiah wets himself.", "Ukwiah"), ("Cricket's mom called.", "Cricket"),
    ("J.T. in 4th period is failing.", "J.T."), ("El alumno J.P. fue expulsado.", "J.P."),
    ("when Eun-ji whispered to me", "Eun-ji"), ("Los Mondragón ya viven lejos.", "Mondragón"),
    ("Lane F. still owes a lab.", "Lane F."), ("N. Yellowhorse, per. 2", "N. Yellowhorse"),
])  # fmt: skip
def test_an_unlisted_name_is_found(line: str, name: str) -> None:
    assert name in [one.name for one in mentions(line)]


@pytest.mark.parametrize("line", [
    "Bring it to Pre-K before noon.", "Zearn needs a password.", "The Tdap shot is due.",
    "School resumes Jan. 6.", "Plan B is ready.",
    "The P.E. class runs.", "Bozeman won.", "Skylar the therapy dog visits.",
    "Henry VIII had six wives.",
    "Clifford the Big Red Dog", "The Christian Athletes meet.", "los Ángeles", "Student's mom",
])  # fmt: skip
def test_other_capitalized_words_are_not_names(line: str) -> None:
    assert mentions(line) == []


@pytest.mark.parametrize("html", [
    "<p>pls no snacks w/ takoda - nuts send him to the ER</p>", "<p>fyi junyie has pinkeye</p>",
    "<p>Paloma, your meds are at the office.</p>",
])  # fmt: skip
def test_a_fact_beside_an_unlisted_name_raises_a_question(html: str) -> None:
    found = check_html(html, rules=TODAY)
    assert found
    assert not any(RULES[fault.rule].blocks for fault in found)


def test_a_name_here_and_now_raises_a_question_whatever_the_words() -> None:
    (fault,) = check_text("I had a long talk with Maya about what she did.", rules=TODAY)
    assert fault.rule == "personal-maybe-beside-name"


@pytest.mark.parametrize("line", [
    "Noah brought his lizard today.", "Emma turned 10 on Friday, our class sang.",
    "Call Dana in our office today.", "Jonas in The Giver stops taking his pills.",
    "Congratulations to our own Maya Ruiz!", "Charlotte saves Wilbur for us all.",
])  # fmt: skip
def test_praise_and_stories_raise_no_question(line: str) -> None:
    assert check_text(line, rules=TODAY) == []


def test_two_common_names_make_no_story() -> None:
    assert check_text("Tom and Daisy were suspended.", rules=TODAY)


def test_wont_is_not_read_as_won() -> None:
    assert check_text("Maya won't talk to my aide, her mom is worried.", rules=TODAY)
