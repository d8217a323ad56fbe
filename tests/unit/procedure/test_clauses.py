"""Compares the clauses with a copy of the procedure: words, headings, strengths, coverage."""

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.procedure.clauses import (
    MayNotBlock,
    UnknownClause,
    can_block,
    check_may_block,
    clause,
    clauses,
)
from district_cms.procedure.law import DISTRICT_CHOICE
from district_cms.procedure.strength import Strength
from district_cms.procedure.versions import Clause

PROCEDURE = Path(__file__).parents[2] / "data" / "procedure.txt"

HEADINGS = (
    "Parent and student engagement - Administrative Procedures",
    "Guidelines",
    "Exceptions",
    "Frequency of Communication",
    "Email signatures",
)

CLAUSES = clauses()
FROM_THE_PROCEDURE = [entry for entry in CLAUSES.values() if entry.source == "procedure"]

# The clause of each numbered requirement, or the reason why it has none.
REQUIREMENTS = {
    "R01": "a recital",
    "R02": "a recital",
    "R03": "a recital",
    "R04": ("websites",),
    "R05": ("student-work-audiences",),
    "R06": ("student-skills",),
    "R07": ("electronic-communication",),
    "R08": ("recipients",),
    "R09": ("purposes",),
    "R10": "says how the procedure stands to other policies",
    "R11": ("student-owned-information",),
    "R12": ("photographs-and-logos",),
    "R13": ("ferpa",),
    "R14": ("conduct",),
    "R15": ("district-accounts",),
    "R16": ("district-senders",),
    "R17": ("life-safety-emergencies",),
    "R18": ("personal-accounts",),
    "R19": ("personal-sites",),
    "R20": ("supervisor-authorization",),
    "R21": ("deviation-reasons",),
    "R22": ("deviation-explain",),
    "R23": "the sentence that leads to outside-roles",
    "R24": ("outside-roles",),
    "R25": ("outside-boundaries", "district-platforms"),
    "R26": ("outside-work",),
    "R27": ("assessments",),
    "R28": "the reason for frequency",
    "R29": ("frequency",),
    "R30": ("feedback",),
    "R31": ("frequency-minimum",),
    "R32": ("frequency-days",),
    "R33": ("update-contents",),
    "R34": ("curriculum-link",),
    "R35": ("events",),
    "R36": ("website-mandatory",),
    "R37": ("email-optional",),
    "R38": ("text-optional",),
    "R39": "a reason: who is helped",
    "R40": ("timely-return",),
    "R41": ("timely-return",),
    "R42": ("other-channels",),
    "R43": ("also-on-website",),
    "R44": ("common-resource",),
    "R45": ("variety",),
    "R46": ("variety",),
    "R47": ("website-anchor",),
    "R48": ("accessibility",),
    "R49": ("accessibility",),
    "R50": ("signature-guidelines",),
    "R51": ("signature-logos",),
    "R52": ("signature-logos",),
    "R53": ("signature-logos",),
    "R54": ("signature-logos",),
    "R55": ("signature-other-images",),
    "R56": ("signature-required",),
    "R57": ("signature-text", "signature-memberships"),
    "R58": ("signature-text", "signature-statements"),
    "R59": ("signature-text", "signature-quotes"),
    "R60": ("signature-background",),
}


def folded(text: str) -> str:
    """Normalizes white space, and replaces links with their text: [WCAG 2.0](#) becomes "WCAG
    2.0"."""
    return " ".join(re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text).split())


def under(heading: str) -> str:
    """Returns the normalized text of the procedure under a heading, up to the next one."""
    text = PROCEDURE.read_text(encoding="utf-8")
    lines = text.splitlines()
    starts = [
        number
        for number, line in enumerate(lines)
        if line in (*HEADINGS, "Consistency in image and brand") or line.endswith(HEADINGS[0])
    ]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if lines[start].endswith(heading):
            return folded("\n".join(lines[start + 1 : end]))
    raise AssertionError(f"The procedure has no heading {heading!r}")


def stands_in(sentence: str, text: str) -> bool:
    """Returns True if the parts of a quotation are in the text in this order."""
    position = 0
    for part in sentence.removeprefix("… ").removesuffix(" …").split(" … "):
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def test_omissions_at_the_start_or_end_of_a_sentence_show_dots() -> None:
    text = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", PROCEDURE.read_text(encoding="utf-8"))
    for entry in FROM_THE_PROCEDURE:
        parts = [re.escape(part) for part in re.split(r" ?… ?", entry.sentence)]
        begins = rf"(?m)(?:^|\t|\. |^- |^ ?\w\. ){parts[0]}"
        assert not parts[0] or re.search(begins, text), entry.id
        ends = rf"(?m){parts[-1]}(?:(?<=[.:)])|$|\t)"
        assert not parts[-1] or re.search(ends, text), entry.id


def test_an_exception_is_never_cut_from_the_rule_that_it_limits() -> None:
    assert "except in instances of life/safety emergencies" in clause("district-senders").sentence
    for rule in ("personal-accounts", "personal-sites"):
        assert "unless they are specifically authorized" in clause(rule).sentence


@pytest.mark.parametrize("entry", FROM_THE_PROCEDURE, ids=lambda entry: entry.id)
def test_each_sentence_is_quoted_exactly_under_its_heading(entry: Clause) -> None:
    assert stands_in(entry.sentence, under(entry.where))


def test_a_changed_word_or_a_changed_order_is_not_a_quotation() -> None:
    text = under("Email signatures")
    assert not stands_in("All other pictures should be avoided.", text)
    assert not stands_in("Please do not use wallpaper … Text included", text)


@pytest.mark.parametrize(
    ("strength", "words"),
    [
        (Strength.MUST, r"\b(must|shall|prohibited|mandatory)\b"),
        (Strength.SHOULD, r"\b(should|encouraged|consider|appropriate logos|common resource)\b"),
        (Strength.PLEASE, r"\bplease\b"),
        (Strength.MAY, r"\b(may|optional|authorized|not intended|appreciate)\b"),
    ],
)
def test_the_strength_matches_the_words(strength: Strength, words: str) -> None:
    # The cells of the table have no verb: they bind by "shall follow these guidelines".
    table = {"feedback", "update-contents", "curriculum-link", "events"}
    table |= {"frequency-minimum", "frequency-days"}
    for entry in FROM_THE_PROCEDURE:
        if entry.strength is strength and entry.id not in table:
            assert re.search(words, entry.sentence, re.IGNORECASE), entry.id


def test_no_binding_sentence_is_weakened() -> None:
    for entry in FROM_THE_PROCEDURE:
        if re.search(r"\b(must|shall|prohibited|mandatory)\b", entry.sentence, re.IGNORECASE):
            assert entry.strength is Strength.MUST, entry.id


def test_one_sentence_about_signatures_binds_and_it_is_the_required_text() -> None:
    signatures = [entry for entry in FROM_THE_PROCEDURE if entry.where == "Email signatures"]
    assert [entry.id for entry in signatures if entry.strength.binds] == ["signature-required"]


@pytest.mark.parametrize("number", [f"R{number:02}" for number in range(1, 61)])
def test_every_requirement_has_its_clause_or_a_reason_why_not(number: str) -> None:
    found = REQUIREMENTS[number]
    if isinstance(found, tuple):
        assert all(clause(clause_id).source == "procedure" for clause_id in found)
    else:
        assert found


def test_every_clause_of_the_procedure_answers_a_requirement() -> None:
    named = {name for names in REQUIREMENTS.values() if isinstance(names, tuple) for name in names}
    assert named == {entry.id for entry in FROM_THE_PROCEDURE}


def test_ids_are_plain_and_unique_and_lead_to_their_clause() -> None:
    for clause_id, entry in CLAUSES.items():
        assert entry.id == clause_id
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", clause_id)
        assert clause(clause_id) is entry
    sources = [entry.source for entry in CLAUSES.values()]
    assert sources.count("district") == 1
    assert len(CLAUSES) == len(FROM_THE_PROCEDURE) + sources.count("law") + 1


def test_two_clauses_never_share_a_sentence() -> None:
    sentences = [entry.sentence for entry in CLAUSES.values()]
    assert len(sentences) == len(set(sentences))


def test_law_is_distinguished_by_source_and_id() -> None:
    for entry in CLAUSES.values():
        assert (entry.source == "law") == entry.id.startswith("law-")
        if entry.source == "law":
            assert re.search(r"\d+ CFR [\d.]+", entry.where)


def test_the_wcag_level_comes_from_the_law() -> None:
    assert "2.0" in clause("accessibility").sentence
    assert "AA" not in clause("accessibility").sentence
    assert "WCAG 2.1, levels A and AA" in clause("law-wcag-2-1-aa").sentence


def test_an_unknown_id_is_a_key_error_that_names_it() -> None:
    with pytest.raises(UnknownClause, match="signature-color") as caught:
        clause("signature-color")
    assert isinstance(caught.value, KeyError)
    assert caught.value.clause_id == "signature-color"


def test_clauses_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        clause("ferpa").strength = Strength.MAY  # type: ignore[misc]
    with pytest.raises(TypeError):
        CLAUSES["ferpa"] = DISTRICT_CHOICE  # type: ignore[index]


@pytest.mark.parametrize(
    ("clause_id", "raised", "blocks"),
    [
        ("ferpa", False, True),
        ("ferpa", True, True),
        ("law-wcag-2-1-aa", False, True),
        ("signature-logos", False, False),
        ("signature-logos", True, True),
        ("signature-background", False, False),
        ("signature-background", True, True),
        ("email-optional", False, False),
        ("email-optional", True, False),
    ],
)
def test_only_what_binds_blocks_unless_the_district_raised_the_advice(
    clause_id: str, raised: bool, blocks: bool
) -> None:
    assert can_block(clause_id, raised=raised) is blocks


def test_the_choice_of_the_district_is_a_clause_of_its_own() -> None:
    assert CLAUSES["district-choice"] is DISTRICT_CHOICE
    assert DISTRICT_CHOICE.source == "district"


@pytest.mark.parametrize(
    ("clause_id", "words"),
    [("website-anchor", "is advice"), ("text-optional", "permits something")],
)
def test_a_refused_block_explains_why(clause_id: str, words: str) -> None:
    with pytest.raises(MayNotBlock, match=words) as caught:
        check_may_block(clause_id)
    assert clause_id in str(caught.value)


@given(st.sampled_from(sorted(CLAUSES)), st.booleans())
def test_check_and_can_agree_and_only_advice_needs_raising(clause_id: str, raised: bool) -> None:
    if can_block(clause_id, raised=raised):
        check_may_block(clause_id, raised=raised)
        assert CLAUSES[clause_id].strength.binds or raised
    else:
        with pytest.raises(MayNotBlock):
            check_may_block(clause_id, raised=raised)
