"""Controls: does each have a name, does the name contain the visible words, and can everyone reach
it?"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import Document, Element, is_focusable, is_presentational, markup, role, tab_index
from .fields import BUTTON_TYPES, is_disabled, kind_of
from .names import Names
from .words import clip, squeeze

_NAMELESS: Final = _("A screen reader would only say that something is there.")
_PASTED: Final = _("Remove it; if it came with a form or a tool, tell the web team.")


_BUTTON_ROLES: Final = word_set("button menuitem")
# Assistive technology announces nothing inside one of these as a separate element.
_CLOSED_ROLES: Final = word_set(
    "button checkbox img image menuitemcheckbox menuitemradio meter option progressbar radio "
    "scrollbar separator slider switch tab"
)
_REACHED: Final = word_set("a area audio button iframe input select summary textarea video")
_MOST_INSIDE: Final = 300


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of the controls in a document."""
    yield from _summaries(document, names)
    yield from _buttons(document, names)
    yield from _mouse_only(document, names)
    yield from _hidden_but_reached(document)
    yield from _controls_in_controls(document)
    yield from _mismatched_labels(document, names)
    for element in document.with_attribute("tabindex"):
        if (tab_index(element) or 0) > 0 and document.is_perceivable(element):
            yield Fault("tab-order-forced", markup(element), document.selector(element))


def _summaries(document: Document, names: Names) -> Iterator[Fault]:
    for summary in document.tagged("summary"):
        if not _opens_details(summary) or not document.is_perceivable(summary):
            continue
        if role(summary) in ("", "none", "presentation") and not names.name(summary):
            inside = names.content(summary)
            if not inside:
                yield Fault("summary-empty", markup(summary), document.selector(summary))


def _opens_details(summary: Element) -> bool:
    parent = summary.getparent()
    return (
        parent is not None
        and parent.tag == "details"
        and next(parent.iterchildren("summary"), None) is summary
    )


def _buttons(document: Document, names: Names) -> Iterator[Fault]:
    native = [
        element
        for element in document.tagged("button", "input")
        if element.tag == "button" or kind_of(element) in BUTTON_TYPES
        if role(element) in ("", "none", "presentation")
    ]
    for element in (*native, *document.with_role(*_BUTTON_ROLES)):
        if not document.is_perceivable(element) or is_presentational(element):
            continue
        if not (names.name(element) or (element.tag != "input" and names.content(element))):
            yield Fault("button-empty", markup(element), document.selector(element))


def _mouse_only(document: Document, names: Names) -> Iterator[Fault]:
    """Yields elements that react to clicks but not to the keyboard: they are no link or button, are
    in none, and contain none that does the same."""
    for element in document.with_attribute("onclick"):
        if element.tag in _REACHED or element.tag in ("label", "option", "body", "html", "form"):
            continue
        if is_focusable(element) or not document.is_perceivable(element):
            continue
        if any(is_focusable(around) for around in element.iterancestors("a", "button", "label")):
            continue
        inside = islice(element.iterdescendants("*"), _MOST_INSIDE)
        words = names.content(element)
        if words and not any(is_focusable(element_inside) for element_inside in inside):
            yield Fault("control-mouse-only", clip(words), document.selector(element))


def _hidden_but_reached(document: Document) -> Iterator[Fault]:
    """Yields elements that the keyboard reaches but assistive technology does not announce."""
    hidden = [
        element
        for element in document.with_attribute("aria-hidden")
        if element.get("aria-hidden", "").strip().lower() == "true" and document.is_shown(element)
    ]
    passed: set[Element] = set()
    scripts: str | None = None
    for top in hidden:
        for element in top.iter("*"):
            if element in passed:
                break  # inside another hidden element, which was checked with its content
            passed.add(element)
            if not document.is_shown(element) or not _is_in_tab_order(element, document):
                continue
            if scripts is None:
                scripts = _scripts(document)
            if _hands_focus_on(element, scripts):
                continue
            yield Fault("hidden-focusable", markup(element), document.selector(element))
            break


def _scripts(document: Document) -> str:
    return "\n".join(script.text or "" for script in document.tagged("script"))


def _hands_focus_on(element: Element, scripts: str) -> bool:
    """True for a sentinel of a dialog: it passes the focus on as soon as it gets it."""
    identifier = element.get("id", "")
    at = scripts.find(identifier) if identifier else -1
    return at >= 0 and "focus" in scripts[at : at + 200]


def _is_in_tab_order(element: Element, document: Document) -> bool:
    index = tab_index(element)
    if index is not None:
        return index >= 0 and not is_disabled(element)
    if element.tag == "summary":
        return _opens_details(element)
    if element.tag == "input" and kind_of(element) == "hidden":
        return False
    if element.tag == "iframe":
        return False  # its content decides, and is not known here
    if "contenteditable" in element.attrib:
        return str(element.get("contenteditable")).strip().lower() != "false"
    return element.tag in _REACHED and is_focusable(element) and not is_disabled(element)


def _controls_in_controls(document: Document) -> Iterator[Fault]:
    closed = [
        *(button for button in document.tagged("button") if not role(button)),
        *document.with_role(*_CLOSED_ROLES),
    ]
    for outer in closed:
        if not len(outer) or not document.is_perceivable(outer):
            continue
        for count, inner in enumerate(outer.iterdescendants("*")):
            if count > _MOST_INSIDE:
                break
            # A focusable element without a role is part of the outer control.
            is_control = inner.tag in _REACHED or "contenteditable" in inner.attrib or role(inner)
            if not is_control or not document.is_perceivable(inner):
                continue
            if _is_in_tab_order(inner, document):
                yield Fault("control-in-control", markup(inner), document.selector(inner))
                break


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "summary-empty",
        "4.1.2",
        "error",
        _("A section that opens and closes has no title."),
        _("No one could tell what is inside before opening it."),
        _("Give it a title."),
        needs="markup",
    ),
    Rule(
        "button-empty",
        "4.1.2",
        "error",
        _("A button has no words (%(excerpt)s)."),
        _NAMELESS,
        _("Give it words that say what it does, or remove it."),
        needs="markup",
    ),
    Rule(
        "control-mouse-only",
        "2.1.1",
        "warning",
        _("This seems to work only with a mouse: “%(excerpt)s”."),
        _("Not everyone can use a mouse."),
        _("Make it a link or a button."),
        needs="markup",
    ),
    Rule(
        "hidden-focusable",
        "4.1.2",
        "error",
        _("The keyboard reaches something that screen readers do not announce (%(excerpt)s)."),
        _("People who cannot see the page would not know where they are."),
        _PASTED,
    ),
    Rule(
        "control-in-control",
        "4.1.2",
        "error",
        _("A button or link is inside another one (%(excerpt)s)."),
        _("A screen reader announces only the outer one."),
        _("Put the two side by side."),
        needs="markup",
    ),
    Rule(
        "tab-order-forced",
        "2.4.3 advice",
        "warning",
        _("The order of the Tab key is changed here (%(excerpt)s)."),
        _("The keyboard jumps past what comes first on the page."),
        _("Remove “tabindex”."),
        needs="markup",
    ),
    Rule(
        "label-mismatch",
        "2.5.3",
        "error",
        _("The page shows “%(excerpt)s”, but its name is “%(label)s”."),
        _("People who use voice control say what they see, and nothing would happen."),
        _("Start its name with the visible words."),
        needs="markup",
    ),
)

_SPOKEN_TO: Final = word_set("button checkbox link menuitem option radio switch tab")
_WORDS: Final = re.compile(r"[^\W_]+")
# Icon fonts turn such a word into a picture: "search", "arrow_back".
_LIGATURE: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_LONGEST_LABEL: Final = 500


def _mismatched_labels(document: Document, names: Names) -> Iterator[Fault]:
    """Yields controls whose visible words are not in their name, so that voice control does not
    find them.

    If an element has a class, a style sheet may hide its words or show them as an icon.
    """
    for element in document.with_attribute("aria-label"):
        label = squeeze(element.get("aria-label", "")[:_LONGEST_LABEL])
        if not label or not document.is_perceivable(element) or not _is_spoken_to(element):
            continue
        if "aria-labelledby" in element.attrib or _has_classes(element):
            continue
        visible = _words_shown(element, document)
        words = _WORDS.findall(visible[:_LONGEST_LABEL].lower())
        if not any(len(word) > 1 for word in words):
            continue
        if element.tag != "a" and _LIGATURE.fullmatch(visible):
            continue
        if not _are_among(words, _WORDS.findall(label.lower())):
            params = (("label", clip(label, 60)),)
            yield Fault("label-mismatch", clip(visible, 60), document.selector(element), params)


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
    """True if the label contains the words in the same order, without a gap."""
    return any(label[at : at + len(words)] == words for at in range(len(label) - len(words) + 1))
