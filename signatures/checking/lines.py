"""The lines that a reader sees, each with its place in the tree. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from district_cms.checks.accessibility.dom import BLOCK_TAGS, Element
from district_cms.checks.word_sets import word_set

_NOT_TEXT: Final = word_set("head link meta noscript script style template title xml")
_BREAKS: Final = BLOCK_TAGS | {"br"}


@dataclass(frozen=True, slots=True)
class Line:
    """`places` are where its words stand: in an element before its children, or behind it."""

    text: str
    places: tuple[tuple[Element, bool], ...]

    @property
    def node(self) -> Element:
        return self.places[0][0]

    @property
    def is_tail(self) -> bool:
        """True if the line begins behind its `node`."""
        return self.places[0][1]


def lines_of(root: Element, gone: Collection[Element] = ()) -> list[Line]:
    """The lines under `root` that say something, in order. What is in `gone` is not shown."""
    lines: list[Line] = []
    words: list[str] = []
    places: list[tuple[Element, bool]] = []
    for text, node, is_tail in (*_chunks(root, gone), (None, root, True)):
        if text is None:
            if places:
                lines.append(Line(squeezed("".join(words)), tuple(places)))
            words, places = [], []
        elif text.strip():
            places.append((node, is_tail))
            words.append(text)
        elif text and places:
            words.append(" ")
    return lines


def squeezed(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def _chunks(root: Element, gone: Collection[Element]) -> Iterator[tuple[str | None, Element, bool]]:
    """Pieces of text with their nodes; None where a line ends."""
    hidden = 0
    open_ones: list[tuple[bool, bool]] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            tag = node.tag
            is_hidden, breaks = tag in _NOT_TEXT or node in gone, tag in _BREAKS
            open_ones.append((is_hidden, breaks))
            hidden += is_hidden
            if breaks:
                yield None, node, False
            if not hidden and (text := node.text):
                yield text, node, False
            continue
        if event == "end":
            is_hidden, breaks = open_ones.pop()
            hidden -= is_hidden
            if breaks:
                yield None, node, True
        if not hidden and node is not root and (tail := node.tail):
            yield tail, node, True
