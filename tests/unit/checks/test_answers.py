"""The interface for scripts: findings as plain values, one answer for each input line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.accessibility import RULES, check_html
from district_cms.checks.answers import answer, entries, has_errors
from district_cms.checks.findings import Fault


def words(fault: Fault) -> str:
    return f"about {fault.rule}"


def test_an_entry_has_all_values_for_scripts() -> None:
    assert entries('<p><img src="leaf.jpg"></p>', check_html, words) == [
        {
            "rule": "img-alt-missing",
            "wcag": ["1.1.1"],
            "severity": "error",
            "selector": "p:nth-of-type(1) > img:nth-of-type(1)",
            "excerpt": "leaf.jpg",
            "message": "about img-alt-missing",
        }
    ]


def test_criteria_are_listed_one_by_one_without_remarks() -> None:
    listed = {name: " ".join(rule.criteria) for name, rule in RULES.items()}
    written = {n: rule.criterion.replace("advice", "").strip() for n, rule in RULES.items()}
    assert listed == written


@pytest.mark.parametrize(
    "html, errors",
    [
        ("", False),
        ("<p>One</p>", False),
        ("<h2>A</h2><h4>B</h4>", False),
        ("<h2>A</h2><h4>B</h4><img>", True),
        ("<!doctype html><html lang=en><title>Leaves</title><p>One</p></html>", False),
        ("<!doctype html><html lang=en><title>Leaves</title><img></html>", True),
    ],
)
def test_only_errors_count_as_errors(html: str, errors: bool) -> None:
    assert has_errors(entries(html, check_html, words)) is errors


def test_a_line_is_answered_with_its_findings() -> None:
    line = json.dumps({"html": "<h2></h2>", "more": 1})
    assert answer(line, check_html, words) == {"findings": entries("<h2></h2>", check_html, words)}
    assert answer('{"html": ""}', check_html, words) == {"findings": []}


@pytest.mark.parametrize(
    "line, wrong",
    [
        ("", "no JSON:"),
        ("<p>", "no JSON:"),
        ('{"html": "', "no JSON:"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no JSON object"),
        ("null", "no JSON object"),
        ('"<p>"', "no JSON object"),
        ("{}", 'no text under "html"'),
        ('{"html": 3}', 'no text under "html"'),
        ('{"html": null}', 'no text under "html"'),
    ],
)
def test_an_invalid_line_is_answered_with_its_error(line: str, wrong: str) -> None:
    reply = answer(line, check_html, words)
    assert set(reply) == {"error"}
    assert wrong in reply["error"]


@given(st.text())
def test_any_line_is_answered(line: str) -> None:
    assert set(answer(line, check_html, words)) == {"error"} or "html" in line


@given(st.text())
def test_any_html_is_answered_in_json(html: str) -> None:
    reply = answer(json.dumps({"html": html}), check_html, words)
    assert set(json.loads(json.dumps(reply))) == {"findings"}
