"""Label in name: is a control called what it shows? (WCAG 2.5.3)"""

import re
from collections.abc import Iterator
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import Document, Element, role
from ..names import Names
from ..words import clip, squeeze

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "label-mismatch",
        "2.5.3",
        "error",
        _("The page shows “%(excerpt)s”, but its name is “%(label)s”."),
        _("People who use voice control say what they see, and nothing would happen."),
        _("Start its name with the words that are shown."),
        needs="markup",
    ),
)

_SPOKEN_TO: Final = word_set("button checkbox link menuitem option radio switch tab")
_WORDS: Final = re.compile(r"[^\W_]+")
# Icon fonts turn such a word into a picture: "search", "arrow_back".
_LIGATURE: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_MOST_INSIDE: Final = 300
_LONGEST_LABEL: Final = 500


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield controls that show other words than they are called: who speaks to them is not heard.

    Where a class is at work, words may be hidden from the eye, or drawn as an icon.
    """
    for element in document.with_attribute("aria-label"):
        label = squeeze(element.get("aria-label", "")[:_LONGEST_LABEL])
        if not label or not document.is_perceivable(element) or not _is_spoken_to(element):
            continue
        if "aria-labelledby" in element.attrib or _has_classes(element):
            continue
        shown = _words_shown(element, document)
        words = _WORDS.findall(shown[:_LONGEST_LABEL].lower())
        if not any(len(word) > 1 for word in words):
            continue
        if element.tag != "a" and _LIGATURE.fullmatch(shown):
            continue
        if not _are_among(words, _WORDS.findall(label.lower())):
            params = (("label", clip(label, 60)),)
            yield Fault("label-mismatch", clip(shown, 60), document.selector(element), params)


def _is_spoken_to(element: Element) -> bool:
    explicit = role(element)
    if explicit:
        return explicit in _SPOKEN_TO
    return element.tag in ("button", "summary") or (element.tag == "a" and "href" in element.attrib)


def _has_classes(element: Element) -> bool:
    return any(inner is not element and "class" in inner.attrib for inner in element.iter("*")) or (
        "icon" in element.get("class", "").lower()
    )


def _words_shown(element: Element, document: Document) -> str:
    parts: list[str] = []
    for count, inner in enumerate(element.iter("*")):
        if count > _MOST_INSIDE:
            break
        if document.is_perceivable(inner) and inner.tag not in ("script", "style", "title", "desc"):
            parts.append(inner.text or "")
        if inner is not element:
            parts.append(inner.tail or "")
    return squeeze("".join(parts))


def _are_among(words: list[str], label: list[str]) -> bool:
    """True if the words stand in the label, one after the other."""
    return any(label[at : at + len(words)] == words for at in range(len(label) - len(words) + 1))
