"""Headings: can readers find their way by them? (WCAG 1.3.1, 2.4.6)"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from .dom import Document, Element, role
from .names import Names
from .words import clip

_HEADINGS: Final = _("Screen-reader users find their way by the headings.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "heading-empty",
        "1.3.1",
        "error",
        _("A heading is empty."),
        _HEADINGS,
        _("Type the heading, or delete the empty line."),
        needs="heading",
    ),
    Rule(
        "heading-skip",
        "1.3.1 advice",
        "warning",
        _("“%(excerpt)s” is a heading %(level)s, and the one before it is a heading %(previous)s."),
        _HEADINGS,
        _("Make it a heading %(wanted)s."),
        needs="heading",
    ),
    Rule(
        "heading-h1",
        "1.3.1 advice",
        "warning",
        _("“%(excerpt)s” is a heading 1."),
        _("Heading 1 is the title of the page, and there is only one."),
        _("Make it a heading 2."),
        needs="heading",
    ),
    Rule(
        "heading-no-text",
        "2.4.6 advice",
        "warning",
        _("There is nothing under the heading “%(excerpt)s”."),
        _HEADINGS,
        _("Write what belongs there, or delete the heading."),
    ),
    Rule(
        "heading-long",
        "2.4.6 advice",
        "warning",
        _("A whole paragraph is a heading: “%(excerpt)s”."),
        _(
            "Screen-reader users go through the headings to find their way, and would hear the "
            "whole paragraph."
        ),
        _("Make it plain text, with a short heading above it if one is needed."),
        needs="heading",
    ),
)

# A heading is one line. Text that is longer, or has more than one sentence, is a paragraph in large
# print.
_LONGEST: Final = 160
_LONG_ENOUGH: Final = 90
_SENTENCES: Final = re.compile(r"[a-záéíóúñ\d)”\"][.!?…] +[“¿¡\"]?[A-ZÁÉÍÓÚÑ]")
_TAGS: Final = {f"h{level}": level for level in range(1, 7)}
_LEVEL: Final = re.compile(r"[1-9][0-9]?")
# The level that ARIA gives to a heading without one.
_DEFAULT_LEVEL: Final = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with words: its level, its words and its position."""

    level: int
    words: str
    selector: str = ""


Outline = tuple[Heading, ...]
"""The headings of one fragment, in document order."""


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of the headings in a document; compares each with the one before it."""
    previous = 0
    headings = document.once(headings_of)
    for (element, level), (following, next_level) in pairwise(headings):
        if next_level <= level and _stands_right_above(element, following, names):
            yield Fault("heading-no-text", clip(names.name(element)), document.selector(element))
    for element, level in headings:
        words = names.name(element)
        if not words:
            # It will be deleted or filled in; its effect on the order shows then.
            yield Fault("heading-empty", f"<{element.tag}>", document.selector(element))
            continue
        if level == 1:
            yield Fault("heading-h1", clip(words), document.selector(element))
        elif previous and level > previous + 1:
            yield _skip(previous, Heading(level, words, document.selector(element)))
        if len(words) > _LONG_ENOUGH and _is_paragraph(words):
            yield Fault("heading-long", clip(words), document.selector(element))
        previous = level


def _stands_right_above(heading: Element, following: Element, names: Names) -> bool:
    """True if only empty paragraphs lie between a heading with words and the next."""
    if (heading.tail or "").strip() or not (names.name(heading) and names.name(following)):
        return False
    between = heading.itersiblings("*")
    return next((element for element in between if not _is_blank(element)), None) is following


def _is_blank(element: Element) -> bool:
    words = "".join(map(str, (*element.itertext(), element.tail or "")))
    return element.tag == "p" and not words.strip() and all(one.tag == "br" for one in element)


def _is_paragraph(words: str) -> bool:
    return len(words) > _LONGEST or _SENTENCES.search(words) is not None


def outline(document: Document, names: Names) -> Outline:
    """Returns the headings that have words. Only the first and the last can border on another part
    of the page, so only they have a position."""
    named = [(e, level, names.name(e)) for e, level in document.once(headings_of)]
    with_words = [(e, level, words) for e, level, words in named if words]
    return tuple(
        Heading(level, words, "" if place else document.selector(element))
        for place, (element, level, words) in enumerate(with_words)
    )


def check_headings(outlines: Iterable[Outline]) -> list[Fault]:
    """Returns the skipped levels between the parts of one page, in the order of the page.

    `check` finds skips inside a part. The fault's `params` name the part by its index.
    """
    faults: list[Fault] = []
    previous = 1  # the page's title
    for index, headings in enumerate(outlines):
        if not headings:
            continue
        if headings[0].level > previous + 1:
            faults.append(_skip(previous, headings[0], index))
        previous = headings[-1].level
    return faults


def _skip(previous: int, heading: Heading, fragment: int | None = None) -> Fault:
    params: tuple[tuple[str, str], ...] = (
        ("level", str(heading.level)),
        ("previous", str(previous)),
        ("wanted", str(previous + 1)),
    )
    if fragment is not None:
        params += (("fragment", str(fragment)),)
    return Fault("heading-skip", clip(heading.words), heading.selector, params)


def headings_of(document: Document) -> list[tuple[Element, int]]:
    """Returns the perceivable headings with their levels, in document order."""
    headings = document.tagged(*_TAGS)
    if extra := document.with_role("heading"):
        headings = document.in_order([*headings, *extra])
    return [(e, level) for e in headings if (level := level_of(e)) and document.is_perceivable(e)]


def level_of(element: Element) -> int:
    """Returns the level that assistive technology sees, or 0 if the element is no heading."""
    explicit = role(element)
    level = _TAGS.get(str(element.tag), 0)
    if explicit not in ("", "heading") or not (level or explicit):
        return 0
    value = element.get("aria-level")
    if value is not None and _LEVEL.fullmatch(value.strip()):
        return int(value)
    return level or _DEFAULT_LEVEL
