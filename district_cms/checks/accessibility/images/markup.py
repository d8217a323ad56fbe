"""Pictures in HTML: is each described, or marked as decoration? (WCAG 1.1.1)"""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ..aria.terms import PICTURE_ROLES
from ..dom import Document, Element, is_presentational, keeps_its_role, leads_somewhere, markup
from ..names import Names
from ..words import clip, squeeze
from .descriptions import RULES as OF_DESCRIPTIONS
from .descriptions import check_words, is_of_words, same_descriptions

RULES: Final[tuple[Rule, ...]] = (
    *OF_DESCRIPTIONS,
    Rule(
        "img-link-alt-empty",
        "1.1.1 2.4.4",
        "error",
        _("This linked picture does not say where it goes (%(excerpt)s)."),
        _("A screen reader would read out the address instead."),
        _("Describe where the link leads."),
        needs="markup",
    ),
    Rule(
        "img-alt-in-title",
        "1.1.1 advice",
        "warning",
        _("Only a tooltip says what this picture shows: “%(excerpt)s”."),
        _("Not every screen reader reads a tooltip, and nobody sees one on a phone."),
        _("Write it as the description of the picture."),
        needs="markup",
    ),
    Rule(
        "decorative-exposed",
        "1.1.1 advice",
        "warning",
        _("This is marked as decoration, but screen readers still announce it: %(excerpt)s."),
        _("A name or a place in the tab order overrides the mark."),
        _("Remove either the mark, or the name and the tabindex."),
        needs="markup",
    ),
)

_LINK: Final = frozenset({"a"})
_FIGURE: Final = frozenset({"figure"})
# Sized copies keep the file's stem and add how they were made: leaf.2e16d0ba.fill-800x450.jpg
_RENDITION: Final = re.compile(
    r"\.(?:[0-9a-f]{8}\.)?(?:width|height|max|min|fill|scale|original).*"
)


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the faults of the pictures in a document.

    A picture that is all there is of a link is a matter of `links`: its name is the link's.
    """
    for element in _pictures(document):
        if not document.is_perceivable(element):
            continue
        name = names.name(element)
        file = _file_of(element)
        if name:
            if element.tag == "img" and "alt" not in element.attrib and _is_title(element, name):
                yield Fault("img-alt-in-title", clip(name), document.selector(element))
            for fault in check_words(name, file, _caption_of(element, document, names)):
                if fault.rule != "img-alt-filename" or not _offers_file(element, name, document):
                    yield _at(element, fault, document)
        elif not _is_marked_decorative(element) and not _is_alone_in_link(element, document, names):
            # Each area of an image map is a link.
            rule = "img-link-alt-empty" if element.tag == "area" else "img-alt-missing"
            excerpt = clip(file) or clip(element.get("href", "")) or markup(element)
            yield Fault(rule, excerpt, document.selector(element))
        elif file and is_of_words("", file):
            yield Fault("img-of-text", clip(file), document.selector(element))
    shown = [e for e in document.tagged("img") if document.is_perceivable(e)]
    for place, fault in same_descriptions((e.get("alt", ""), e.get("src")) for e in shown):
        yield _at(shown[place], fault, document)
    yield from _exposed(document)


def _exposed(document: Document) -> Iterator[Fault]:
    """Yield what is marked as decoration, and of which screen readers are told all the same."""
    marked = [e for e in document.with_attribute("alt") if e.tag == "img" and e.get("alt") == ""]
    # A table is then taken for one of facts, and checked as one.
    marked += [e for e in document.with_role("none", "presentation") if e.tag != "table"]
    for element in document.in_order(marked) if marked else ():
        if keeps_its_role(element) and document.is_perceivable(element):
            yield Fault("decorative-exposed", markup(element), document.selector(element))


def _at(element: Element, fault: Fault, document: Document) -> Fault:
    return Fault(fault.rule, fault.excerpt, document.selector(element), fault.params)


def _pictures(document: Document) -> Sequence[Element]:
    pictures = document.tagged("img")
    others = [
        *(e for e in document.tagged("area") if "href" in e.attrib),
        *(e for e in document.tagged("input") if e.get("type", "").strip().lower() == "image"),
        *document.with_role(*PICTURE_ROLES),
    ]
    return document.in_order([*pictures, *others]) if others else pictures


def _is_marked_decorative(element: Element) -> bool:
    if is_presentational(element):
        return True
    # alt=" " is no mark: some screen readers fall back to the file's name.
    return element.tag == "img" and element.get("alt") == ""


def _is_title(element: Element, name: str) -> bool:
    return squeeze(element.get("title", "")) == name and not (
        element.get("aria-label") or element.get("aria-labelledby")
    )


def _is_alone_in_link(element: Element, document: Document, names: Names) -> bool:
    link = document.nearest(element, _LINK)
    return link is not None and leads_somewhere(link) and not names.name(link)


def _offers_file(element: Element, name: str, document: Document) -> bool:
    """True if the picture stands for a file to download, and so is rightly called by its name."""
    link = document.nearest(element, _LINK)
    return link is not None and unquote(link.get("href", "")).rsplit("/", 1)[-1] == name


def _file_of(element: Element) -> str:
    source = element.get("src", "")
    if not source or source.lower().startswith("data:"):
        return ""
    try:
        path = urlsplit(source).path
    except ValueError:  # an address such as "http://[" is no address
        path = source
    name = unquote(path).rsplit("/", 1)[-1]
    ending = name.rsplit(".", 1)[-1] if "." in name else ""
    return _RENDITION.sub(f".{ending}", name)


def _caption_of(element: Element, document: Document, names: Names) -> str:
    figure = document.nearest(element, _FIGURE)
    if figure is None:
        return ""
    captions = [names.content(child) for child in figure.iterchildren("figcaption")]
    return captions[0] if captions else ""
