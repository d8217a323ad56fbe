"""Spacing and alignment in style attributes: can readers change them? (WCAG 1.4.12)"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ..dom import Document, Element
from ..names import Names
from ..words import clip
from .css import Style, font_size, is_moved_away, length, parse_style
from .properties import BASE_SIZE, Length, Value

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "spacing-pinned",
        "1.4.12",
        "error",
        _("The spacing of “%(excerpt)s” is fixed (%(property)s), and too tight."),
        _("People who need wider spacing could not change it."),
        _("Remove the text and paste it again as plain text."),
    ),
    Rule(
        "text-tiny",
        "1.4.4 advice",
        "warning",
        _("The text starting with “%(excerpt)s” is tiny."),
        _("Many people cannot read it, and few know how to enlarge a page."),
        _("Write it in the size of the text around it."),
        needs="markup",
    ),
    # 1.4.8, level AAA, advises against it.
    Rule(
        "text-justified",
        "1.4.8 advice",
        "warning",
        _("The text starting with “%(excerpt)s” is justified."),
        _("The gaps between its words differ, and readers with dyslexia lose the line."),
        _("Align it to the left."),
        needs="markup",
    ),
)

# The spacing that a reader must be able to set, as a multiple of the font size.
_WANTED: Final = {"letter-spacing": 0.12, "word-spacing": 0.16, "line-height": 1.5}
_LEFT_TO_THE_READER: Final = ("inherit", "unset", "revert", "revert-layer")
# The browsers' defaults.
_NORMAL: Final = {"letter-spacing": 0.0, "word-spacing": 0.0, "line-height": 1.2}
# Shorter texts are one line, so that their line height does not matter.
_ONE_LINE: Final = 25
# The average letter is hardly ever wider than this share of the font size.
_WIDTH_OF_LETTER: Final = 0.6
_SHORTEST_JUSTIFIED: Final = 60
_TINY: Final = 9.0  # CSS pixels; nine or ten are small, but readable
_SHORTEST_TINY: Final = 20
_LONGEST_SHEET: Final = 20_000
_RULE_OF_TAGS: Final = re.compile(r"(?<![\w\s,-])([\w\s,-]++)\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _Place:
    """The inherited settings at an element: its font size, and whether its lines can wrap."""

    size: float = BASE_SIZE
    width: float | None = None
    can_wrap: bool = True

    def inside(self, style: Style) -> "_Place":
        size = font_size(style, self.size)
        width, can_wrap = self.width, self.can_wrap
        if "width" in style:
            told = style.value("width")
            is_share = isinstance(told, Length) and told.unit == "%"
            width = None if is_share else length(told, size)
        if style.value("text-wrap-mode") not in (None, *_LEFT_TO_THE_READER):
            can_wrap = style.value("text-wrap-mode") != "nowrap"
        return _Place(size, width, can_wrap)

    def is_one_line(self, text: str) -> bool:
        if len(text) < _ONE_LINE or not self.can_wrap:
            return True
        return self.width is not None and len(text) * self.size * _WIDTH_OF_LETTER < self.width


_Places = dict[Element, _Place | None]


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields text with fixed spacing that is too tight, and the first text that is justified."""
    known: _Places = {}
    for element in document.with_attribute("style"):
        style = document.style(element)
        for name in filter(style.important.__contains__, _WANTED):
            text = _too_tight(element, name, document, known)
            if text:
                place = document.selector(element)
                yield Fault("spacing-pinned", clip(text), place, (("property", name),))
    yield from _tiny(document, names)
    yield from _justified(document, names)


def _too_tight(element: Element, name: str, document: Document, known: _Places) -> str:
    """Returns the first text that a declaration sets too tight, or an empty string."""
    style = _with_size(element, document)
    start = _around(element, document, known)
    if start is None:
        return ""
    fixed = _computed(name, style.value(name), start.inside(style).size)
    if fixed is None:
        return ""
    waiting: list[tuple[Element, _Place]] = [(element, start)]
    while waiting:
        current, outside = waiting.pop()
        style = _with_size(current, document)
        if not document.is_shown(current) or is_moved_away(style):
            continue
        if current is not element and name in style:
            continue
        place = outside.inside(style) if style.values else outside
        text = _own_text(current)
        ratio = fixed.multiple if fixed.multiple is not None else fixed.pixels / (place.size or 1)
        is_tight = bool(text) and ratio < _WANTED[name] - 0.001
        if is_tight and not (name == "line-height" and place.is_one_line(text)):
            return text
        waiting.extend((child, place) for child in reversed(list(current.iterchildren("*"))))
    return ""


def _with_size(element: Element, document: Document) -> Style:
    """Returns the element's style, with the font size that a `style` element sets for its tag."""
    style = document.style(element)
    size = document.once(_sizes).get(str(element.tag))
    if size is None or "font-size" in style:
        return style
    return Style({**style.values, "font-size": size}, style.important)


def _sizes(document: Document) -> dict[str, Value]:
    """Returns the font sizes that `style` elements set for tags; ignores other selectors."""
    sizes: dict[str, Value] = {}
    for sheet in document.tagged("style"):
        for tags, declared in _RULE_OF_TAGS.findall((sheet.text or "")[:_LONGEST_SHEET]):
            if (size := parse_style(declared).value("font-size")) is not None:
                sizes.update((tag.strip(), size) for tag in tags.lower().split(","))
    return sizes


@dataclass(frozen=True, slots=True)
class _Spacing:
    """An inherited spacing: a multiple of the font size, or a number of pixels."""

    multiple: float | None
    pixels: float = 0.0


def _computed(name: str, value: Value | None, size: float) -> _Spacing | None:
    if value in ("normal", "initial"):
        return _Spacing(_NORMAL[name])
    if isinstance(value, Length) and not value.unit:
        return _Spacing(value.number)
    pixels = length(value, size)
    return None if pixels is None else _Spacing(None, pixels)


def _around(element: Element, document: Document, known: _Places) -> _Place | None:
    """Returns the settings around an element, or None if it is invisible."""
    way: list[Element] = []
    parent = element.getparent()
    while parent is not None and parent not in known:
        way.append(parent)
        parent = parent.getparent()
    place = known[parent] if parent is not None else _Place()
    for passed in reversed(way):
        style = _with_size(passed, document)
        if place is not None and style.values:
            place = None if is_moved_away(style) else place.inside(style)
        known[passed] = place
    return place


def _own_text(element: Element) -> str:
    """Returns the words directly in an element. A `br` or an inline element does not split them."""
    texts = (element.text, *(child.tail for child in element))
    return " ".join(" ".join(filter(None, texts)).split())


def _tiny(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the first text that is too small to read.

    Skips text whose surroundings explain the size: small print, or a footnote's number.
    """
    for element in document.with_attribute("style"):
        style = document.style(element)
        size = style.value("font-size")
        if not isinstance(size, Length) or size.unit in ("em", "rem", "%", "ex", "ch"):
            continue
        if not 0 < font_size(style, BASE_SIZE) < _TINY or is_moved_away(style):
            continue
        text = names.content(element)
        if len(text) >= _SHORTEST_TINY and document.is_perceivable(element):
            yield Fault("text-tiny", clip(text), document.selector(element))
            return


def _justified(document: Document, names: Names) -> Iterator[Fault]:
    for element in document.with_attribute("style", "align"):
        hint = element.get("align", "").strip().lower()
        if "justify" not in (hint, document.style(element).value("text-align")):
            continue
        if not document.is_perceivable(element):
            continue
        text = names.content(element)
        if len(text) >= _SHORTEST_JUSTIFIED:
            yield Fault("text-justified", clip(text), document.selector(element))
            return
