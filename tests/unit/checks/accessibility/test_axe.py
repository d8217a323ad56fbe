"""One table maps axe-core's rules to ours, complete for the version of axe-core that we ship."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from district_cms.checks.accessibility.axe import AXE, criteria, is_of_authors, rule_of, words_of
from district_cms.checks.rules import RULES

# Wagtail adds this one.
OF_WAGTAIL = {"alt-text-quality"}
OF_AXE = set(
    re.findall(
        r'\{id:"([a-z-]+)",(?:impact|selector|excludeHidden|matches|reviewOnFail)', AXE_SCRIPT
    )
)


def test_the_table_names_each_rule_of_axe_core_and_nothing_else() -> None:
    assert len(OF_AXE) > 100
    assert set(AXE) - OF_WAGTAIL == OF_AXE


def test_every_rule_that_is_named_as_ours_is_one() -> None:
    assert {each.rule for each in AXE.values() if each.rule} - set(RULES) == set()


def test_rules_that_authors_can_break_have_sentences_without_values() -> None:
    said = {rule: words_of(rule) for rule, each in AXE.items() if each.of_authors and each.rule}
    assert [rule for rule, words in said.items() if words is None] == []
    assert [w for words in said.values() for w in words or () if re.search("[%…]", w)] == []


@pytest.mark.parametrize("theirs, ours", [
    ("image-alt", "img-alt-missing"),
    ("link-name", "link-empty"),
    ("color-contrast", "contrast-inline"),
    ("target-size", "target-size"),
    ("a-rule-of-tomorrow", "a-rule-of-tomorrow"),
])  # fmt: skip
def test_a_rule_has_our_name_where_we_have_one(theirs: str, ours: str) -> None:
    assert rule_of(theirs) == ours


@pytest.mark.parametrize("tags, expected", [
    (["wcag2a", "wcag111"], "1.1.1"),
    (["cat.color", "wcag2aa", "wcag143", "TTv5"], "1.4.3"),
    (["wcag21aa", "wcag1412"], "1.4.12"),
    (["wcag2a", "wcag244", "wcag412"], "2.4.4 4.1.2"),
    (["best-practice"], ""),
])  # fmt: skip
def test_criteria_are_read_off_the_tags(tags: list[str], expected: str) -> None:
    assert criteria(tags) == expected


@pytest.mark.parametrize("rule, authors", [
    ("color-contrast", True),
    ("list", True),
    ("aria-roles", False),  # nobody can write that into a page
    ("target-size", False),
])  # fmt: skip
def test_only_faults_that_authors_can_fix_are_theirs(rule: str, authors: bool) -> None:
    assert is_of_authors(rule) is authors
