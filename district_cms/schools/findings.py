"""The two shapes in which checks speak. Pure: no Django, no words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What a pure rule returns: which rule, and where.

    `excerpt` holds the offending words or markup (at most 120 characters, private values
    masked), `selector` a CSS path within the checked HTML, `params` values for the message.
    """

    rule: str
    excerpt: str = ""
    selector: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the gate shows: a fault with its words, its clause and its place on the page.

    Texts may be lazy translations. `strength` is the clause's ("must", "should", "please",
    "may"); `basis` says it for people, such as "Accessibility: must". `field` names the model
    field, or is None for the whole page; `path` leads into a StreamField: (block index,
    child name, …).
    """

    rule: str
    message: Any
    why: Any = ""
    fix: Any = ""
    clause: str = ""
    strength: str = "must"
    basis: Any = ""
    blocks: bool = True
    field: str | None = None
    path: tuple[str | int, ...] = ()
    excerpt: str = ""
