"""Lists: are they built as lists? (WCAG 1.3.1)"""

from collections.abc import Iterator
from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import Document, Element, is_presentational, markup, role
from .names import Names
from .words import clip, squeeze

_SAID_OF_LISTS: Final = _(
    "A screen reader says how many items a list has, and lets people skip it."
)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "list-structure",
        "1.3.1",
        "error",
        _("A list is not built as a list (%(excerpt)s)."),
        _SAID_OF_LISTS,
        _(
            "Remove the list and make it again with the list button. If you did not paste it, "
            "tell the web team."
        ),
        needs="list",
        fix_without=_("Write its items as one sentence, or tell the web team."),
    ),
)

_LISTS: Final = word_set("menu ol ul")
_LIST_ROLES: Final = word_set("directory list")
_UNSEEN: Final = word_set("script template style noscript")
_IN_GROUPS: Final = word_set("dt dd") | _UNSEEN


def check(document: Document, _names: Names) -> Iterator[Fault]:
    """Yield the faults of the lists in a document."""
    yield from _broken_items(document)
    yield from _broken_lists(document)


def _broken_items(document: Document) -> Iterator[Fault]:
    reported: set[Element] = set()
    for item in document.tagged("li"):
        parent = item.getparent()
        if parent is None or parent in reported or _holds_items(parent):
            continue
        if role(item) not in ("", "listitem") or not document.is_perceivable(item):
            continue
        reported.add(parent)
        yield Fault("list-structure", markup(item), document.selector(item))
    for part in document.tagged("dt", "dd"):
        parent = part.getparent()
        if parent is not None and parent.tag == "div":
            parent = parent.getparent()
        if parent is None or parent in reported or parent.tag == "dl":
            continue
        if role(part) or not document.is_perceivable(part):
            continue
        reported.add(parent)
        yield Fault("list-structure", markup(part), document.selector(part))


def _holds_items(parent: Element) -> bool:
    explicit = role(parent)
    if explicit in _LIST_ROLES or is_presentational(parent):
        return True
    return parent.tag in _LISTS and explicit in ("", "group")


def _broken_lists(document: Document) -> Iterator[Fault]:
    for one in document.tagged("ul", "ol", "menu", "dl"):
        if role(one) not in ("", "list") or not document.is_perceivable(one):
            continue
        stray = _stray(one, document)
        if stray:
            yield Fault("list-structure", stray, document.selector(one))


def _stray(one: Element, document: Document) -> str:
    """Return what stands in a list outside its items, or an empty string."""
    text = one.text
    if text and not text.isspace() and squeeze(text):
        return clip(text)
    for child in one:
        text = child.tail
        if text and not text.isspace() and squeeze(text):
            return clip(text)
        tag = child.tag
        if not isinstance(tag, str) or (tag == "li" and one.tag != "dl"):
            continue
        if one.tag == "dl":
            fits = tag in _IN_GROUPS or (
                tag == "div" and all(part.tag in _IN_GROUPS for part in child.iterchildren("*"))
            )
        else:
            fits = tag in _UNSEEN or role(child) == "listitem"
        if not fits and document.is_perceivable(child) and not is_presentational(child):
            return markup(child)
    return ""
