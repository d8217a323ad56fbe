"""Accessible names: what a screen reader calls an element, as far as HTML alone decides it."""

from functools import cached_property
from itertools import islice
from typing import Final

from ..word_sets import word_set
from .aria.terms import NAMED_BY_CONTENT, PICTURE_ROLES, TAGS_NAMED_BY_CONTENT
from .dom import BLOCK_TAGS, Document, Element, is_presentational, role
from .words import collapse, squeeze

# The default words of a button; browsers supply those of the last two.
_BUTTON_WORDS: Final = {"button": "", "submit": "Submit", "reset": "Reset"}
_WITHOUT_VALUE: Final = word_set("checkbox color file hidden image password radio")
_PLACEHOLDERS: Final = word_set("email number password search tel text url")


def _kind(control: Element) -> str:
    return control.get("type", "").strip().lower() or "text"


def own_words(control: Element) -> str:
    """Returns the words on an `input` button, or the `alt` of a picture button."""
    if control.tag != "input":
        return ""
    kind = _kind(control)
    if kind == "image":
        return squeeze(control.get("alt", ""))
    if kind not in _BUTTON_WORDS:
        return ""
    return squeeze(control.get("value", _BUTTON_WORDS[kind]))


def placeholder(element: Element) -> str:
    """Returns the placeholder of a field, which is better than no name."""
    if element.tag == "textarea" or (element.tag == "input" and _kind(element) in _PLACEHOLDERS):
        return squeeze(element.get("placeholder", ""))
    return ""


def displayed_value(control: Element) -> str:
    """Returns the value of an `input`, if it is visible."""
    return "" if _kind(control) in _WITHOUT_VALUE else squeeze(control.get("value", ""))


# Names are compared and quoted, never printed in full. The limit keeps the work linear, however
# deeply elements are nested.
_LONGEST: Final = 2000
# A name uses at most this many references.
_MOST_REFERENCES: Final = 20
# A picture in a link is found up to this depth.
_MOST_DESCENDANTS: Final = 100
# Up to this length, spaces are collapsed at the end only: most texts are never read separately.
_SHORT: Final = 400

_NOT_CONTENT: Final = word_set(
    "area audio canvas col colgroup datalist desc script style template textarea title video"
)
_APART: Final = BLOCK_TAGS | {"br", "iframe", "img", "input", "object", "select", "svg"}
_OPAQUE: Final = word_set("iframe input img area select")
_PICTURES: Final = word_set("img svg area")
_LABELABLE: Final = word_set("button input meter output progress select textarea")
# Named by their content, unless an attribute overrides it.
_PLAIN: Final = TAGS_NAMED_BY_CONTENT - {"button"}
_TITLES_OF: Final = {"fieldset": "legend", "figure": "figcaption", "table": "caption"}


class Names:
    """The accessible names of one document's elements, computed on demand and cached."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._named: dict[Element, str] = {}
        self._with_naming_attribute = set(
            document.with_attribute("aria-label", "aria-labelledby", "role", "title")
        )
        self._squeezed: dict[Element, str] = {}
        self._referenced: dict[str, str] = {}
        self._has_svg = bool(document.tagged("svg"))
        self._follows = bool(document.with_attribute("aria-labelledby"))
        # References are followed one step: their targets are read without following references.
        self._hidden = _Contents(self, document, hidden=True, follow=False)
        self._shown = _Contents(self, document, hidden=False, follow=False)
        self._contents = (
            _Contents(self, document, hidden=False, follow=True) if self._follows else self._shown
        )

    def name(self, element: Element) -> str:
        """Returns the element's accessible name, squeezed; empty if it has none."""
        if element.tag in _PLAIN and element not in self._with_naming_attribute:
            # The usual case: no attribute overrides the content.
            return self.content(element) or (self.native(element) if self._has_svg else "")
        if element not in self._named:
            self._named[element] = (
                self.referenced(element)
                or _label(element)
                or self.native(element)
                or self._from_content(element)
                or squeeze(element.get("title", ""))
                or placeholder(element)
            )
        return self._named[element]

    def content(self, element: Element) -> str:
        """Returns the perceivable text inside the element, pictures by their names."""
        if not len(element):
            text = element.text
            if not text:
                return ""
            if len(text) <= _SHORT:
                return squeeze(text)
        if element not in self._squeezed:
            self._squeezed[element] = squeeze(self._contents.of(element))
        return self._squeezed[element]

    def part(self, element: Element) -> str:
        """Returns the text that the element adds to its parent's text."""
        self._contents.of(element)
        return self._contents.part(element)

    def title(self, table: Element) -> str:
        """Returns a table's name: by reference or label, its caption, or its figure's caption."""
        captions = [self.content(child) for child in table.iterchildren("caption")]
        figure = table.getparent()
        if figure is not None and figure.tag == "figure":
            captions += [self.content(child) for child in figure.iterchildren("figcaption")]
        return (
            self.referenced(table)
            or _label(table)
            or next(filter(None, captions), "")
            or squeeze(table.get("title", ""))
        )

    def description(self, element: Element) -> str:
        """Returns the text that `aria-describedby` points to."""
        return self._texts_of(element.get("aria-describedby", ""))

    def has_picture(self, element: Element) -> bool:
        """True if the element contains a visible picture."""
        return self._has_pictures and any(
            is_picture(inner) and self._document.is_shown(inner)
            for inner in islice(element.iterdescendants("*"), _MOST_DESCENDANTS)
        )

    @cached_property
    def _has_pictures(self) -> bool:
        document = self._document
        return bool(document.tagged(*_PICTURES) or document.with_role(*PICTURE_ROLES))

    def referenced(self, element: Element) -> str:
        """Returns the text that `aria-labelledby` points to."""
        return self._texts_of(element.get("aria-labelledby", "")) if self._follows else ""

    def native(self, element: Element) -> str:
        """Returns the name by the element's own HTML or SVG features."""
        tag = element.tag
        if tag in ("img", "area"):
            return squeeze(element.get("alt", ""))
        if tag in _TITLES_OF:
            return self._title_inside(element, _TITLES_OF[tag])
        if tag == "svg" or (self._has_svg and next(element.iterancestors("svg"), None) is not None):
            titles = (squeeze(inner.text or "") for inner in element.iterchildren("title"))
            return next(filter(None, titles), "")
        if tag in _LABELABLE:
            return own_words(element) or self._labels(element)
        return ""

    def _title_inside(self, element: Element, tag: str) -> str:
        return next(filter(None, (self.content(c) for c in element.iterchildren(tag))), "")

    def _labels(self, element: Element) -> str:
        labels = self._labels_by_control.get(element, [])
        return squeeze(" ".join(self._shown.of(label) for label in labels[:_MOST_REFERENCES]))

    @cached_property
    def _labels_by_control(self) -> dict[Element, list[Element]]:
        index: dict[Element, list[Element]] = {}
        for label in self._document.tagged("label"):
            if (target := label.get("for")) is not None:
                control = self._document.by_id(target)
            else:
                inside = islice(label.iterdescendants("*"), _MOST_DESCENDANTS)
                control = next((inner for inner in inside if inner.tag in _LABELABLE), None)
            if control is not None:
                index.setdefault(control, []).append(label)
        return index

    def _texts_of(self, references: str) -> str:
        if not references:
            return ""
        if references not in self._referenced:
            names = references.split()[:_MOST_REFERENCES]
            targets = [found for name in names if (found := self._document.by_id(name)) is not None]
            words = " ".join(self._as_label(target) for target in targets)
            self._referenced[references] = squeeze(words)[:_LONGEST]
        return self._referenced[references]

    def _as_label(self, target: Element) -> str:
        # A hidden label still names: authors hide labels and point to them.
        contents = self._shown if self._document.is_perceivable(target) else self._hidden
        own = _label(target) or (self.native(target) if target.tag not in _TITLES_OF else "")
        own = own or self._shown.own(target)
        inside = "" if own or hides_content(target) else contents.of(target).strip()
        return own or inside or target.get("title", "")

    def _from_content(self, element: Element) -> str:
        if hides_content(element):
            return ""
        explicit = role(element)
        by_content = (
            explicit in NAMED_BY_CONTENT if explicit else element.tag in TAGS_NAMED_BY_CONTENT
        )
        return self.content(element) if by_content else ""


class _Contents:
    """The texts inside elements, computed bottom-up, each once."""

    def __init__(self, names: Names, document: Document, *, hidden: bool, follow: bool) -> None:
        self._names = names
        self._document = document
        self._takes_hidden = hidden
        self._follows = follow
        self._texts: dict[Element, str] = {}
        self._walked = 0

    def of(self, element: Element) -> str:
        """Returns the text inside the element, at most 2000 characters of it."""
        if element not in self._texts:
            if not len(element):
                self._texts[element] = _cut(element.text)
            else:
                self._read(element)
        return self._texts[element]

    def _read(self, element: Element) -> None:
        # Callers may ask for nested elements from the inside out, which would repeat the walk each
        # time. So after one document's worth of steps, all is read at once.
        everything = self._document.elements
        scope = everything if self._walked > len(everything) else list(element.iter("*"))
        self._walked += len(scope)
        texts = self._texts
        # Reverse document order: descendants are read before the element.
        for inner in reversed(scope):
            if inner in texts:
                continue
            if not len(inner):
                texts[inner] = _cut(inner.text)
                continue
            parts = [_cut(inner.text)]
            for child in inner:
                if child in texts:  # comments have none
                    parts.append(self.part(child))
                parts.append(_cut(child.tail))
            texts[inner] = _cut("".join(parts))

    def part(self, child: Element) -> str:
        """Returns the text that a child, already read, adds to its parent's content."""
        tag = child.tag
        if tag in _NOT_CONTENT or not (self._takes_hidden or self._document.is_perceivable(child)):
            return ""
        if not child.keys() and tag not in _LABELABLE and tag not in _PICTURES:
            text = self._texts[child]
            return f" {text} " if tag in _APART else text
        if is_presentational(child) and is_picture(child):
            return ""
        text = self._names.referenced(child) if self._follows else ""
        text = text or _label(child) or self.own(child)
        if not text and not hides_content(child):
            text = self._texts[child]
        if (title := child.get("title")) and not squeeze(text):
            text = squeeze(title)
        return f" {text} " if tag in _APART else text

    def own(self, child: Element) -> str:
        """Returns the words of a picture or control; a field inside a text contributes its
        value."""
        tag = child.tag
        if tag == "select":
            options = list(islice(child.iterdescendants("option"), _MOST_DESCENDANTS))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            return squeeze(" ".join(option.text or "" for option in chosen))
        if tag == "input":
            return own_words(child) or displayed_value(child)
        return self._names.native(child) if tag in _PICTURES else ""


def is_picture(element: Element) -> bool:
    """True if screen readers announce the element as a picture."""
    return element.tag in _PICTURES or role(element) in PICTURE_ROLES


def hides_content(element: Element) -> bool:
    """True if the element's content does not name it: a frame's fallback, the parts of a
    picture."""
    return element.tag in _OPAQUE or role(element) in PICTURE_ROLES


def _label(element: Element) -> str:
    label = element.get("aria-label")
    return squeeze(label) if label else ""


def _cut(text: str | None) -> str:
    if not text:
        return ""
    return text if len(text) <= _SHORT else collapse(text)[:_LONGEST]
