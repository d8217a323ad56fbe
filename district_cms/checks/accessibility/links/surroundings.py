"""What a reader has met when a link comes: headings above, the sentence, list item, table cell.

WCAG calls it the "programmatically determined link context" (2.4.4); headings count by technique
H80. Each part is read at most once, however many links ask.
"""

from typing import Final

from ..dom import BLOCK_TAGS, Document, Element
from ..names import Names
from ..tables.grid import Grid
from ..words import names_a_subject

_CELLS: Final = frozenset({"td", "th"})
_ITEMS: Final = frozenset({"li", "dd"})
_TABLE: Final = frozenset({"table"})
# Lists in lists in lists are nobody's context any more.
_MOST_ITEMS: Final = 4

Above = tuple[Element, ...]
"""The headings that something stands under, the nearest last."""


class Surroundings:
    """The surroundings of the links in one document, walked through in its order."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document = document
        self._names = names
        self._levels: list[tuple[int, Element]] = []
        self._answers: dict[str, bool] = {}
        self._above: dict[Above, bool] = {}
        self._plain_texts: dict[str, str] = {}
        self._lines: dict[Element, str] = {}
        self._grids: dict[Element, Grid] = {}

    def pass_by(self, heading: Element, level: int) -> None:
        """Remember a heading that what follows stands under."""
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        self._levels.append((level, heading))

    def above(self) -> Above:
        """Return the headings that the next link stands under."""
        return tuple(heading for _level, heading in self._levels)

    def say_where(self, link: Element, above: Above) -> bool:
        """True if something around the link could say where it goes."""
        return (
            self._headings_say(above)
            or self._names_subject(self._document.heading)
            or self._names_subject(self._names.description(link))
            or self._names_subject(link.get("title", ""))
            or any(self._names_subject(text) for text in self._texts(link))
            or any(self._names_subject(text) for text in self._beside(link))
        )

    def _headings_say(self, above: Above) -> bool:
        if above not in self._above:
            words = (self._names.content(heading) for heading in above)
            self._above[above] = any(self._names_subject(text) for text in words)
        return self._above[above]

    def fingerprint(self, link: Element, above: Above) -> tuple[object, ...]:
        """Return something that is the same for links with the same surroundings."""
        texts = [self._names.description(link), link.get("title", "")]
        texts += [*self._texts(link), *self._beside(link)]
        return (above, *(self._plain(text) for text in texts))

    def line(self, link: Element) -> str:
        """Return the words of the paragraph that a link stands in, or of its line beside them."""
        top = link
        while top.tag not in BLOCK_TAGS:
            parent = top.getparent()
            if parent is None or parent.tag in BLOCK_TAGS:
                break
            top = parent
        block = top.getparent()
        if top.tag in BLOCK_TAGS or block is None:
            return self._names.content(top)
        if top not in self._lines:
            self._read_lines(block)
        return self._lines[top]

    def _read_lines(self, block: Element) -> None:
        """Take the content of a block apart where blocks inside it begin and end."""
        if all(child.tag not in BLOCK_TAGS for child in block):
            self._lines.update(dict.fromkeys(block.iterchildren("*"), self._names.content(block)))
            return
        run: list[Element] = []
        words = [block.text or ""]
        for child in block:
            if child.tag in BLOCK_TAGS:
                self._lines.update(dict.fromkeys(run, "".join(words)))
                run, words = [], []
            elif isinstance(child.tag, str):
                run.append(child)
                words.append(self._names.part(child))
            words.append(child.tail or "")
        self._lines.update(dict.fromkeys(run, "".join(words)))

    def _texts(self, link: Element) -> list[str]:
        """Return the words of the link's line, its list items and their terms."""
        texts = [self.line(link)]
        item = self._document.nearest(link, _ITEMS)
        while item is not None and len(texts) < _MOST_ITEMS:
            texts.append(self._names.content(item))
            term = item.getprevious() if item.tag == "dd" else None
            while term is not None and term.tag == "dd":
                term = term.getprevious()
            if term is not None and term.tag == "dt":
                texts.append(self._names.content(term))
            item = self._document.nearest(item, _ITEMS)
        return texts

    def _beside(self, link: Element) -> list[str]:
        """Return the words of the table around: who goes through it has just heard them."""
        cell = self._document.nearest(link, _CELLS)
        table = self._document.nearest(cell, _TABLE) if cell is not None else None
        if cell is None or table is None:
            return []
        if table not in self._grids:
            self._grids[table] = Grid.of(table, self._document, self._names)
        return [self._names.title(table), *self._grids[table].around(cell)]

    def _plain(self, text: str) -> str:
        if text not in self._plain_texts:
            self._plain_texts[text] = " ".join(text.split()).casefold()
        return self._plain_texts[text]

    def _names_subject(self, text: str) -> bool:
        if not text:
            return False
        if text not in self._answers:
            self._answers[text] = names_a_subject([text])
        return self._answers[text]
