"""Properties that set several others at once: what each of those becomes."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from tinycss2.ast import Node

from ...word_sets import word_set
from .colors import CLEAR
from .properties import ANGLES, EVERYWHERE, PROPERTIES, UNKNOWN, Nodes, Value, keyword, parts

Expansion = Mapping[str, Value]


class Shorthand(NamedTuple):
    """The properties that it sets, and what its own value makes of them; None for no value."""

    longhands: Sequence[str]
    expand: Callable[[Nodes], Expansion | None]


_BACKGROUND: Final = ("background-color", "background-image", "background-clip")
SIDES: Final = ("top", "right", "bottom", "left")
_FONT: Final = ("font-size", "font-weight", "line-height")

# One letter for each component of a background, so that its order can be matched.
_KINDS: Final = (
    "h:left h:right v:top v:bottom m:center s:auto z:cover z:contain x:repeat-x x:repeat-y "
    "r:repeat r:no-repeat r:space r:round a:scroll a:fixed a:local b:border-box b:padding-box "
    "b:content-box t:text"
)
_KIND_OF_WORD: Final = {word: kind for kind, word in (k.split(":") for k in _KINDS.split())}
_PLACE: Final = "(?:hlvl?|hvl|vlhl?|vhl|mvl|vlm|hlm|mhl|mh|[hml][vml]?|v[hm]?)"
_LAYER: Final = re.compile(
    rf"(?:c(?!.*c)|i(?!.*i)|(?:x|rr?)(?!.*[xr])|a(?!.*a)|b(?!.*b.*b)"
    rf"|{_PLACE}(?:/(?:z|[sl][sl]?))?(?!.*[hmvl]))*"
)
_STRETCHES: Final = word_set(
    "ultra-condensed extra-condensed condensed semi-condensed semi-expanded expanded "
    "extra-expanded ultra-expanded"
)
_FONT_WORDS: Final = {
    "normal": "normal",
    "italic": "style",
    "oblique": "style",
    "small-caps": "variant",
    **dict.fromkeys(_STRETCHES, "stretch"),
}
_SYSTEM_FONTS: Final = word_set("caption icon menu message-box small-caption status-bar")
_MOST_FONT_WORDS: Final = 4
_UNWRAPPED: Final = word_set("nowrap pre")
_WHITE_SPACES: Final = _UNWRAPPED | word_set(
    "normal pre-wrap pre-line break-spaces collapse preserve preserve-breaks preserve-spaces wrap"
)
_WRAP_MODES: Final = word_set("wrap nowrap")
_WRAP_STYLES: Final = word_set("auto balance stable pretty")


def _background(nodes: Nodes) -> Expansion | None:
    layers = [_layer(layer) for layer in parts(nodes)]
    if None in layers or any(layer["background-color"] != CLEAR for layer in layers[:-1] if layer):
        return None
    return layers[0] if len(layers) == 1 else dict.fromkeys(_BACKGROUND, UNKNOWN)


def _layer(nodes: Nodes) -> Expansion | None:
    found: dict[str, Value] = {"background-color": CLEAR, "background-image": "none"}
    kinds, boxes = "", ["border-box"]
    for node in nodes:
        word = keyword([node])
        if word in _KIND_OF_WORD:
            kind = _KIND_OF_WORD[word]
            boxes += [word] if kind == "b" else []
        elif (image := PROPERTIES["background-image"]([node])) is not None:
            kind, found["background-image"] = "i", image
        elif (color := PROPERTIES["background-color"]([node])) is not None:
            kind, found["background-color"] = "c", color
        else:
            is_length = PROPERTIES["text-indent"]([node]) is not None
            kind = "l" if is_length else "/" if node == "/" else "?"
        kinds += kind
    if "t" in kinds or found["background-color"] == UNKNOWN:
        return dict.fromkeys(_BACKGROUND, UNKNOWN)
    found["background-clip"] = boxes[-1]
    return found if kinds and _LAYER.fullmatch(kinds) else None


def _font(nodes: Nodes) -> Expansion | None:
    if keyword(nodes) in _SYSTEM_FONTS:
        return dict.fromkeys(_FONT, UNKNOWN)
    rest, kinds, weight = list(nodes), [], nodes[:0]
    while rest and (kind := _kind_of_font_word(rest[0])):
        kinds.append(kind)
        if kind == "weight":
            weight = rest[:1]
        is_slanted = keyword(rest[:1]) == "oblique"
        rest.pop(0)
        if is_slanted and rest and rest[0].type == "dimension" and rest[0].lower_unit in ANGLES:
            rest.pop(0)
    size, height, rest = rest[:1], nodes[:0], rest[1:]
    if rest and rest[0] == "/":
        height, rest = rest[1:2], rest[2:]
        if not height:
            return None
    told = [kind for kind in kinds if kind != "normal"]
    if len(kinds) > _MOST_FONT_WORDS or len(set(told)) < len(told) or not _is_family(rest):
        return None
    found = {
        "font-size": PROPERTIES["font-size"](size),
        "font-weight": PROPERTIES["font-weight"](weight) if weight else "normal",
        "line-height": PROPERTIES["line-height"](height) if height else "normal",
    }
    known = {name: value for name, value in found.items() if value is not None}
    return known if len(known) == len(found) else None


def _kind_of_font_word(node: Node) -> str:
    word = keyword([node])
    if node.type == "number" or word:
        is_weight = word != "normal" and PROPERTIES["font-weight"]([node]) is not None
        return "weight" if is_weight else _FONT_WORDS.get(word, "")
    return ""


def _is_family(nodes: Nodes) -> bool:
    return all(
        (len(name) == 1 and name[0].type == "string")
        or (
            len(name) > 0
            and all(node.type == "ident" for node in name)
            and keyword(name) not in {*EVERYWHERE, "default"}
        )
        for name in parts(nodes)
    )


def _inset(nodes: Nodes) -> Expansion | None:
    """As for margins: top, right, bottom, left; what is not told is as on the other side."""
    if not 1 <= len(nodes) <= len(SIDES):
        return None
    sides = [PROPERTIES["top"]([node]) for node in nodes]
    values = [side for side in sides if side is not None]
    if len(values) < len(sides):
        return None
    top, right, bottom, left = (values[at % len(values)] for at in range(4))
    return dict(zip(SIDES, (top, right, bottom, left if len(values) != 3 else right), strict=True))


def _white_space(nodes: Nodes) -> Expansion | None:
    words = {keyword([node]) for node in nodes}
    if not words or len(words) != len(nodes) or not words <= _WHITE_SPACES:
        return None
    if len(words) > 1:
        return {"text-wrap-mode": UNKNOWN}
    return {"text-wrap-mode": "nowrap" if words <= _UNWRAPPED else "wrap"}


def _text_wrap(nodes: Nodes) -> Expansion | None:
    words = {keyword([node]) for node in nodes}
    modes, styles = words & _WRAP_MODES, words & _WRAP_STYLES
    if not nodes or (len(modes) > 1 or len(styles) > 1 or len(modes | styles) < len(nodes)):
        return None
    return {"text-wrap-mode": "nowrap" if "nowrap" in modes else "wrap"}


SHORTHANDS: Final[Mapping[str, Shorthand]] = {
    # Takes only the words that every property takes.
    "all": Shorthand(tuple(PROPERTIES), lambda _nodes: None),
    "background": Shorthand(_BACKGROUND, _background),
    "font": Shorthand(_FONT, _font),
    "inset": Shorthand(SIDES, _inset),
    "text-wrap": Shorthand(("text-wrap-mode",), _text_wrap),
    "white-space": Shorthand(("text-wrap-mode",), _white_space),
}
