"""Embeds: does a frame, or the link that stands for it, have a name? (WCAG 4.1.2)"""

from collections.abc import Iterator

from ...schools.findings import Fault
from .dom import Document, is_presentational, markup
from .links import check_link_text
from .names import Names
from .words import clip, squeeze


def check_embed(title: str, url: str) -> list[Fault]:
    """Return the faults of an embed's name; an embed that leads nowhere is not checked.

    The name is shown as a link, so it must not be the address itself.
    """
    if not squeeze(url):
        return []
    if not squeeze(title):
        return [Fault("iframe-title", clip(url))]
    return [
        fault for fault in check_link_text(title, context=title) if fault.rule == "link-raw-url"
    ]


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the frames of a document that have no name.

    A frame that the keyboard passes by, or that says it has no meaning, needs none.
    """
    for element in document.tagged("iframe", "frame"):
        if element.get("tabindex", "").strip().startswith("-") or is_presentational(element):
            continue
        if document.is_perceivable(element) and not names.name(element):
            excerpt = clip(element.get("src", "")) or markup(element)
            yield Fault("iframe-title", excerpt, document.selector(element))
