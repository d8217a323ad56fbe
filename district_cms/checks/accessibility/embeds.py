"""Embeds: do frames and objects have names, and can the keyboard reach their controls? (WCAG
4.1.2)"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import Document, Element, is_focusable, is_presentational, markup, role, tab_index
from .links import check_link_text
from .names import Names
from .words import bare_words, clip, squeeze

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "iframe-title",
        "4.1.2",
        "error",
        _("This embedded content has no name (%(excerpt)s)."),
        _("People who cannot see it would not know whether to open it."),
        _("Give it a name, such as “Video: how plants grow”."),
        needs="embed",
    ),
    Rule(
        "iframe-title-generic",
        "4.1.2 advice",
        "warning",
        _("“%(excerpt)s” could be the name of any embedded content."),
        _("People who cannot see it would not know whether to open it."),
        _("Say what it is about, such as “Video: how plants grow”."),
        needs="embed",
    ),
    Rule(
        "iframe-same-title",
        "4.1.2 advice",
        "warning",
        _("Two things embedded here have the same name, “%(excerpt)s”, but are not the same."),
        _("People who cannot see them would not know which one they open."),
        _("Give each one its own name."),
        needs="markup",
    ),
    Rule(
        "iframe-controls-unreachable",
        "2.1.1",
        "error",
        _("The keyboard cannot reach this embedded content (%(excerpt)s)."),
        _("Not everyone can use a mouse."),
        _('Remove tabindex="-1" from it.'),
        needs="markup",
    ),
    Rule(
        "object-name",
        "1.1.1",
        "error",
        _("An embedded picture, sound or video has no name (%(excerpt)s)."),
        _("People who cannot see or hear it would not know what it is."),
        _("Give it a title that says what people see or hear in it."),
        needs="markup",
    ),
    # The content of an object is its alternative (technique H53), but few screen readers read it.
    Rule(
        "object-name-inside",
        "1.1.1 advice",
        "warning",
        _("Only the text inside this embedded content names it (%(excerpt)s)."),
        _("Few screen readers read that text."),
        _("Give it a title too."),
        needs="markup",
    ),
)

# Default names from embed codes, and names that people type in a hurry.
_GENERIC: Final = word_set("""
    app content document embed embedded external form frame google iframe player slideshow title
    untitled video videos vimeo web widget window youtube
    contenido documento incrustado marco reproductor titulo vimeo
""")
_BESIDE_GENERIC: Final = word_set("a an another de from here my of our the this un una")
_MEDIA_TYPE: Final = re.compile(r"(?:image|audio|video)/")
_MEDIA_FILE: Final = re.compile(
    r".*\.(?:avif|bmp|gif|jpe?g|png|svg|webp|aac|flac|m4a|mp3|oga|ogg|opus|wav|m4v|mov|mp4|ogv|webm)"
)
_LONGEST_SRCDOC: Final = 50_000


def check_embed(title: str, url: str) -> list[Fault]:
    """Returns the faults of an embed's name; none without an address.

    The name is shown as a link, so it must not be the address itself.
    """
    if not squeeze(url):
        return []
    if not squeeze(title):
        return [Fault("iframe-title", clip(url))]
    raw = [fault for fault in check_link_text(title, context=title) if fault.rule == "link-raw-url"]
    if not raw and _is_generic(title):
        return [Fault("iframe-title-generic", clip(title))]
    return raw


def _is_generic(title: str) -> bool:
    """True for “YouTube video player”, “iframe”, “Embedded content 2”."""
    words = [word for word in bare_words(title) if not word.isdigit()]
    return not _GENERIC.isdisjoint(words) and all(
        word in _GENERIC or word in _BESIDE_GENERIC for word in words
    )


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of frames and objects in a document.

    A frame that the keyboard skips, or that is presentational, needs no name. But the keyboard must
    not skip a frame with controls inside.
    """
    yield from _check_frames(document, names)
    for element in document.tagged("object", "embed"):
        if role(element) or not document.is_perceivable(element) or not _shows_media(element):
            continue
        if not names.name(element):
            rule = "object-name-inside" if names.content(element) else "object-name"
            yield Fault(rule, _source(element, "data"), document.selector(element))


def _check_frames(document: Document, names: Names) -> Iterator[Fault]:
    sources: dict[str, str] = {}
    for element in document.tagged("iframe", "frame"):
        index = tab_index(element)
        if index is not None and index < 0:
            if document.is_operable(element) and _holds_controls(element):
                yield Fault(
                    "iframe-controls-unreachable", markup(element), document.selector(element)
                )
            continue
        if is_presentational(element) or not document.is_perceivable(element):
            continue
        name = names.name(element)
        if not name:
            yield Fault("iframe-title", _source(element, "src"), document.selector(element))
            continue
        if _is_generic(name):
            yield Fault("iframe-title-generic", clip(name), document.selector(element))
        source = element.get("srcdoc") or element.get("src", "").strip()
        if source and sources.setdefault(name.casefold(), source) != source:
            yield Fault("iframe-same-title", clip(name), document.selector(element))


def _holds_controls(frame: Element) -> bool:
    """True if the frame has an inline document with something that the keyboard reaches."""
    source = frame.get("srcdoc", "")
    if not source or len(source) > _LONGEST_SRCDOC or _is_unseen(frame):
        return False
    inside = Document(source)
    return any(
        inside.is_shown(element) and is_focusable(element) and (tab_index(element) or 0) >= 0
        for element in inside.elements
    )


def _is_unseen(frame: Element) -> bool:
    """True for a frame of one pixel, which a program uses."""
    return any(frame.get(side, "").strip() in ("0", "1") for side in ("width", "height"))


def _shows_media(element: Element) -> bool:
    kind = element.get("type", "").strip().lower()
    if kind:
        return _MEDIA_TYPE.match(kind) is not None
    source = element.get("data") or element.get("src") or ""
    try:
        path = urlsplit(source.strip()).path
    except ValueError:  # an address such as "http://[" is invalid
        return False
    return _MEDIA_FILE.fullmatch(path.lower()) is not None


def _source(element: Element, attribute: str) -> str:
    return clip(element.get(attribute, "")) or markup(element)
