"""The lines of running text: where paragraphs begin, and where line breaks split them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import etree

from ..dom import Document, Element
from ..looks.css import font_size, is_bold
from ..looks.properties import BASE_SIZE
from ..words import squeeze

_PARAGRAPH: Final = frozenset({"p"})
# An underlined line stands out like a bold one.
_BOLD: Final = ("b", "strong", "u", "big")
# So does a line in letters this much larger than those around it.
_LARGE: Final = 1.25
_MOST_LINES: Final = 2000
_LONGEST_PIECE: Final = 2000
# Lines further apart do not belong together.
_MOST_NEIGHBORS: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line with words. `bold` is True if all its letters and digits are, `linked` if some of it
    is a link."""

    paragraph: Element
    words: str
    bold: bool = False
    linked: bool = False


class Lines:
    """The lines of one document's paragraphs, read on demand and cached."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._read: dict[Element, Sequence[Line]] = {}
        self.broken = {document.nearest(one, _PARAGRAPH) for one in document.tagged("br")}
        styled = [e for e in document.with_attribute("style") if self._stands_out(e)]
        self._bold = {*document.tagged(*_BOLD), *styled}

    def _stands_out(self, element: Element) -> bool:
        style = self._document.style(element)
        return bool(is_bold(style)) or font_size(style, BASE_SIZE) >= _LARGE * BASE_SIZE

    def of(self, paragraph: Element) -> Sequence[Line]:
        """Returns the lines that have words; none of a hidden paragraph."""
        if paragraph not in self._read:
            self._read[paragraph] = self._lines(paragraph)
        return self._read[paragraph]

    def after(self, paragraph: Element) -> Iterator[Line | Element]:
        """Yields the lines, and blocks of other kinds, after a paragraph at its level. Skips empty
        paragraphs, which some people type as a gap."""
        if tail := squeeze((paragraph.tail or "")[:_LONGEST_PIECE]):
            yield Line(paragraph, tail)
        for current in islice(paragraph.itersiblings("*"), _MOST_NEIGHBORS):
            if current.tag == "p":
                yield from self.of(current)
            elif current.tag != "br" and self._document.is_perceivable(current):
                yield current
            if tail := squeeze((current.tail or "")[:_LONGEST_PIECE]):
                yield Line(paragraph, tail)

    def before(self, paragraph: Element) -> Line | Element | None:
        """Returns the line, or the block of another kind, before a paragraph."""
        for current in islice(paragraph.itersiblings("*", preceding=True), _MOST_NEIGHBORS):
            if current.tag != "p":
                return current
            if lines := self.of(current):
                return lines[-1]
        return None

    def _lines(self, paragraph: Element) -> Sequence[Line]:
        if not self._document.is_perceivable(paragraph):
            return ()
        if not len(paragraph):
            words = squeeze((paragraph.text or "")[:_LONGEST_PIECE])
            return (Line(paragraph, words),) if words else ()
        lines: list[Line] = []
        pieces: list[_Piece] = []
        for piece in self._pieces(paragraph):
            if piece is not None:
                pieces.append(piece)
            elif len(lines) < _MOST_LINES:
                lines += _joined(paragraph, pieces)
                pieces = []
        return (*lines, *_joined(paragraph, pieces))

    def _pieces(self, paragraph: Element) -> Iterator["_Piece | None"]:
        """Yields the texts of a paragraph in order, and None at each line break."""
        bold = linked = silent = 0
        for event, element in etree.iterwalk(paragraph, events=("start", "end", "comment")):
            if event == "comment":
                yield _Piece(element.tail or "", bold > 0, linked > 0)
                continue
            step = 1 if event == "start" else -1
            bold += step * (element in self._bold)
            linked += step * (element.tag == "a")
            silent += step * (not self._document.is_perceivable(element))
            if event == "end":
                if element is not paragraph and not silent:
                    yield _Piece(element.tail or "", bold > 0, linked > 0)
            elif element.tag == "br":
                yield None
            elif not silent:
                yield _Piece(element.get("alt") or element.text or "", bold > 0, linked > 0)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    bold: bool
    linked: bool


def _joined(paragraph: Element, pieces: Sequence[_Piece]) -> Iterator[Line]:
    """Yields the line that the pieces form, if it has words."""
    words = squeeze("".join(piece.text[:_LONGEST_PIECE] for piece in pieces))
    if words:
        lettered = [piece for piece in pieces if any(map(str.isalnum, piece.text[:_LONGEST_PIECE]))]
        is_linked = any(piece.linked for piece in lettered)
        yield Line(paragraph, words, bool(lettered) and all(p.bold for p in lettered), is_linked)
