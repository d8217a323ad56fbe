"""axe-core's words in ours."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from district_cms.checks.accessibility import RULES
from district_cms.checks.wording import WORDING
from district_cms.site_audit.axe_rules import OF_AUTHORS, OURS, criteria, is_of_content, rule_of


def test_every_rule_that_is_named_as_ours_is_one() -> None:
    assert {rule for rule in OURS.values() if rule not in {**RULES, **WORDING}} == set()


def test_every_rule_that_is_named_as_axes_is_one() -> None:
    known = set(re.findall(r'id:"([a-z-]+)"', AXE_SCRIPT))
    assert len(known) > 90
    assert (set(OURS) | OF_AUTHORS) - known == set()


@pytest.mark.parametrize("theirs, ours", [
    ("image-alt", "img-alt-missing"),
    ("link-name", "link-empty"),
    ("color-contrast", "color-contrast"),
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


@pytest.mark.parametrize("rule, in_content, authors", [
    ("color-contrast", True, True),
    ("color-contrast", False, False),  # in our header or footer
    ("aria-roles", True, False),  # nobody can write that into a page
    ("target-size", True, False),
])  # fmt: skip
def test_a_fault_is_an_authors_where_an_author_can_mend_it(
    rule: str, in_content: bool, authors: bool
) -> None:
    assert is_of_content(rule, in_content) is authors
