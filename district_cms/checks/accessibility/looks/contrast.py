"""Computes what is known about a text's color, its background and its size.

Reads `style` attributes and the old color attributes, from the top of the document down. A value
that a style sheet may change on the way (a link's color, the background of an element with a class)
becomes unknown there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import Document, Element
from ..names import Names
from ..words import clip
from .colors import CLEAR, LARGE_TEXT_CONTRAST, TEXT_CONTRAST, WHITE, Color, contrast, parse_hint
from .css import UNSTYLED, Style, font_size, is_bold, is_moved_away
from .properties import BASE_SIZE, Length

_SAMPLES: Final = 8
# A gradient with more stops counts as unknown.
_MOST_STOPS: Final = 8
_MOST_VEILS: Final = 4
# Elements that style sheets leave unchanged: their content inherits the colors around them.
_PLAIN: Final = word_set(
    "article b body center dd div dl dt em font html i label li main ol p section small span "
    "strong sub sup table tbody td tfoot thead tr u ul"
)
_NOT_READ: Final = word_set(
    "audio canvas datalist head iframe input math object option script select style svg template "
    "textarea title video"
)
_HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
# The site gives these their own color, and no background.
_CLEAR: Final = _HEADINGS | {"a"}
_BOLD: Final = word_set("b strong th")
# With these properties, the visible color differs from the declared one.
_EFFECTS: Final = (
    "text-shadow",
    "filter",
    "mix-blend-mode",
    "background-clip",
    "-webkit-text-fill-color",
)
_NO_EFFECT: Final = (
    *(None, "none", "normal", "border-box", "padding-box", "content-box", "currentcolor"),
    *("inherit", "initial", "unset", "revert", "revert-layer"),
)
_SAME: Final = ("inherit", "currentcolor", "unset")
_LIFTED: Final = ("absolute", "fixed", "sticky")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known about a text's colors and size. Empty `grounds`: the background is unknown."""

    words: Color | None = None
    color_is_declared: bool = False
    grounds: tuple[Color, ...] = ()
    veils: tuple[tuple[float, Color | None], ...] = ()
    size: float = BASE_SIZE
    is_bold: bool = False
    may_be_large: bool = False
    is_exempt: bool = False
    chosen_by: Element | None = None


def scenes(document: Document, chosen: set[Element]) -> Iterator[tuple[Element, Scene]]:
    """Yields what is perceivable inside the elements that set colors, in document order."""
    labels = _labels_of_disabled(document)
    way_there: set[Element] = set()
    for element in chosen:
        current: Element | None = element
        while current is not None and current not in way_there:
            way_there.add(current)
            current = current.getparent()
    waiting: list[tuple[Element, Scene]] = [(document.root, Scene())]
    while waiting:
        element, outside = waiting.pop()
        if element.tag in _NOT_READ or not document.is_perceivable(element):
            continue
        if outside.chosen_by is None and element not in way_there:
            continue
        own = _choices(style) if (style := document.style(element)).values else _NONE
        scene = _enter(element, own, outside, element in chosen, element in labels)
        if scene is None:
            continue
        if scene.chosen_by is not None:
            yield element, scene
        waiting.extend((child, scene) for child in reversed(list(element.iterchildren("*"))))


@dataclass(frozen=True, slots=True)
class _Choices:
    """The colors that one `style` attribute sets; None for those it does not set."""

    style: Style
    is_unseen: bool = False
    words: Color | None = None
    chooses_words: bool = False
    keeps_words: bool = False
    grounds: tuple[Color, ...] | None = ()
    opacity: float = 1.0
    is_bold: bool | None = None
    sets_size: bool = False
    is_lifted: bool = False
    has_effects: bool = False


_NONE: Final = _Choices(UNSTYLED)


@lru_cache(maxsize=2048)
def _choices(style: Style) -> _Choices:
    opacity = _opacity(style)
    words = style.value("color")
    return _Choices(
        style,
        is_unseen=opacity == 0 or is_moved_away(style),
        words=words if isinstance(words, Color) else None,
        chooses_words=words is not None,
        keeps_words=words in _SAME,
        grounds=_grounds(style),
        opacity=opacity,
        is_bold=is_bold(style),
        sets_size="font-size" in style,
        is_lifted=style.value("position") in _LIFTED,
        has_effects=any(style.value(name) not in _NO_EFFECT for name in _EFFECTS),
    )


def _enter(
    element: Element, own: _Choices, outside: Scene, chooses: bool, is_label: bool
) -> Scene | None:
    """Returns the scene inside an element, or None if its content is invisible."""
    tag = element.tag
    if own.is_unseen:
        return None
    has_class = "class" in element.attrib
    is_plain = tag in _PLAIN and not has_class
    words, color_is_declared = outside.words, outside.color_is_declared
    if own.chooses_words:
        if not own.keeps_words:
            words, color_is_declared = own.words, True
    elif tag == "font" and (hint := element.get("color")) is not None:
        words, color_is_declared = parse_hint(hint), True
    elif not is_plain:
        words, color_is_declared = None, True
    behind = outside.grounds
    if own.is_lifted or not (is_plain or (tag in _CLEAR and not has_class)):
        behind = ()
    grounds = own.grounds
    if grounds == () and (hint := element.get("bgcolor")) is not None:
        color = parse_hint(hint)
        grounds = (color,) if color else ()
    veils = outside.veils
    if own.opacity < 1:
        backdrop = behind[0] if len(behind) == 1 and len(veils) < _MOST_VEILS else None
        veils = ((own.opacity, backdrop), *veils[:_MOST_VEILS])
    return Scene(
        words,
        color_is_declared,
        () if grounds is None else _laid_over(grounds, behind) if grounds else behind,
        veils,
        font_size(own.style, outside.size) if own.sets_size else outside.size,
        _is_bold(tag, own, outside),
        not own.sets_size and (outside.may_be_large or _may_be_large(element)),
        outside.is_exempt or is_label or own.has_effects or _is_out_of_use(element),
        element if chooses else outside.chosen_by,
    )


def _grounds(style: Style) -> tuple[Color, ...] | None:
    """Returns the colors of an element's own background, () if it has none, None if unknown."""
    color, image = style.value("background-color"), style.value("background-image")
    if isinstance(image, tuple):
        is_plain = color in (None, CLEAR) and len(image) <= _MOST_STOPS
        return _sampled(image) if is_plain else None
    if image not in (None, "none", "initial", "unset", "inherit"):
        return None
    if color in ("initial", "unset"):
        return (CLEAR,)
    if isinstance(color, Color):
        return (color,)
    return () if color in (None, "inherit") else None


def _sampled(stops: tuple[Color, ...]) -> tuple[Color, ...] | None:
    if any(stop.alpha < 1 for stop in stops):
        return None
    between = [
        there.mixed(here, step / _SAMPLES)
        for here, there in pairwise(stops)
        for step in range(_SAMPLES)
    ]
    return (*between, stops[-1])


def _laid_over(own: tuple[Color, ...], behind: tuple[Color, ...]) -> tuple[Color, ...]:
    if all(color.alpha == 1 for color in own):
        return own
    return tuple(color.over(ground) for color in own for ground in behind)


def _opacity(style: Style) -> float:
    told = style.value("opacity")
    if not isinstance(told, Length):
        return 1.0
    return min(max(told.number / (100 if told.unit else 1), 0.0), 1.0)


def _is_bold(tag: str, own: _Choices, outside: Scene) -> bool:
    if own.is_bold is not None:
        return own.is_bold
    return outside.is_bold or tag in _BOLD or tag in _HEADINGS


def _may_be_large(element: Element) -> bool:
    """True if a style sheet probably makes the text large: then the lower limit applies."""
    if element.tag in _HEADINGS or element.tag == "big":
        return True
    hint = element.get("size") if element.tag == "font" else None
    return hint is not None and hint.strip().lstrip("+") in ("4", "5", "6", "7")


def _is_out_of_use(element: Element) -> bool:
    if "disabled" in element.attrib:
        return True
    told = element.get("aria-disabled")
    return told is not None and told.strip().lower() == "true"


def _labels_of_disabled(document: Document) -> set[Element]:
    """Returns the labels of disabled controls: 1.4.3 does not apply to them."""
    labels: set[Element] = set()
    disabled = document.with_attribute("disabled", "aria-disabled")
    if not disabled:
        return labels
    targets = {label.get("for", ""): label for label in document.tagged("label")}
    for control in disabled:
        if "disabled" not in control.attrib and control.get("aria-disabled", "").strip() != "true":
            continue
        for identifier in control.get("aria-labelledby", "").split()[:20]:
            label = document.by_id(identifier)
            if label is not None:
                labels.add(label)
        if control.get("id", "") in targets:
            labels.add(targets[control.get("id", "")])
        around = document.nearest(control, frozenset({"label"}))
        if around is not None:
            labels.add(around)
    return labels


_PALE: Final = _("Many people cannot read it, and in sunlight almost no one can.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "contrast-inline",
        "1.4.3",
        "error",
        _(
            "“%(excerpt)s” does not stand out enough from its background: the contrast is "
            "%(ratio)s to 1, but at least %(needed)s to 1 is needed."
        ),
        _PALE,
        _("Remove the colors, or choose a darker one and a lighter one."),
        needs="markup",
    ),
    Rule(
        "contrast-unsure",
        "1.4.3",
        "warning",
        _(
            "“%(excerpt)s” has its own color, and seems hard to read: the contrast is "
            "about %(ratio)s to 1, but at least %(needed)s to 1 is needed."
        ),
        _PALE,
        _("Remove the color, or confirm that the text can be read."),
        needs="markup",
    ),
)

# Below this ratio, hardly any background of a page makes pale text readable.
_SUSPICIOUS: Final = 3.0
_BLACK: Final = Color(0.0, 0.0, 0.0)
_LARGE: Final = 24.0
_LARGE_BOLD: Final = 18.66
_WORD: Final = re.compile(r"[^\W_]{2}")
_SPEAKING: Final = ("color", "background-color", "background-image", "opacity")


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the passages whose own colors make them hard to read, each combination of colors
    once."""
    chosen = {
        element
        for element in document.with_attribute("style", "color", "bgcolor")
        if "bgcolor" in element.attrib
        or "color" in element.attrib
        or any(name in document.style(element) for name in _SPEAKING)
    }
    if not chosen:
        return
    reported: set[Element | None] = set()
    for element, scene in scenes(document, chosen):
        if scene.chosen_by in reported or not _has_words(element):
            continue
        fault = _judge(element, scene, document, names)
        if fault is not None:
            reported.add(scene.chosen_by)
            yield fault


def _judge(element: Element, scene: Scene, document: Document, names: Names) -> Fault | None:
    if scene.is_exempt:
        return None
    words, grounds = scene.words, scene.grounds
    for veil, backdrop in scene.veils:
        if backdrop is None or words is None:
            return None
        words = words.over(grounds[0] if grounds else backdrop).mixed(backdrop, veil)
        grounds = tuple(ground.mixed(backdrop, veil) for ground in grounds)
    needed, rule = _needed(scene), "contrast-inline"
    if words is not None and words.alpha == 0:
        return None
    if words is not None and grounds:
        ratio = max(contrast(words.over(ground), ground) for ground in grounds)
    elif words is not None:
        ratio, needed, rule = contrast(words.over(WHITE), WHITE), _SUSPICIOUS, "contrast-unsure"
    elif grounds and not scene.color_is_declared:
        ratio = max(contrast(_BLACK, ground) for ground in grounds)
        needed, rule = _SUSPICIOUS, "contrast-unsure"
    else:
        return None
    if ratio >= needed:
        return None
    return _fault(rule, names.content(element), document.selector(element), ratio, _needed(scene))


def _needed(scene: Scene) -> float:
    is_large = scene.size >= (_LARGE_BOLD if scene.is_bold else _LARGE)
    return LARGE_TEXT_CONTRAST if is_large or scene.may_be_large else TEXT_CONTRAST


def _fault(rule: str, excerpt: str, selector: str, ratio: float, needed: float) -> Fault:
    # Rounded down, so that 4.49 is not reported as 4.5.
    params = (("ratio", f"{int(ratio * 10) / 10:g}"), ("needed", f"{needed:g}"))
    return Fault(rule, clip(excerpt), selector, params)


def _has_words(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text is not None and _WORD.search(text) for text in texts)
