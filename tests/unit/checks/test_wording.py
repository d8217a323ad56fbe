"""Every rule has its four parts: what, why, what to do, and the clause with its strength."""

import pytest
from django.utils.translation import override

from district_cms.checks import privacy
from district_cms.checks.accessibility import RULES, check_embed, check_html, check_picture
from district_cms.checks.accessibility import check_table as check_table_headers
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault
from district_cms.checks.rules import RULES as ALL_RULES
from district_cms.procedure.clauses import can_block, clauses
from district_cms.procedure.strength import Strength
from tests.unit.checks.rule_examples import PARAMS, example

REQUIRED_PARTS = {
    "lesson-missing",
    "assignments-missing",
    "curriculum-missing",
    "events-missing",
    "part-missing",
    "curriculum-dead-link",
    "curriculum-host",
    "period-missing",
    "period-order",
    "link-dead",
    "update-empty",
    "page-empty",
    "post-text-missing",
}
# About earlier decisions, not about the content of the page.
OF_THE_RECORD = {"file-replaced", "taken-down-for-privacy"}
OF_OTHER_PAGES = {"same-days", "spanish-behind", "personal-account"}
OF_THE_LIST = {"name-opted-out", "given-name-opted-out", "photo-release-ended"}


def test_every_rule_has_wording_and_nothing_else_has() -> None:
    elsewhere = REQUIRED_PARTS | OF_THE_RECORD | OF_OTHER_PAGES | OF_THE_LIST
    assert set(ALL_RULES) == set(RULES) | set(privacy.RULES) | elsewhere


def test_a_rule_has_a_clause_and_blocks_only_if_it_binds() -> None:
    assert [rule for rule, wording in ALL_RULES.items() if wording.clause not in clauses()] == []
    assert [
        rule for rule, each in ALL_RULES.items() if each.blocks and not can_block(each.clause)
    ] == []


def test_only_what_blocks_is_called_must() -> None:
    told = {rule: describe(example(rule)) for rule in ALL_RULES}
    assert [
        rule
        for rule, f in told.items()
        if (f.strength == Strength.MUST) is not (f.blocks or f.needs_answer)
    ] == []
    assert [rule for rule, f in told.items() if f.blocks is not ALL_RULES[rule].blocks] == []


def test_an_accessibility_rule_blocks_as_its_severity_says() -> None:
    assert [rule for rule, each in RULES.items() if ALL_RULES[rule].blocks is not each.blocks] == []


def test_a_refusal_reads_like_the_model_sentence() -> None:
    with override("en"):
        finding = describe(Fault("img-alt-missing", "leaf.jpg"), "body", (0, "description"))
    assert finding.message == "This picture has no description."
    assert finding.why == "Families who use a screen reader would miss it."
    assert finding.fix == "Describe what it shows, or select “Decorative”."
    assert finding.basis == "Accessibility: must"


@pytest.mark.parametrize("part", ["lesson", "assignments", "curriculum", "events"])
def test_a_missing_part_says_what_to_do(part: str) -> None:
    assert "None this period" in describe(Fault(f"{part}-missing", params=(("part", "x"),))).fix


def test_the_offending_words_are_quoted_even_with_a_percent_sign() -> None:
    finding = describe(Fault("grade-beside-name", "Maria L••••: ••%"))
    assert "“Maria L••••: ••%”" in finding.message
    assert finding.excerpt == "Maria L••••: ••%"


def test_a_fault_without_excerpt_still_reads_well() -> None:
    assert "“…”" in describe(Fault("curriculum-host")).message


def test_a_rule_without_wording_raises_an_error() -> None:
    with pytest.raises(KeyError):
        describe(Fault("no-such-rule"))


def test_the_checks_supply_all_params_of_their_sentences() -> None:
    faults = [
        *check_html(
            "<h1>A</h1><h2>B</h2><h4>C</h4><h2></h2><img><a href=x></a><a href=x><img></a>"
            "<a href=x>here</a><a href=x>www.larkspur.example</a><iframe></iframe>"
            "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
            "<table><tr><th>1<th><tr><td>3<td>4</table>" + "<div>" * 3000
        ),
        *check_picture("a" * 200, False, "", "a" * 200),
        *check_picture("photo", False),
        *check_picture("IMG_2031.jpg", False),
        *check_table_headers([["", ""], ["", "1"]], True, True),
        *check_embed("", "https://video.example/"),
    ]
    seen = {fault.rule for fault in faults}
    assert seen >= {"img-alt-long", "table-empty-header", "iframe-title"}
    for fault in faults:
        assert describe(fault).message


@pytest.mark.parametrize(
    ("excerpt", "end"),
    [
        ("Leeremos juntos con las familias.", "con las familias.”"),
        ("¿Qué leemos?", "¿Qué leemos?”"),
        ("Leeremos juntos", "juntos”."),
    ],
)
def test_a_quoted_sentence_ends_once(excerpt: str, end: str) -> None:
    fault = Fault("lang-part-missing", excerpt, params=PARAMS["lang-part-missing"])
    assert describe(fault).message.endswith(end)


@pytest.mark.parametrize("rule", ["picture-source-missing", "period-missing", "period-order"])
def test_rules_beyond_the_procedure_are_advice(rule: str) -> None:
    found = describe(Fault(rule))
    assert not found.blocks
    assert found.basis.endswith(": should")
