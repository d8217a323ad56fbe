"""Colours of CSS, and how far two of them stand apart (WCAG 2.1, "contrast ratio")."""

import colorsys
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

TEXT_CONTRAST: Final = 4.5
"""What 1.4.3 asks of text."""
LARGE_TEXT_CONTRAST: Final = 3.0
"""What 1.4.3 asks of large text: 24 CSS pixels, or 18.66 in bold."""

_HEX: Final = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION: Final = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")
_NUMBER: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(%|deg|turn|rad|grad)?")
_ANGLES: Final = {"deg": 1 / 360, "turn": 1.0, "grad": 1 / 400, "rad": 1 / 6.283185307179586}
_COLOUR: Final = re.compile(r"#[0-9a-f]+|(?:rgba?|hsla?)\([^()]*\)|[a-z-]+")

# CSS Color 4, section 6.1, as six hexadecimal digits each.
_NAMED: Final = dict(
    re.findall(
        r"(\w+):(\w+)",
        """
    aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc
    bisque:ffe4c4 black:000000 blanchedalmond:ffebcd blue:0000ff blueviolet:8a2be2 brown:a52a2a
    burlywood:deb887 cadetblue:5f9ea0 chartreuse:7fff00 chocolate:d2691e coral:ff7f50
    cornflowerblue:6495ed cornsilk:fff8dc crimson:dc143c cyan:00ffff darkblue:00008b
    darkcyan:008b8b darkgoldenrod:b8860b darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9
    darkkhaki:bdb76b darkmagenta:8b008b darkolivegreen:556b2f darkorange:ff8c00 darkorchid:9932cc
    darkred:8b0000 darksalmon:e9967a darkseagreen:8fbc8f darkslateblue:483d8b darkslategray:2f4f4f
    darkslategrey:2f4f4f darkturquoise:00ced1 darkviolet:9400d3 deeppink:ff1493 deepskyblue:00bfff
    dimgray:696969 dimgrey:696969 dodgerblue:1e90ff firebrick:b22222 floralwhite:fffaf0
    forestgreen:228b22 fuchsia:ff00ff gainsboro:dcdcdc ghostwhite:f8f8ff gold:ffd700
    goldenrod:daa520 gray:808080 green:008000 greenyellow:adff2f grey:808080 honeydew:f0fff0
    hotpink:ff69b4 indianred:cd5c5c indigo:4b0082 ivory:fffff0 khaki:f0e68c lavender:e6e6fa
    lavenderblush:fff0f5 lawngreen:7cfc00 lemonchiffon:fffacd lightblue:add8e6 lightcoral:f08080
    lightcyan:e0ffff lightgoldenrodyellow:fafad2 lightgray:d3d3d3 lightgreen:90ee90
    lightgrey:d3d3d3 lightpink:ffb6c1 lightsalmon:ffa07a lightseagreen:20b2aa lightskyblue:87cefa
    lightslategray:778899 lightslategrey:778899 lightsteelblue:b0c4de lightyellow:ffffe0
    lime:00ff00 limegreen:32cd32 linen:faf0e6 magenta:ff00ff maroon:800000 mediumaquamarine:66cdaa
    mediumblue:0000cd mediumorchid:ba55d3 mediumpurple:9370db mediumseagreen:3cb371
    mediumslateblue:7b68ee mediumspringgreen:00fa9a mediumturquoise:48d1cc mediumvioletred:c71585
    midnightblue:191970 mintcream:f5fffa mistyrose:ffe4e1 moccasin:ffe4b5 navajowhite:ffdead
    navy:000080 oldlace:fdf5e6 olive:808000 olivedrab:6b8e23 orange:ffa500 orangered:ff4500
    orchid:da70d6 palegoldenrod:eee8aa palegreen:98fb98 paleturquoise:afeeee palevioletred:db7093
    papayawhip:ffefd5 peachpuff:ffdab9 peru:cd853f pink:ffc0cb plum:dda0dd powderblue:b0e0e6
    purple:800080 rebeccapurple:663399 red:ff0000 rosybrown:bc8f8f royalblue:4169e1
    saddlebrown:8b4513 salmon:fa8072 sandybrown:f4a460 seagreen:2e8b57 seashell:fff5ee
    sienna:a0522d silver:c0c0c0 skyblue:87ceeb slateblue:6a5acd slategray:708090 slategrey:708090
    snow:fffafa springgreen:00ff7f steelblue:4682b4 tan:d2b48c teal:008080 thistle:d8bfd8
    tomato:ff6347 turquoise:40e0d0 violet:ee82ee wheat:f5deb3 white:ffffff whitesmoke:f5f5f5
    yellow:ffff00 yellowgreen:9acd32
""",
    )
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in sRGB; each part from 0 to 1, `alpha` 0 for what lets everything through."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: "Colour") -> "Colour":
        """Return what is seen where this colour lies on an opaque ground."""
        return self.mixed(ground, self.alpha)

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """Return the opaque mixture: `share` of this colour, the rest of the other."""
        return Colour(
            self.red * share + other.red * (1 - share),
            self.green * share + other.green * (1 - share),
            self.blue * share + other.blue * (1 - share),
        )

    @property
    def luminance(self) -> float:
        """Relative luminance as WCAG defines it: 0 for black, 1 for white."""
        red, green, blue = map(_linear, (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WHITE: Final = Colour(1.0, 1.0, 1.0)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two opaque colours, from 1 to 21."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def parse(text: str) -> Colour | None:
    """Return the colour that CSS writes so, or None: unknown, inherited, or no colour at all.

    Read are names, `#` with 3, 4, 6 or 8 digits, `rgb()` and `hsl()` in their old and new forms.
    """
    text = text.strip().lower()
    if text == "transparent":
        return Colour(0.0, 0.0, 0.0, 0.0)
    if text in _NAMED:
        return _from_digits(_NAMED[text])
    if _HEX.fullmatch(text):
        digits = text[1:]
        return _from_digits(digits if len(digits) > 4 else "".join(char * 2 for char in digits))
    function = _FUNCTION.fullmatch(text)
    return _from_function(function[1], function[2]) if function else None


def parse_hint(text: str) -> Colour | None:
    """Return the colour of an attribute such as `bgcolor`, where the `#` may be missing."""
    text = text.strip().lower()
    return parse(text) or (_from_digits(text) if re.fullmatch("[0-9a-f]{6}", text) else None)


def colours_in(value: str) -> Iterator[Colour]:
    """Yield the colours named in a value such as that of `background`."""
    for match in _COLOUR.finditer(value):
        colour = parse(match[0])
        if colour is not None:
            yield colour


def _from_digits(digits: str) -> Colour:
    parts = [int(digits[at : at + 2], 16) / 255 for at in range(0, len(digits), 2)]
    return Colour(*parts)


def _from_function(name: str, arguments: str) -> Colour | None:
    parts = [_NUMBER.fullmatch(part) for part in re.split(r"[\s,/]+", arguments.strip())]
    found = [(float(part[1]), part[2] or "") for part in parts if part is not None]
    if len(found) != len(parts) or len(found) not in (3, 4):
        return None
    alpha = _share(*found[3], whole=1.0) if len(found) == 4 else 1.0
    if name.startswith("rgb"):
        red, green, blue = (_share(*part, whole=255.0) for part in found[:3])
        return Colour(red, green, blue, alpha)
    (hue, unit), saturation, lightness = found[:3]
    turn = hue * _ANGLES.get(unit or "deg", 0.0)
    parts_of_hls = (turn % 1.0, _share(*lightness, whole=100.0), _share(*saturation, whole=100.0))
    return Colour(*colorsys.hls_to_rgb(*parts_of_hls), alpha)


def _share(number: float, unit: str, whole: float) -> float:
    return min(max(number / (100.0 if unit == "%" else whole), 0.0), 1.0)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
