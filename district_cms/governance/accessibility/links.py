"""Links: does one know where each of them goes? (WCAG 2.4.4)"""

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from ...schools.findings import Fault
from .dom import BLOCK_TAGS, Document, leads_somewhere, markup, nearest, role
from .grid import Grid
from .headings import level_of
from .names import Names
from .words import clip, is_generic_link, names_a_subject, squeeze

_ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,10}://|www\.)\S+|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}/\S+", re.IGNORECASE
)
_CELLS: Final = frozenset({"td", "th"})
_ITEMS: Final = frozenset({"li", "dd"})
_TABLE: Final = frozenset({"table"})


def check_link_text(text: str, context: str = "") -> list[Fault]:
    """Return the faults of a link's words.

    `context` is what a reader meets with the link and may learn its destination from: its
    sentence or paragraph, list item, table cell with its headers, the heading above.
    """
    words = squeeze(text)
    if not words:
        return [Fault("link-empty")]
    if _ADDRESS.fullmatch(words):
        return [Fault("link-raw-url", clip(words))]
    if is_generic_link(words):
        in_context = names_a_subject([context])
        return [Fault("link-generic-in-context" if in_context else "link-generic", clip(words))]
    return []


def check(document: Document, names: Names, heading: str = "") -> Iterator[Fault]:
    """Yield the faults of the links in a document; `heading` is the one it stands under."""
    surroundings = _Surroundings(document, names, heading)
    for element in document.elements:
        surroundings.pass_by(element)
        if not _is_link(element) or not document.is_perceivable(element):
            continue
        name = names.name(element)
        if not name:
            if names.has_picture(element):
                yield Fault("img-link-alt-empty", _destination(element), document.selector(element))
            else:
                yield Fault("link-empty", _destination(element), document.selector(element))
            continue
        if role(element) not in ("", "link"):
            continue  # a button says what it does, not where it goes
        for fault in check_link_text(name):
            rule = fault.rule
            if rule == "link-generic" and surroundings.say_where(element):
                rule = "link-generic-in-context"
            yield Fault(rule, fault.excerpt, document.selector(element))


class _Surroundings:
    """What a reader has met when a link comes, each part asked at most once."""

    def __init__(self, document: Document, names: Names, heading: str) -> None:
        self._document = document
        self._names = names
        self._headings = {0: names_a_subject([heading])}  # by level, those above the link
        self._answers: dict[HtmlElement, bool] = {}
        self._grids: dict[HtmlElement, Grid] = {}

    def pass_by(self, element: HtmlElement) -> None:
        """Remember the headings that what follows stands under."""
        level = level_of(element)
        if level and self._document.is_perceivable(element):
            kept = {above: says for above, says in self._headings.items() if above < level}
            self._headings = kept | {level: self._names_subject(element)}

    def say_where(self, link: HtmlElement) -> bool:
        description = [self._names.description(link), link.get("title", "")]
        if any(self._headings.values()) or names_a_subject(description):
            return True
        block = nearest(link, BLOCK_TAGS)
        if block is not None and self._names_subject(block):
            return True
        return self._list_says_where(link) or self._table_says_where(link)

    def _list_says_where(self, link: HtmlElement) -> bool:
        item = nearest(link, _ITEMS)
        while item is not None:
            if self._names_subject(item):
                return True
            term = item.getprevious() if item.tag == "dd" else None
            while term is not None and term.tag == "dd":
                term = term.getprevious()
            if term is not None and term.tag == "dt" and self._names_subject(term):
                return True
            item = nearest(item, _ITEMS)
        return False

    def _table_says_where(self, link: HtmlElement) -> bool:
        cell = nearest(link, _CELLS)
        table = nearest(cell, _TABLE) if cell is not None else None
        if cell is None or table is None:
            return False
        if table not in self._grids:
            self._grids[table] = Grid.of(table, self._document, self._names)
        # The cells beside it too: who goes through a table row by row has just heard them.
        texts = self._grids[table].around(cell)
        return names_a_subject([self._names.title(table), *texts])

    def _names_subject(self, element: HtmlElement) -> bool:
        if element not in self._answers:
            self._answers[element] = names_a_subject([self._names.content(element)])
        return self._answers[element]


def _is_link(element: HtmlElement) -> bool:
    return (element.tag == "a" and leads_somewhere(element)) or role(element) == "link"


def _destination(element: HtmlElement) -> str:
    return clip(element.get("href", "")) or markup(element)
