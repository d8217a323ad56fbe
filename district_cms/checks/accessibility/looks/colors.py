"""Colors of CSS, and how far two of them stand apart (WCAG 2.1, "contrast ratio")."""

import re
from dataclasses import dataclass
from typing import Final

from tinycss2 import parse_one_component_value
from tinycss2.ast import Node
from tinycss2.color4 import Color as ParsedColor
from tinycss2.color4 import parse_color

from ...word_sets import word_set

TEXT_CONTRAST: Final = 4.5
"""What 1.4.3 asks of text."""
LARGE_TEXT_CONTRAST: Final = 3.0
"""What 1.4.3 asks of large text: 24 CSS pixels, or 18.66 in bold."""

# An old attribute is no CSS: other texts than these become colors by rules of their own.
_HINT: Final = re.compile("[a-z]+|#(?:[0-9a-f]{3}){1,2}")
_DIGITS: Final = re.compile("[0-9a-f]{6}")
# Of the functions of CSS Color 4 those whose colors lie in sRGB.
_FUNCTIONS: Final = ("rgb", "rgba", "hsl", "hsla", "hwb")
_WORDS: Final = frozenset({"ident", "function"})
# These make a color out of others, or may lie outside sRGB.
_OTHER_FUNCTIONS: Final = word_set("color color-mix contrast-color lab lch light-dark oklab oklch")
_SYSTEM: Final = word_set(
    "accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext "
    "field fieldtext graytext highlight highlighttext linktext mark marktext selecteditem "
    "selecteditemtext visitedtext activeborder activecaption appworkspace background "
    "buttonhighlight buttonshadow captiontext inactiveborder inactivecaption inactivecaptiontext "
    "infobackground infotext menu menutext scrollbar threeddarkshadow threedface threedhighlight "
    "threedlightshadow threedshadow window windowframe windowtext -webkit-link -webkit-activelink "
    "-webkit-focus-ring-color -webkit-text"
)


@dataclass(frozen=True, slots=True)
class Color:
    """A color in sRGB; each part from 0 to 1, `alpha` 0 for what lets everything through."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: "Color") -> "Color":
        """Return what is seen where this color lies on an opaque ground."""
        return self.mixed(ground, self.alpha)

    def mixed(self, other: "Color", share: float) -> "Color":
        """Return the opaque mixture: `share` of this color, the rest of the other."""
        return Color(
            self.red * share + other.red * (1 - share),
            self.green * share + other.green * (1 - share),
            self.blue * share + other.blue * (1 - share),
        )

    @property
    def luminance(self) -> float:
        """Relative luminance as WCAG defines it: 0 for black, 1 for white."""
        red, green, blue = map(_linear, (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WHITE: Final = Color(1.0, 1.0, 1.0)
CLEAR: Final = Color(0.0, 0.0, 0.0, 0.0)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two opaque colors, from 1 to 21."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def parse(text: str) -> Color | None:
    """Return the color that CSS writes so, or None: unknown, inherited, or no color at all."""
    return known(parse_one_component_value(text, skip_comments=True))


def known(node: Node) -> Color | None:
    """As `parse`, for one component of a value.

    Known are names, `#` and digits, `rgb()`, `hsl()` and `hwb()`, in their old and new forms.
    """
    if node.type == "function" and not _is_plain(node):
        return None
    try:
        found = parse_color(node) if node.type in ("ident", "hash", "function") else None
        if not isinstance(found, ParsedColor):
            return None
        if found.space == "hsl":  # a saturation below 0 is 0
            hue, saturation, lightness = found.coordinates
            found = ParsedColor("hsl", (hue, max(saturation, 0.0), lightness), found.alpha)
        red, green, blue = (min(max(part, 0.0), 1.0) for part in found.to("srgb").coordinates)
    except ValueError:  # a number beyond all bounds
        return None
    return Color(red, green, blue, found.alpha)


def may_be_color(node: Node) -> bool:
    """True for a component that a browser takes for a color, or may take for one."""
    if node.type != "function":
        return known(node) is not None or (node.type == "ident" and node.lower_value in _SYSTEM)
    if node.lower_name not in _FUNCTIONS:
        return node.lower_name in _OTHER_FUNCTIONS
    kinds = {part.type for part in node.arguments}
    # `calc()` and "none"; shares beside numbers, of which some browsers know nothing; "1DEG".
    is_unsure = kinds & _WORDS or kinds >= {"number", "percentage"} or "dimension" in kinds
    return bool(is_unsure) or known(node) is not None


def _is_plain(node: Node) -> bool:
    """True for `rgb()` and its like if all parts are numbers, as its form wants them."""
    kinds = {part.type for part in node.arguments}
    is_old = any(part == "," for part in node.arguments)
    wants_shares = is_old and node.lower_name in ("hsl", "hsla")
    if (is_old and node.lower_name == "hwb") or (wants_shares and "percentage" not in kinds):
        return False
    return node.lower_name in _FUNCTIONS and not kinds & _WORDS


def parse_hint(text: str) -> Color | None:
    """Return the color of an attribute such as `bgcolor`, None where it is not known."""
    text = text.strip().lower()
    if _DIGITS.fullmatch(text):
        text = f"#{text}"
    return parse(text) if _HINT.fullmatch(text) and text != "transparent" else None


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
