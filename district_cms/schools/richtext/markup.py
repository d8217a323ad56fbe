"""The HTML of a rich text: as a tree, and as every reader may see it."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import nh3
from lxml import etree
from lxml import html as lxml_html
from wagtail import rich_text

from district_cms.media.addresses import documents_linked_in
from district_cms.media.models import DistrictDocument

LANGUAGE: Final = "language"
PROSE_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", LANGUAGE]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link", LANGUAGE]


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


_BLOCK: Final = re.compile(r"<(?:p|li|h[2-4])\b([^>]*)>", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"""\blang=["']([A-Za-z0-9-]+)["']""")


def language_of_all(html: str) -> str:
    """Return the tag of the one language that every paragraph, list item and heading is marked
    as; "" where there are several, and where one has no mark. For places that show the words alone.
    """
    told = [_LANGUAGE.search(attributes) for attributes in _BLOCK.findall(html)]
    tags = {found[1] if found else "" for found in told}
    return tags.pop() if len(tags) == 1 else ""


TAGS: Final = frozenset(
    {"p", "br", "h2", "h3", "h4", "b", "strong", "i", "em", "ol", "ul", "li", "a", "span"}
)
ATTRIBUTES: Final = {
    # The language of a passage, which a screen reader chooses its voice by.
    "*": {"lang", "dir"},
    "a": {"href"},
    "li": {"value"},
    "ol": {"start"},
}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})

_cleaner: Final = nh3.Cleaner(
    tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None
)


def clean(html: str) -> str:
    """HTML as browsers parse it, without anything that is not on the list. Some microseconds."""
    return _cleaner.clean(html)


def clean_rendered_richtext() -> None:
    """Clean rich text wherever Wagtail shows it: blocks, fields, mails. Safe to call twice.

    Everything that Wagtail 8.0 shows goes through `rich_text.expand_db_html`, which other modules
    import by name; the rewriter behind it is looked up at each call.
    """
    original = rich_text.get_rewriter
    if getattr(original, "cleans", False):
        return

    @cache
    def get_rewriter() -> _CleaningRewriter:
        return _CleaningRewriter(original())

    get_rewriter.cleans = True  # type: ignore[attr-defined]
    rich_text.get_rewriter = get_rewriter


class _CleaningRewriter:
    """Wagtail's rewriter, and the list after it. A link to the address of a document is a reference
    to the document."""

    def __init__(self, rewriter: Any) -> None:
        self._rewriter = rewriter

    def __call__(self, html: str) -> str:
        return clean(self._rewriter(html))

    def extract_references(self, html: str) -> Any:
        yield from self._rewriter.extract_references(html)
        for key in sorted(documents_linked_in(html)):
            yield DistrictDocument, str(key), "", ""
