"""The HTML of a rich text as a tree, and the tree as HTML that every reader reads alike."""

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

BLOCKS: Final = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
LISTS: Final = frozenset({"ul", "ol"})
_EMPTY: Final = frozenset({"br", "hr", "img", "embed"})  # those that have no end tag

# What a tree can't hold. Office programs put the two that break a line on the clipboard.
_CONTROLS: Final = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]),
    0x0B: " ",
    0x0C: " ",
}

Item = Any  # a text, or an element without its tail


def parsed(html: str) -> Any:
    """Return an element that holds what the HTML says, without control characters."""
    return lxml_html.fragment_fromstring(html.translate(_CONTROLS), create_parent="div")


def written(around: Any) -> str:
    """Return the HTML within an element. Each tag is closed, of empty list items as well: HTML
    allows to leave their end out, and the editor's reader does not."""
    for element in around.iter():
        if element.text is None and element.tag not in _EMPTY:
            element.text = ""  # `<li></li>`, where XML would have `<li/>`
    whole = etree.tostring(around, encoding="unicode", method="xml")
    return whole.removeprefix("<div>").removesuffix("</div>")


def items_of(element: Any) -> list[Item]:
    """Take what an element holds out of it."""
    found: list[Item] = [element.text or ""]
    for child in list(element):
        tail = child.tail or ""
        child.tail = None
        element.remove(child)
        found += [child, tail]
    return [item for item in found if not isinstance(item, str) or item]


def fill(element: Any, items: Iterable[Item]) -> None:
    """Let an element hold these items and nothing else."""
    element.text = None
    last: Any = None
    for item in items:
        if not isinstance(item, str):
            element.append(item)
            last = item
        elif last is None:
            element.text = (element.text or "") + item
        else:
            last.tail = (last.tail or "") + item
