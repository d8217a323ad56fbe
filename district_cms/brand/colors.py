"""The district's color for mails, computed as browsers do from OKLCH to sRGB (CSS Color 4, section
10). Pure."""

import math
from decimal import Decimal
from typing import Final

IN_MAILS: Final = 0.44
"""The lightness of `--color-brand` in the light color scheme. It suits words on white, and white
words on it. Mail programs darken mails themselves."""

WEAKEST: Final = Decimal("0.02")
STRONGEST: Final = Decimal("0.16")

type Color = tuple[float, float, float]


def mail_color(hue: int, chroma: Decimal | float) -> str:
    """Returns the district's color in the form that every mail program reads: "#45389a"."""
    return hexadecimal((IN_MAILS, float(chroma), float(hue)))


def linear_srgb(color: Color) -> Color:
    """Returns linear-light red, green and blue, each clipped to what a screen can show (0 to 1)."""
    lightness, chroma, hue = color
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return (min(max(red, 0.0), 1.0), min(max(green, 0.0), 1.0), min(max(blue, 0.0), 1.0))


def hexadecimal(color: Color) -> str:
    """Returns "#4a3ba5" for linear light, with eight bits for each part."""
    encoded = (
        part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in linear_srgb(color)
    )
    return "#" + "".join(f"{round(part * 255):02x}" for part in encoded)


def district_color(code: str) -> tuple[int, Decimal]:
    """Returns the hue and strength of "#45389a", the strength within what stays readable."""
    red, green, blue = (_decoded(int(code[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    chroma = Decimal(math.hypot(a, b)).quantize(Decimal("0.01"))
    hue = round(math.degrees(math.atan2(b, a))) % 360
    return hue, min(max(chroma, WEAKEST), STRONGEST)


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
