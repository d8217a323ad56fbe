"""The text of a fragment of HTML, hidden words included: what is in the source is published."""

import re
from html import unescape
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from ..accessibility.dom import BLOCK_TAGS, Document

_NOT_READ: Final = frozenset({"script", "style"})
_SAID_BY_ATTRIBUTES: Final = ("alt", "title", "aria-label", "aria-description", "summary")
_TAG: Final = re.compile(r"<[^<>]*>")


def text_of(html: str) -> str:
    """Return the words of HTML, one line for each paragraph, item, cell or picture."""
    document = Document(html)
    if document.truncated:
        # The parser gave up on the nesting; the words can be had without it.
        return unescape(_TAG.sub("\n", html))
    parts: list[str] = []
    for event, node in etree.iterwalk(document.root, events=("start", "end", "comment", "pi")):
        is_element = isinstance(node.tag, str)
        line_end = "\n" if node.tag in BLOCK_TAGS or node.tag == "br" else ""
        if event == "start":
            parts.extend(
                (line_end, _said_by(node), "" if node.tag in _NOT_READ else node.text or "")
            )
        else:
            parts.extend((line_end if is_element else "", node.tail or ""))
    return "".join(parts)


def rows_of(html: str) -> list[list[list[str]]]:
    """Return the tables of HTML as rows of texts; an inner table is a table of its own."""
    document = Document(html)
    return [
        [
            ["".join(cell.itertext()) for cell in row.iterchildren("td", "th")]
            for row in _lines(table)
        ]
        for table in document.tagged("table")
    ]


def _said_by(element: HtmlElement) -> str:
    said = [element.get(name, "") for name in _SAID_BY_ATTRIBUTES]
    return "".join(f"\n{text}\n" for text in said if text.strip())


def _lines(table: HtmlElement) -> list[HtmlElement]:
    return [
        line
        for child in table
        for line in ([child] if child.tag == "tr" else child.iterchildren("tr"))
    ]
