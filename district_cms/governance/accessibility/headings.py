"""Headings: can a reader find the way by them? (WCAG 1.3.1, 2.4.6)"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml.html import HtmlElement

from ...schools.findings import Fault
from .dom import Document, role
from .names import Names
from .words import clip

_TAGS: Final = {f"h{level}": level for level in range(1, 7)}
_LEVEL: Final = re.compile(r"[1-9][0-9]?")
# What ARIA says of a heading that does not say its level.
_LEVEL_UNTOLD: Final = 2


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the faults of the headings in a document, each compared with the one before it."""
    previous = 0
    for element, level in _headings(document):
        words = names.name(element)
        selector = document.selector(element)
        if not words:
            # It is to be deleted or filled in; what it does to the order is seen then.
            yield Fault("heading-empty", f"<{element.tag}>", selector)
            continue
        if level == 1:
            yield Fault("heading-h1", clip(words), selector)
        elif previous and level > previous + 1:
            yield _skip(previous, level, words, selector)
        previous = level


def check_headings(fragments: Iterable[str | int], start: int = 1) -> list[Fault]:
    """Return the skips between fragments of one page, given in document order.

    A fragment is HTML, or the level of a heading that the page itself sets. `start` is the level
    above the first of them: 1, the page's title. Skips inside a fragment are found by `check` and
    not told again. The fault's `params` name the fragment by its index.
    """
    found: list[Fault] = []
    previous = start
    for index, fragment in enumerate(fragments):
        levels = _levels(fragment)
        if not levels:
            continue
        level, words, selector = levels[0]
        if level > previous + 1:
            found.append(_skip(previous, level, words, selector, index))
        previous = levels[-1][0]
    return found


def _skip(
    previous: int, level: int, words: str, selector: str, fragment: int | None = None
) -> Fault:
    params: tuple[tuple[str, str], ...] = (
        ("level", str(level)),
        ("previous", str(previous)),
        ("wanted", str(previous + 1)),
    )
    if fragment is not None:
        params += (("fragment", str(fragment)),)
    return Fault("heading-skip", clip(words), selector, params)


def _levels(fragment: str | int) -> list[tuple[int, str, str]]:
    if isinstance(fragment, int):
        return [(fragment, "", "")]
    document = Document(fragment)
    names = Names(document)
    named = ((element, level, names.name(element)) for element, level in _headings(document))
    return [(level, words, document.selector(element)) for element, level, words in named if words]


def _headings(document: Document) -> Iterator[tuple[HtmlElement, int]]:
    for element in document.elements:
        if (level := level_of(element)) and document.is_perceivable(element):
            yield element, level


def level_of(element: HtmlElement) -> int:
    """Return the level as assistive technology is told it, or 0 for what is no heading."""
    explicit = role(element)
    level = _TAGS.get(str(element.tag), 0)
    if explicit not in ("", "heading") or not (level or explicit):
        return 0
    told = element.get("aria-level", "").strip()
    if _LEVEL.fullmatch(told):
        return int(told)
    return level or _LEVEL_UNTOLD
