"""What the properties that our rules ask about may hold, as browsers take them (CSS 2.2 and after).

A browser drops a declaration whose value it does not know, and the one before holds. So each
reader here returns None for what no browser takes. What only a browser could work out (`var()`,
`calc()`, a share of the window) is UNKNOWN.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tinycss2.ast import Node

from ...word_sets import word_set
from .colors import Color, known, may_be_color

UNKNOWN: Final = "?"
"""A value that browsers take, and that cannot be known here. No keyword is written so."""


@dataclass(frozen=True, slots=True)
class Length:
    """A number with its unit: "px", "em", …, "%", or "" for a bare number but 0."""

    number: float
    unit: str


Value = str | Length | Color | tuple[Color, ...]
"""A keyword or UNKNOWN, a length, a color, or the stops of a gradient."""
Nodes = Sequence[Node]
"""The components of a value, without the spaces between them."""
Reader = Callable[[Nodes], Value | None]

EVERYWHERE: Final = word_set("inherit initial unset revert revert-layer")
"""The words that every property takes."""
BASE_SIZE: Final = 16.0
"""What text measures in CSS pixels where nothing else is said."""
PIXELS: Final = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "rem": BASE_SIZE,
}
ANGLES: Final = word_set("deg grad rad turn")
_OTHER_LENGTHS: Final = re.compile(
    "r?(?:ex|ch|cap|ic)|r?lh|[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)"
)
_MATHEMATICS: Final = word_set(
    "abs acos anchor anchor-size asin atan atan2 calc calc-size clamp cos env exp fit-content "
    "hypot log max min mod pow rem round sibling-count sibling-index sign sin sqrt tan -webkit-calc"
)
_LARGEST: Final = 1e6
NAMED_SIZES: Final = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_DISPLAYS: Final = word_set(
    "none contents inline-block inline-table inline-flex inline-grid table-row-group "
    "table-header-group table-footer-group table-row table-cell table-column-group table-column "
    "table-caption ruby-text -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex"
)
_OUTSIDE: Final = word_set("block inline")
_INSIDE: Final = word_set("flow flow-root table flex grid ruby math")
_GRADIENT: Final = re.compile("(?:repeating-)?(linear|radial)-gradient")
_IMAGES: Final = re.compile("url|(?:-webkit-)?(?:image-set|cross-fade|gradient)|.+-gradient")
_SIDES: Final = word_set("left right top bottom")
_CORNERS: Final = [{across, along} for across in ("left", "right") for along in ("top", "bottom")]
_SHAPES: Final = word_set(
    "circle ellipse closest-side closest-corner farthest-side farthest-corner"
)


def keyword(nodes: Nodes) -> str:
    """Return the one word that a value is, in lower case, "" for any other value."""
    is_word = len(nodes) == 1 and nodes[0].type == "ident"
    return nodes[0].lower_value if is_word else ""


def parts(nodes: Nodes) -> list[Nodes]:
    """Return what stands between the commas of a value."""
    commas = [place for place, node in enumerate(nodes) if node == ","]
    return [nodes[start + 1 : end] for start, end in pairwise([-1, *commas, len(nodes)])]


def significant(nodes: Sequence[Node]) -> Nodes:
    """Return the components of a value without spaces and comments."""
    return [node for node in nodes if node.type not in ("whitespace", "comment")]


def _words(words: str) -> Reader:
    known_words = word_set(words)

    def read(nodes: Nodes) -> Value | None:
        word = keyword(nodes)
        return word if word in known_words else None

    return read


def _measure(words: str = "", *, units: str = "% length", least: float = -_LARGEST) -> Reader:
    """Return a reader of keywords, and of numbers of these kinds that are not below the least.

    "?" stands for shares of which some browsers know nothing.
    """
    kinds, known_words = units.split(), word_set(words)

    def read(nodes: Nodes) -> Value | None:
        if len(nodes) != 1:
            return None
        node = nodes[0]
        if node.type == "ident":
            return node.lower_value if node.lower_value in known_words else None
        if node.type == "function":
            return UNKNOWN if node.lower_name in _MATHEMATICS else None
        found = _number(node)
        if found is None or found.number < least:
            return None
        if found.unit == "%":
            return UNKNOWN if "?" in kinds else found if "%" in kinds else None
        if found.unit == "":
            zero = found.number == 0 and "length" in kinds
            return found if "number" in kinds else Length(0.0, "px") if zero else None
        if "length" not in kinds:
            return None
        if found.unit in PIXELS or found.unit == "em":
            return found
        return UNKNOWN if _OTHER_LENGTHS.fullmatch(found.unit) else None

    return read


def _number(node: Node) -> Length | None:
    """Return a number of any unit, cut off where browsers cut off as well."""
    if node.type not in ("number", "percentage", "dimension"):
        return None
    is_share = node.type == "percentage"
    unit = node.lower_unit if node.type == "dimension" else "%" if is_share else ""
    return Length(min(max(node.value, -_LARGEST), _LARGEST), unit)


def _display(nodes: Nodes) -> Value | None:
    words = [keyword([node]) for node in nodes]
    if keyword(nodes) in _DISPLAYS:
        return words[0]
    outside = [word for word in words if word in _OUTSIDE]
    inside = [word for word in words if word in _INSIDE]
    items = words.count("list-item")
    fits = not items or not inside or inside[0].startswith("flow")
    counts = len(outside), len(inside), items
    is_whole = sum(counts) == len(words) > 0
    return " ".join(words) if is_whole and fits and max(counts) == 1 else None


def _weight(nodes: Nodes) -> Value | None:
    weight = _measure("normal bold bolder lighter", units="number", least=1)(nodes)
    too_much = isinstance(weight, Length) and weight.number > 1000
    return None if too_much else weight


def _color(nodes: Nodes) -> Value | None:
    if len(nodes) != 1:
        return None
    if keyword(nodes) == "currentcolor":
        return "currentcolor"
    return known(nodes[0]) or (UNKNOWN if may_be_color(nodes[0]) else None)


def _image(nodes: Nodes) -> Value | None:
    """Return "none", the stops of a plain gradient, UNKNOWN for a picture or several."""
    layers = [_one_image(layer) for layer in parts(nodes)]
    if None in layers:
        return None
    return layers[0] if len(layers) == 1 else UNKNOWN


def _one_image(nodes: Nodes) -> Value | None:
    if len(nodes) != 1:
        return None
    node = nodes[0]
    if node.type == "url":
        return UNKNOWN
    if node.type == "function":
        if _GRADIENT.fullmatch(node.lower_name):
            return _gradient(node.lower_name, significant(node.arguments))
        return UNKNOWN if _IMAGES.fullmatch(node.lower_name) else None
    return "none" if keyword(nodes) == "none" else None


def _gradient(name: str, arguments: Nodes) -> Value | None:
    first, *others = parts(arguments)
    stops: list[Color] = []
    for part in others if _is_direction(name, first) else [first, *others]:
        colors = [color for color in map(known, part) if color is not None]
        places = [node for node in part if known(node) is None]
        are_places = len(places) <= 2 and all(_measure()([place]) for place in places)
        if len(colors) != 1 or not are_places:
            return UNKNOWN
        stops += colors
    return tuple(stops) if len(stops) > 1 else UNKNOWN


def _is_direction(name: str, nodes: Nodes) -> bool:
    """True for where a gradient goes: "to left", "45deg", "circle"."""
    words = [keyword([node]) for node in nodes]
    if "linear" in name:
        if len(nodes) == 1 and nodes[0].type == "dimension":
            return nodes[0].lower_unit in ANGLES
        is_side = len(words) == 2 and words[1] in _SIDES
        return words[:1] == ["to"] and (is_side or set(words[1:]) in _CORNERS)
    return len(words) == 1 and words[0] in _SHAPES


def _clip(nodes: Nodes) -> Value | None:
    if len(parts(nodes)) > 1:
        return UNKNOWN
    return _words("border-box padding-box content-box text")(nodes)


def _filter(nodes: Nodes) -> Value | None:
    if keyword(nodes) == "none":
        return "none"
    is_list = all(node.type in ("function", "url") for node in nodes)
    return UNKNOWN if nodes and is_list else None


def _shadow(nodes: Nodes) -> Value | None:
    if keyword(nodes) == "none":
        return "none"
    return UNKNOWN if sum(_measure()([node]) is not None for node in nodes) > 1 else None


_SIDE: Final = _measure("auto")
_SPACING: Final = _measure("normal", units="? length")

PROPERTIES: Final[Mapping[str, Reader]] = {
    "background-clip": _clip,
    "background-color": _color,
    "background-image": _image,
    "bottom": _SIDE,
    "color": _color,
    "display": _display,
    "filter": _filter,
    "font-size": _measure(" ".join(NAMED_SIZES) + " larger smaller math", least=0),
    "font-weight": _weight,
    "left": _SIDE,
    "letter-spacing": _SPACING,
    "line-height": _measure("normal", units="number % length", least=0),
    "mix-blend-mode": _words(
        "normal multiply screen overlay darken lighten color-dodge color-burn hard-light "
        "soft-light difference exclusion hue saturation color luminosity plus-lighter"
    ),
    "opacity": _measure(units="number %"),
    "position": _words("static relative absolute fixed sticky"),
    "right": _SIDE,
    "text-align": _words(
        "start end left right center justify -webkit-auto -webkit-left -webkit-right "
        "-webkit-center -webkit-match-parent"
    ),
    "text-indent": _measure(),
    "text-shadow": _shadow,
    "text-wrap-mode": _words("wrap nowrap"),
    "top": _SIDE,
    "visibility": _words("visible hidden collapse"),
    "-webkit-text-fill-color": _color,
    "width": _measure("auto min-content max-content fit-content -webkit-fill-available", least=0),
    "word-spacing": _SPACING,
}
"""Each property that a rule asks about, with the reader of its values."""
