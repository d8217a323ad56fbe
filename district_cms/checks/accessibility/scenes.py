"""What is known of the colours where some text stands: its own, its ground's, its size.

Read from `style` attributes and the old attributes for colours, from the top of the document down.
What a style sheet may change on the way (a link's colour, the ground of anything with a class)
becomes unknown there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from .colours import Colour, colours_in, parse, parse_hint
from .css import BASE_SIZE, Style, font_size, is_bold, is_moved_away, parse_style
from .dom import Document, Element
from .words import word_set

_SAMPLES: Final = 8
# What has more of them is unknown.
_MOST_STOPS: Final = 8
_MOST_VEILS: Final = 4
_GROUNDS: Final = ("background", "background-color", "background-image")
# Elements that style sheets leave as they are: colours around them reach what is inside.
_PLAIN: Final = word_set(
    "article b body center dd div dl dt em font html i label li main ol p section small span "
    "strong sub sup table tbody td tfoot thead tr u ul"
)
_NOT_READ: Final = word_set(
    "audio canvas datalist head iframe input math object option script select style svg template "
    "textarea title video"
)
_HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
# These have a colour of their own on the page, and no ground.
_CLEAR: Final = _HEADINGS | {"a"}
_BOLD: Final = word_set("b strong th")
# With these, a colour is no longer what is seen.
_EFFECTS: Final = (
    "text-shadow",
    "filter",
    "mix-blend-mode",
    "background-clip",
    "-webkit-background-clip",
    "-webkit-text-fill-color",
)
_SAME: Final = ("inherit", "currentcolor", "unset")
_LIFTED: Final = ("absolute", "fixed", "sticky")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known where some text stands. No grounds: the ground is unknown."""

    words: Colour | None = None
    words_are_told: bool = False
    grounds: tuple[Colour, ...] = ()
    veils: tuple[tuple[float, Colour | None], ...] = ()
    size: float = BASE_SIZE
    is_bold: bool = False
    may_be_large: bool = False
    is_exempt: bool = False
    chosen_by: Element | None = None


def scenes(document: Document, chosen: set[Element]) -> Iterator[tuple[Element, Scene]]:
    """Yield what is perceivable inside the elements that choose colours, in document order."""
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
        scene = _enter(element, outside, element in chosen, element in labels)
        if scene is None:
            continue
        if scene.chosen_by is not None:
            yield element, scene
        waiting.extend((child, scene) for child in reversed(list(element.iterchildren("*"))))


@dataclass(frozen=True, slots=True)
class _Choices:
    """What one `style` attribute says about colours; None where it says nothing."""

    style: Style
    is_unseen: bool = False
    words: Colour | None = None
    chooses_words: bool = False
    keeps_words: bool = False
    grounds: tuple[Colour, ...] | None = ()
    opacity: float = 1.0
    is_bold: bool | None = None
    sets_size: bool = False
    is_lifted: bool = False
    has_effects: bool = False


_NONE: Final = _Choices({})


@lru_cache(maxsize=2048)
def _choices(text: str) -> _Choices:
    style = parse_style(text)
    opacity = _opacity(style)
    words = style["color"].value if "color" in style else ""
    return _Choices(
        style,
        is_unseen=opacity == 0 or is_moved_away(style),
        words=parse(words) if words else None,
        chooses_words=bool(words),
        keeps_words=words in _SAME,
        grounds=_grounds(style),
        opacity=opacity,
        is_bold=is_bold(style),
        sets_size="font-size" in style or "font" in style,
        is_lifted="position" in style and style["position"].value in _LIFTED,
        has_effects=any(name in style for name in _EFFECTS),
    )


def _enter(element: Element, outside: Scene, chooses: bool, is_label: bool) -> Scene | None:
    """Return the scene inside an element, None if nobody sees what is inside."""
    tag, style = element.tag, element.get("style")
    own = _choices(style) if style else _NONE
    if own.is_unseen:
        return None
    has_class = "class" in element.attrib
    is_plain = tag in _PLAIN and not has_class
    words, words_are_told = outside.words, outside.words_are_told
    if own.chooses_words:
        if not own.keeps_words:
            words, words_are_told = own.words, True
    elif tag == "font" and (hint := element.get("color")) is not None:
        words, words_are_told = parse_hint(hint), True
    elif not is_plain:
        words, words_are_told = None, True
    behind = outside.grounds
    if own.is_lifted or not (is_plain or (tag in _CLEAR and not has_class)):
        behind = ()
    grounds = own.grounds
    if grounds == () and (hint := element.get("bgcolor")) is not None:
        colour = parse_hint(hint)
        grounds = (colour,) if colour else ()
    veils = outside.veils
    if own.opacity < 1:
        backdrop = behind[0] if len(behind) == 1 and len(veils) < _MOST_VEILS else None
        veils = ((own.opacity, backdrop), *veils[:_MOST_VEILS])
    return Scene(
        words,
        words_are_told,
        () if grounds is None else _laid_over(grounds, behind) if grounds else behind,
        veils,
        font_size(own.style, outside.size) if own.sets_size else outside.size,
        _is_bold(tag, own, outside),
        not own.sets_size and (outside.may_be_large or _may_be_large(element)),
        outside.is_exempt or is_label or own.has_effects or _is_out_of_use(element),
        element if chooses else outside.chosen_by,
    )


def _grounds(style: Style) -> tuple[Colour, ...] | None:
    """Return the colours of an element's own ground, () if it has none, None if unknown."""
    values = [style[name].value for name in _GROUNDS if name in style]
    values = [value for value in values if value not in ("none", "inherit", "transparent")]
    if not values:
        return ()
    if len(values) > 1 or "url(" in values[0] or "var(" in values[0]:
        return None
    found = tuple(islice(colours_in(values[0]), _MOST_STOPS + 1))
    if "gradient(" in values[0]:
        is_simple = values[0].count("gradient(") == 1 and "conic" not in values[0]
        return _sampled(found) if is_simple and 1 < len(found) <= _MOST_STOPS else None
    return found if len(found) == 1 else None


def _sampled(stops: tuple[Colour, ...]) -> tuple[Colour, ...] | None:
    if any(stop.alpha < 1 for stop in stops):
        return None
    between = [
        there.mixed(here, step / _SAMPLES)
        for here, there in pairwise(stops)
        for step in range(_SAMPLES)
    ]
    return (*between, stops[-1])


def _laid_over(own: tuple[Colour, ...], behind: tuple[Colour, ...]) -> tuple[Colour, ...]:
    if all(colour.alpha == 1 for colour in own):
        return own
    return tuple(colour.over(ground) for colour in own for ground in behind)


def _opacity(style: Style) -> float:
    declared = style.get("opacity")
    if declared is None:
        return 1.0
    try:
        share = float(declared.value.rstrip("%")) / (100 if declared.value.endswith("%") else 1)
    except ValueError:
        return 1.0
    return min(max(share, 0.0), 1.0)


def _is_bold(tag: str, own: _Choices, outside: Scene) -> bool:
    if own.is_bold is not None:
        return own.is_bold
    return outside.is_bold or tag in _BOLD or tag in _HEADINGS


def _may_be_large(element: Element) -> bool:
    """True where a style sheet probably makes text large: it is judged with leniency."""
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
    """Return the labels of controls that are out of use: 1.4.3 asks nothing of them."""
    found: set[Element] = set()
    disabled = document.with_attribute("disabled", "aria-disabled")
    if not disabled:
        return found
    targets = {label.get("for", ""): label for label in document.tagged("label")}
    for control in disabled:
        if "disabled" not in control.attrib and control.get("aria-disabled", "").strip() != "true":
            continue
        for identifier in control.get("aria-labelledby", "").split()[:20]:
            label = document.by_id(identifier)
            if label is not None:
                found.add(label)
        if control.get("id", "") in targets:
            found.add(targets[control.get("id", "")])
        around = document.nearest(control, frozenset({"label"}))
        if around is not None:
            found.add(around)
    return found
