"""What is shown of rich text: headings 2 to 4, bold, italic, lists, links and languages.

Draftail keeps to this when someone types. Code, an import or a database tool stores what it likes,
so the same list is applied again whenever rich text is shown, after Wagtail has put the addresses
of pages and documents in. Words are never lost, only tags and attributes that are not on the list;
of `script` and `style` what is in them goes as well.
"""

from functools import cache
from typing import Any, Final

import nh3
from wagtail import rich_text

from district_cms.media.addresses import documents_linked_in
from district_cms.media.models import DistrictDocument

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


def clean_what_is_shown() -> None:
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
