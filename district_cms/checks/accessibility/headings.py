"""Headings: can a reader find the way by them? (WCAG 1.3.1, 2.4.6)"""

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
        _("Screen-reader users go through the headings to find their way, and hear all of it."),
        _("Make it plain text, with a short heading above it if one is needed."),
        needs="heading",
    ),
)

# A heading is a line: what is longer, or holds more than a sentence, is a paragraph in large print.
_LONGEST: Final = 160
_LONG_ENOUGH: Final = 90
_SENTENCES: Final = re.compile(r"[a-záéíóúñ\d)”\"][.!?…] +[“¿¡\"]?[A-ZÁÉÍÓÚÑ]")
_TAGS: Final = {f"h{level}": level for level in range(1, 7)}
_LEVEL: Final = re.compile(r"[1-9][0-9]?")
# What ARIA says of a heading that does not say its level.
_LEVEL_UNTOLD: Final = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that has words: its level, its words and where it stands."""

    level: int
    words: str
    selector: str = ""


Outline = tuple[Heading, ...]
"""The headings of one fragment, in document order."""


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the faults of the headings in a document, each compared with the one before it."""
    previous = 0
    headings = document.once(headings_of)
    for (element, level), (following, next_level) in pairwise(headings):
        if next_level <= level and _stands_right_above(element, following, names):
            yield Fault("heading-no-text", clip(names.name(element)), document.selector(element))
    for element, level in headings:
        words = names.name(element)
        if not words:
            # It is to be deleted or filled in; what it does to the order is seen then.
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
    """True if nothing but empty paragraphs stands between a heading with words and the next."""
    if (heading.tail or "").strip() or not (names.name(heading) and names.name(following)):
        return False
    between = heading.itersiblings("*")
    return next((one for one in between if not _is_blank(one)), None) is following


def _is_blank(element: Element) -> bool:
    words = "".join(map(str, (*element.itertext(), element.tail or "")))
    return element.tag == "p" and not words.strip() and all(one.tag == "br" for one in element)


def _is_paragraph(words: str) -> bool:
    return len(words) > _LONGEST or _SENTENCES.search(words) is not None


def outline(document: Document, names: Names) -> Outline:
    """Returns the headings that have words. Only the first and the last can border on another part
    of the page, so only they carry their position."""
    named = [(e, level, names.name(e)) for e, level in document.once(headings_of)]
    kept = [(e, level, words) for e, level, words in named if words]
    return tuple(
        Heading(level, words, "" if place else document.selector(element))
        for place, (element, level, words) in enumerate(kept)
    )


def check_headings(outlines: Iterable[Outline]) -> list[Fault]:
    """Return the skips between the parts of one page, in the order of the page.

    Skips inside a part are found by `check`. The fault's `params` name the part by its index.
    """
    found: list[Fault] = []
    previous = 1  # the page's title
    for index, headings in enumerate(outlines):
        if not headings:
            continue
        if headings[0].level > previous + 1:
            found.append(_skip(previous, headings[0], index))
        previous = headings[-1].level
    return found


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
    """Return the perceivable headings with their levels, in document order."""
    found = document.tagged(*_TAGS)
    if extra := document.with_role("heading"):
        found = document.in_order([*found, *extra])
    return [(e, level) for e in found if (level := level_of(e)) and document.is_perceivable(e)]


def level_of(element: Element) -> int:
    """Return the level as assistive technology is told it, or 0 for what is no heading."""
    explicit = role(element)
    level = _TAGS.get(str(element.tag), 0)
    if explicit not in ("", "heading") or not (level or explicit):
        return 0
    told = element.get("aria-level")
    if told is not None and _LEVEL.fullmatch(told.strip()):
        return int(told)
    return level or _LEVEL_UNTOLD
