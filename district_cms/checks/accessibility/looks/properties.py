"""Parses the values of the CSS properties that our rules use.

Browsers drop a declaration with an invalid value, and the one before it applies: parsers return
None for such a value. A value that only a browser can compute (`var()`, `calc()`) is UNKNOWN.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from tinycss2.ast import Node

from ...word_sets import word_set
from .colors import CLEAR, Color, color_of

UNKNOWN: Final = "?"
"""A valid value that is not known here. It is no CSS keyword."""


@dataclass(frozen=True, slots=True)
class Length:
    """A number with its unit: "px", "em", …, "%", or "" for a bare number except 0."""

    number: float
    unit: str


Value = str | Length | Color | tuple[Color, ...]
"""A keyword or UNKNOWN, a length, a color, or the stops of a gradient."""
Nodes = Sequence[Node]
"""The components of a value, without the spaces between them."""
Reader = Callable[[Nodes], Value | None]

EVERYWHERE: Final = word_set("inherit initial unset revert revert-layer")
"""The keywords that every property accepts."""
BASE_SIZE: Final = 16.0
"""The default font size in CSS pixels."""
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
_OTHER_LENGTHS: Final = re.compile(
    "r?(?:ex|ch|cap|ic)|r?lh|[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)"
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
    "block inline inline-block flow flow-root list-item flex inline-flex grid inline-grid table "
    "inline-table table-row-group table-header-group table-footer-group table-row table-cell "
    "table-column-group table-column table-caption ruby math -webkit-box"
)
_BACKGROUND_WORDS: Final = word_set(
    "top bottom left right center auto cover contain repeat repeat-x repeat-y no-repeat space "
    "round scroll fixed local border-box padding-box content-box none"
)
_WRAPPING: Final = word_set(
    "wrap nowrap normal pre pre-wrap pre-line break-spaces collapse preserve preserve-breaks "
    "preserve-spaces auto balance stable pretty"
)


def keyword(nodes: Nodes) -> str:
    """Returns the value in lower case if it is one keyword, else ""."""
    is_word = len(nodes) == 1 and nodes[0].type == "ident"
    return nodes[0].lower_value if is_word else ""


def significant(nodes: Sequence[Node]) -> Nodes:
    """Returns the components of a value without spaces and comments."""
    return [node for node in nodes if node.type not in ("whitespace", "comment")]


def _parts(nodes: Nodes) -> list[Nodes]:
    """Splits a value at its commas."""
    commas = [place for place, node in enumerate(nodes) if node == ","]
    return [nodes[start + 1 : end] for start, end in pairwise([-1, *commas, len(nodes)])]


def _words(words: str) -> Reader:
    known = word_set(words)
    return lambda nodes: word if (word := keyword(nodes)) in known else None


def _measure(words: str = "", *, units: str = "% length", least: float = -_LARGEST) -> Reader:
    """Returns a parser of these keywords, and of numbers with these units that are at least
    `least`."""
    kinds, known = units.split(), word_set(words)

    def read(nodes: Nodes) -> Value | None:
        if len(nodes) != 1:
            return None
        node = nodes[0]
        if node.type == "ident":
            return node.lower_value if node.lower_value in known else None
        if node.type == "function":
            return UNKNOWN
        if node.type not in ("number", "percentage", "dimension") or node.value < least:
            return None
        is_share = node.type == "percentage"
        unit = node.lower_unit if node.type == "dimension" else "%" if is_share else ""
        parsed = Length(min(max(node.value, -_LARGEST), _LARGEST), unit)
        if unit in ("", "%"):
            kind = unit or "number"
            is_zero = unit == "" and parsed.number == 0 and "length" in kinds
            return parsed if kind in kinds else Length(0.0, "px") if is_zero else None
        if "length" not in kinds:
            return None
        if unit in PIXELS or unit == "em":
            return parsed
        return UNKNOWN if _OTHER_LENGTHS.fullmatch(unit) else None

    return read


def _display(nodes: Nodes) -> Value | None:
    if keyword(nodes) in ("none", "contents"):
        return keyword(nodes)
    words = [keyword([node]) for node in nodes]
    return " ".join(words) if words and _DISPLAYS.issuperset(words) else None


def _color(nodes: Nodes) -> Value | None:
    if len(nodes) != 1:
        return None
    if keyword(nodes) == "currentcolor":
        return "currentcolor"
    return color_of(nodes[0]) or (UNKNOWN if nodes[0].type == "function" else None)


def _image(nodes: Nodes) -> Value | None:
    """Returns "none", the stops of a simple gradient, or UNKNOWN for a picture."""
    if len(nodes) != 1:
        return UNKNOWN if len(_parts(nodes)) > 1 else None
    node = nodes[0]
    if node.type == "url":
        return UNKNOWN
    if node.type != "function":
        return "none" if keyword(nodes) == "none" else None
    if node.lower_name.endswith("gradient"):
        return _gradient(significant(node.arguments))
    return UNKNOWN if node.lower_name in ("url", "image-set", "cross-fade") else None


def _gradient(arguments: Nodes) -> Value:
    """Returns the colors of a gradient. Only its first part may be a direction."""
    stops: list[Color] = []
    for place, part in enumerate(_parts(arguments)):
        colors = [color for color in map(color_of, part) if color is not None]
        if len(colors) != 1 and (place or colors):
            return UNKNOWN
        stops += colors
    return tuple(stops) if len(stops) > 1 else UNKNOWN


def _none_or_unknown(nodes: Nodes) -> Value | None:
    return "none" if keyword(nodes) == "none" else UNKNOWN if nodes else None


_SIDE: Final = _measure("auto")
_SPACING: Final = _measure("normal", units="length")

PROPERTIES: Final[Mapping[str, Reader]] = {
    "background-clip": _words("border-box padding-box content-box text"),
    "background-color": _color,
    "background-image": _image,
    "bottom": _SIDE,
    "color": _color,
    "display": _display,
    "filter": _none_or_unknown,
    "font-size": _measure(" ".join(NAMED_SIZES) + " larger smaller math", least=0),
    "font-weight": _measure("normal bold bolder lighter", units="number", least=1),
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
    "text-align": _words("start end left right center justify -webkit-center"),
    "text-indent": _measure(),
    "text-shadow": _none_or_unknown,
    "text-wrap-mode": _words("wrap nowrap"),
    "top": _SIDE,
    "visibility": _words("visible hidden collapse"),
    "-webkit-text-fill-color": _color,
    "width": _measure("auto min-content max-content fit-content", least=0),
    "word-spacing": _SPACING,
}
"""The properties that rules use, with the parser of their values."""

Expansion = Mapping[str, Value]
SIDES: Final = ("top", "right", "bottom", "left")
_BACKGROUND: Final = ("background-color", "background-image", "background-clip")
_FONT: Final = ("font-size", "font-weight", "line-height")


class Shorthand(NamedTuple):
    """The properties that a shorthand sets, and the function that expands its value, or returns
    None."""

    longhands: Sequence[str]
    expand: Callable[[Nodes], Expansion | None]


def _background(nodes: Nodes) -> Expansion | None:
    if len(_parts(nodes)) > 1 or keyword(nodes[-1:]) == "text":
        return dict.fromkeys(_BACKGROUND, UNKNOWN)
    parsed: dict[str, Value] = {"background-clip": "border-box"}
    for node in nodes:
        for name, read in (("background-image", _image), ("background-color", _color)):
            if (value := read([node])) is not None:
                if parsed.setdefault(name, value) is not value:
                    return None
                break
        else:
            if node.type == "ident" and node.lower_value not in _BACKGROUND_WORDS:
                return None
    parsed.setdefault("background-color", CLEAR)
    parsed.setdefault("background-image", "none")
    return parsed if nodes else None


def _font(nodes: Nodes) -> Expansion | None:
    if len(nodes) == 1 and keyword(nodes):  # a system font, such as "menu"
        return dict.fromkeys(_FONT, UNKNOWN)
    sizes = [PROPERTIES["font-size"]([node]) for node in nodes]
    place = next((at for at, size in enumerate(sizes) if size is not None), len(nodes))
    rest = nodes[place + 1 :]
    height: Value | None = "normal"
    if rest[:1] == ["/"]:
        height, rest = PROPERTIES["line-height"](rest[1:2]), rest[2:]
    size = sizes[place] if rest else None
    if size is None or height is None:
        return None
    weight: Value = "normal"
    for node in nodes[:place]:
        weight = PROPERTIES["font-weight"]([node]) or weight
    return {"font-size": size, "font-weight": weight, "line-height": height}


def _inset(nodes: Nodes) -> Expansion | None:
    """Expands to top, right, bottom, left, as for margins; a missing side copies the opposite
    one."""
    values = [side for node in nodes if (side := _SIDE([node])) is not None]
    if not 1 <= len(values) == len(nodes) <= len(SIDES):
        return None
    top, right, bottom, left = (values[at % len(values)] for at in range(4))
    return dict(zip(SIDES, (top, right, bottom, left if len(values) != 3 else right), strict=True))


def _wrap(nodes: Nodes) -> Expansion | None:
    words = {keyword([node]) for node in nodes}
    if not words or not words <= _WRAPPING:
        return None
    return {"text-wrap-mode": "wrap" if words.isdisjoint(("nowrap", "pre")) else "nowrap"}


SHORTHANDS: Final[Mapping[str, Shorthand]] = {
    # Accepts only the keywords that every property accepts.
    "all": Shorthand(tuple(PROPERTIES), lambda _nodes: None),
    "background": Shorthand(_BACKGROUND, _background),
    "font": Shorthand(_FONT, _font),
    "inset": Shorthand(SIDES, _inset),
    "text-wrap": Shorthand(("text-wrap-mode",), _wrap),
    "white-space": Shorthand(("text-wrap-mode",), _wrap),
}
"""Properties that set several others at once."""
