"""Runs the checks for scripts and other programs: takes HTML, returns values that JSON can hold."""

import json
from collections.abc import Callable
from typing import TypedDict

from .findings import Fault
from .rules import RULES

Check = Callable[[str], list[Fault]]
"""A check of HTML, already bound to the district's settings."""

Message = Callable[[Fault], str]
"""Returns the sentence for a fault. Checks do not know the language, so callers supply this."""


class Entry(TypedDict):
    """One finding. `wcag` lists success criteria such as "1.1.1"; it is empty for a rule of our
    own."""

    rule: str
    wcag: list[str]
    severity: str
    selector: str
    excerpt: str
    message: str


class Answer(TypedDict, total=False):
    """The answer to one input line: its findings, or what was wrong with the line."""

    findings: list[Entry]
    error: str


def entries(html: str, check: Check, message: Message) -> list[Entry]:
    """Returns the findings of an HTML fragment or a whole document."""
    return [
        Entry(
            rule=fault.rule,
            wcag=list(RULES[fault.rule].criteria),
            severity=RULES[fault.rule].severity,
            selector=fault.selector,
            excerpt=fault.excerpt,
            message=message(fault),
        )
        for fault in check(html)
    ]


def has_errors(findings: list[Entry]) -> bool:
    """True if at least one finding would block a page."""
    return any(entry["severity"] == "error" for entry in findings)


def answer(line: str, check: Check, message: Message) -> Answer:
    """Answers one line of JSON, an object such as {"html": "<p>…"}. Lets the check's errors
    through."""
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"error": f"This line is no JSON: {error}."}
    if not isinstance(question, dict):
        return {"error": 'This line is no JSON object such as {"html": "<p>…"}.'}
    html = question.get("html")
    if not isinstance(html, str):
        return {"error": 'The object has no text under "html".'}
    return {"findings": entries(html, check, message)}
