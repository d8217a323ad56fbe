"""The two shapes in which checks speak. Pure: no Django, no words for people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

CHECK_FAILED: Final = "check-failed"
"""The rule of a finding that says: a check broke off, so nobody knows."""


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
    child name, …). `wcag` lists success criteria ("1.1.1 2.4.4"); `selector` is a CSS path within
    the block's rendered HTML.

    `mark` is a digest of the content that the finding speaks of: while it stays the same, the
    finding is the same one, wherever the block is moved to. `raised` says that the communications
    office made a block of advice, `excepted` that an administrator lets the page pass for now.

    `language` is the tag of the language that the words seem to be in, where that is the question,
    and `passage` are these words, which `excerpt` may shorten.
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

    @property
    def asks(self) -> bool:
        """True for a question to the author: it stops nothing, and wants to be confirmed."""
        return not self.blocks and not self.excepted

    @property
    def fingerprint(self) -> str:
        """Names this finding for confirmations: 32 hexadecimal digits, the same until the content
        that it speaks of changes."""
        said = "\x1f".join((self.rule, self.field or "", self.mark, self.excerpt, self.selector))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
