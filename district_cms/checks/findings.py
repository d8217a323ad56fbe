"""The two data types that checks return. Pure: no Django, no sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

CHECK_FAILED: Final = "check-failed"
"""The rule of a finding that reports that a check failed, so the result is unknown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The result of a pure check: which rule, and where.

    `excerpt` holds the offending words or markup (at most 120 characters, private values masked),
    `selector` a CSS path within the checked HTML, `params` values for the message. `clause` is the
    id of the clause behind this fault, if it is not the rule's.
    """

    rule: str
    excerpt: str = ""
    selector: str = ""
    params: tuple[tuple[str, str], ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the gate shows: a fault with its sentences, its clause and its place on the page.

    Texts may be lazy translations. `strength` is the clause's ("must", "should", "please", "may");
    `basis` is its label, such as "Accessibility: must". `field` names the model field, or is None
    for the whole page; `path` leads into a StreamField: (block index, child name, …). `wcag` lists
    success criteria ("1.1.1 2.4.4"); `selector` is a CSS path within the block's rendered HTML.

    `mark` is a digest of the content with the fault. While it stays the same, the finding counts as
    the same one, even if the block moves. `raised` is True if the communications office made this
    advice blocking, `excepted` if an administrator lets the page pass for now.

    In findings about language, `language` is the tag of the detected language, and `passage` the
    whole passage, which `excerpt` may shorten. `needs_answer` and
    `tick` are the rule's.
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
    selector: str = ""
    wcag: str = ""
    mark: str = ""
    raised: bool = False
    excepted: bool = False
    language: str = ""
    passage: str = ""
    needs_answer: bool = False
    tick: Any = ""

    @property
    def asks(self) -> bool:
        """True for a question to the author: it does not block, but the author must confirm it."""
        return not self.blocks and not self.excepted

    @property
    def fingerprint(self) -> str:
        """Identifies this finding in confirmations: 32 hexadecimal digits that stay the same until
        the content with the fault changes."""
        parts = "\x1f".join((self.rule, self.field or "", self.mark, self.excerpt, self.selector))
        return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]
