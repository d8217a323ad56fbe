"""The checks for scripts and other programs: HTML in, plain values for JSON out."""

import json
from collections.abc import Callable
from typing import TypedDict

from .findings import Fault
from .rules import RULES

Check = Callable[[str], list[Fault]]
"""What reads the HTML: one of the checks, with what it needs to know of the district."""

Message = Callable[[Fault], str]
"""The words for a fault: they belong to a language, and so not to the checks."""


class Entry(TypedDict):
    """One finding. `wcag` lists success criteria such as "1.1.1", empty for a rule of our own."""

    rule: str
    wcag: list[str]
    severity: str
    selector: str
    excerpt: str
    message: str


class Answer(TypedDict, total=False):
    """What one line of questions is answered with: findings, or what was wrong with the line."""

    findings: list[Entry]
    error: str


def entries(html: str, check: Check, message: Message) -> list[Entry]:
    """Return the findings of a fragment or a whole document."""
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


def has_errors(found: list[Entry]) -> bool:
    """True if one of the findings would stop a page."""
    return any(entry["severity"] == "error" for entry in found)


def answer(line: str, check: Check, message: Message) -> Answer:
    """Answer one line of JSON, an object such as {"html": "<p>…"}. Raises what the check does."""
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
