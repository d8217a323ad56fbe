"""CSS colors and the contrast between two of them (WCAG 2.1, "contrast ratio")."""

import re
from dataclasses import dataclass
from typing import Final

from tinycss2 import parse_one_component_value
from tinycss2.ast import Node
from tinycss2.color4 import Color as ParsedColor
from tinycss2.color4 import parse_color

TEXT_CONTRAST: Final = 4.5
"""The contrast that 1.4.3 requires for text."""
LARGE_TEXT_CONTRAST: Final = 3.0
"""The contrast that 1.4.3 requires for large text: 24 CSS pixels, or 18.66 in bold."""

# HTML's old color attributes are not CSS: values other than these follow rules of their own.
_HINT: Final = re.compile("[a-z]+|#(?:[0-9a-f]{3}){1,2}")
_DIGITS: Final = re.compile("[0-9a-f]{6}")
# Functions of CSS Color 4 whose colors lie in sRGB.
_FUNCTIONS: Final = ("rgb", "rgba", "hsl", "hsla", "hwb")


@dataclass(frozen=True, slots=True)
class Color:
    """A color in sRGB; each part from 0 to 1, `alpha` 0 for transparent."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: "Color") -> "Color":
        """Returns the visible color when this color lies on an opaque background."""
        return self.mixed(ground, self.alpha)

    def mixed(self, other: "Color", share: float) -> "Color":
        """Returns the opaque mixture: `share` of this color, the rest of the other."""
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
    """Returns the color of a CSS text, or None: unknown, inherited, or no color at all."""
    return color_of(parse_one_component_value(text, skip_comments=True))


def color_of(node: Node) -> Color | None:
    """Return the color of one component: a name, `#` and digits, `rgb()`, `hsl()` or `hwb()`."""
    if node.type == "function" and node.lower_name not in _FUNCTIONS:
        return None
    try:
        found = parse_color(node) if node.type in ("ident", "hash", "function") else None
        if not isinstance(found, ParsedColor):
            return None
        red, green, blue = (min(max(part, 0.0), 1.0) for part in found.to("srgb").coordinates)
    except ValueError:  # a number out of range
        return None
    return Color(red, green, blue, found.alpha)


def parse_hint(text: str) -> Color | None:
    """Returns the color of an attribute such as `bgcolor`, or None if it is not known."""
    text = text.strip().lower()
    if _DIGITS.fullmatch(text):
        text = f"#{text}"
    return parse(text) if _HINT.fullmatch(text) and text != "transparent" else None


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
