"""The class updates for measuring the checks of bold lines and of lists typed by hand.

Written by someone who had not seen the rules; `tests/data/accessibility/README.md` describes how.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from district_cms.checks.accessibility import check_headings, inspect_html
from district_cms.checks.findings import Fault
from district_cms.checks.privacy import check_html as check_privacy
from district_cms.checks.privacy.student_numbers import PrivacyRules

DATA = Path(__file__).parents[3] / "data" / "accessibility"
SETS = ("development", "heldout")
RULES = {"fake-heading": "heading-fake", "fake-list": "list-fake"}
TODAY = PrivacyRules(today=date(2026, 11, 24))


@dataclass(frozen=True)
class Body:
    """One body: the HTML of its blocks, in the language that its author would choose for it.

    In a faulty body, the block `place` breaks `rule`; `words` are those of the fault.
    """

    id: str
    set: str
    language: str
    blocks: tuple[str, ...]
    rule: str = ""
    place: int = -1
    words: str = ""


def bodies(name: str, half: str = "") -> Iterator[Body]:
    """Yields the "good" or the "faulty" bodies, all of them or those of one half."""
    for line in (DATA / f"{name}_bodies.jsonl").read_text("utf-8").splitlines():
        body = _body(json.loads(line))
        if half in ("", body.set):
            yield body


def everyday(half: str) -> list[dict[str, Any]]:
    """Returns the bodies of one half with faults of every kind, and those without any."""
    lines = (DATA / "everyday_bodies.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["set"] == half]


def _body(row: dict[str, Any]) -> Body:
    fault = row["fault"] or {}
    blocks = tuple(
        block["html"] if block["type"] == "paragraph" else f"<h2>{escape(block['text'])}</h2>"
        for block in row["blocks"]
    )
    return Body(
        row["id"],
        row["set"],
        row["language"],
        blocks,
        RULES.get(fault.get("kind", ""), ""),
        fault.get("block", -1),
        fault.get("text", ""),
    )


def asked(body: Body) -> list[tuple[int, Fault]]:
    """Returns all findings of a body, each with its block."""
    seen = [inspect_html(html, language=body.language) for html in body.blocks]
    found = [(place, fault) for place, one in enumerate(seen) for fault in one.faults]
    for place, (one, after) in enumerate(pairwise(seen)):
        if one.left_open is not None and after.begins_with_text:
            found.append((place, one.left_open))
    for fault in check_headings(one.outline for one in seen):
        found.append((int(dict(fault.params)["fragment"]), fault))
    for place, html in enumerate(body.blocks):
        found += [(place, fault) for fault in check_privacy(html, rules=TODAY)]
    return found


def is_found(body: Body) -> bool:
    """True if the checks find the fault of a faulty body: its rule, block and words."""
    return any(
        place == body.place and fault.rule == body.rule and fault.excerpt in body.words
        for place, fault in asked(body)
    )
