"""The HTML of rich text: parsing, serializing, and cleaning on output."""

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
_EMPTY: Final = frozenset({"br", "hr", "img", "embed"})  # elements without an end tag

# Characters that XML does not allow. Office programs put the two that break a line on the
# clipboard.
_CONTROLS: Final = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]),
    0x0B: " ",
    0x0C: " ",
}

Item = Any  # a text, or an element without its tail


def parsed(html: str) -> Any:
    """Returns an element with the parsed HTML, without control characters."""
    return lxml_html.fragment_fromstring(html.translate(_CONTROLS), create_parent="div")


def written(around: Any) -> str:
    """Returns the HTML inside an element, with every tag closed, even of empty list items: HTML
    allows to omit their end tag, but the editor's parser does not."""
    for element in around.iter():
        if element.text is None and element.tag not in _EMPTY:
            element.text = ""  # `<li></li>` instead of `<li/>`
    whole = etree.tostring(around, encoding="unicode", method="xml")
    return whole.removeprefix("<div>").removesuffix("</div>")


def items_of(element: Any) -> list[Item]:
    """Removes an element's content and returns it as items."""
    items: list[Item] = [element.text or ""]
    for child in list(element):
        tail = child.tail or ""
        child.tail = None
        element.remove(child)
        items += [child, tail]
    return [item for item in items if not isinstance(item, str) or item]


def fill(element: Any, items: Iterable[Item]) -> None:
    """Replaces an element's content with these items."""
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
    """Returns the language tag that all paragraphs, list items and headings share, "" if they
    differ or one has none. For places that show only the words."""
    matches = [_LANGUAGE.search(attributes) for attributes in _BLOCK.findall(html)]
    tags = {match[1] if match else "" for match in matches}
    return tags.pop() if len(tags) == 1 else ""


TAGS: Final = frozenset(
    {"p", "br", "h2", "h3", "h4", "b", "strong", "i", "em", "ol", "ul", "li", "a", "span"}
)
ATTRIBUTES: Final = {
    # Screen readers choose the voice by the language of a passage.
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
    """Returns the HTML as browsers parse it, with only allowed tags and attributes. Takes
    microseconds."""
    return _cleaner.clean(html)


def clean_rendered_richtext() -> None:
    """Cleans rich text wherever Wagtail renders it: blocks, fields, mails. Safe to call twice.

    Wagtail 8.0 renders all rich text with `rich_text.expand_db_html`, which other modules import by
    name. It looks up the rewriter on each call, so the rewriter is replaced.
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
    """Wagtail's rewriter followed by `clean`. Counts links to a document's address as references to
    the document."""

    def __init__(self, rewriter: Any) -> None:
        self._rewriter = rewriter

    def __call__(self, html: str) -> str:
        return clean(self._rewriter(html))

    def extract_references(self, html: str) -> Any:
        yield from self._rewriter.extract_references(html)
        for key in sorted(documents_linked_in(html)):
            yield DistrictDocument, str(key), "", ""
