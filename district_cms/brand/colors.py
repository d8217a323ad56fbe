"""The colors of the style sheets as numbers, and how well they can be told apart.

The style sheets name every color in OKLCH, with the district's hue and strength put in
(`static/css/tokens.css`). Read here as a browser would: to sRGB (CSS Color 4, section 10), then the
contrast ratio of WCAG 2.1. Pure.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

TEXT: Final = 4.5  # WCAG 2.1, 1.4.3: words of any size
GRAPHIC: Final = 3.0  # 1.4.11: edges of controls, focus rings, marks that carry meaning
DARK: Final = "@media screen and (prefers-color-scheme: dark)"

GROUNDS: Final = ("paper", "surface", "sunken", "brand-tint")
PAIRS: Final[tuple[tuple[str, str, float], ...]] = (
    *((words, ground, TEXT) for words in ("ink", "ink-soft", "brand", "brand-strong")
      for ground in GROUNDS),
    *(("urgent", ground, TEXT) for ground in ("paper", "surface", "urgent-tint")),
    ("ink", "urgent-tint", TEXT),
    ("ink", "brand-line", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-strong", TEXT),
    ("on-urgent", "urgent", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep", "deep-line", TEXT),
    ("on-deep-soft", "deep", TEXT),
    ("deep", "on-deep", TEXT),
    ("focus-ink", "focus-gap", TEXT),
    *(("edge", ground, GRAPHIC) for ground in GROUNDS),
    *(("brand", ground, GRAPHIC) for ground in GROUNDS),
    *(("focus", ground, GRAPHIC) for ground in (*GROUNDS, "focus-gap")),
)  # fmt: skip
"""Which color stands on which, and the least ratio that they need: all that the site puts
together."""

IN_MAILS: Final = 0.44
"""The lightness of `--color-brand` on light screens, where words in it stand on white, and white
words on it. Mail programs darken what they show themselves."""

type Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Proof:
    """Two colors that stand together, as hexadecimal sRGB, with their contrast ratio."""

    words: str
    ground: str
    words_hex: str
    ground_hex: str
    ratio: float
    least: float

    @property
    def holds(self) -> bool:
        """Whether they can be told apart."""
        return self.ratio >= self.least


def tokens_of(css: str, *, dark: bool = False) -> dict[str, str]:
    """The custom properties of `tokens.css` that hold in one color scheme, as written, by name."""
    light, only_dark = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split(DARK)
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    if dark:
        found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", only_dark))
    return found


def with_color(values: Mapping[str, str], hue: int, chroma: Decimal | float) -> dict[str, str]:
    """The custom properties with another district's color."""
    return {**values, "district-hue": str(hue), "district-chroma": str(chroma)}


def proofs(values: Mapping[str, str]) -> list[Proof]:
    """Every pair of colors that the site puts together."""
    found = []
    for words, ground, least in PAIRS:
        one, other = oklch(words, values), oklch(ground, values)
        found.append(
            Proof(words, ground, hexadecimal(one), hexadecimal(other), contrast(one, other), least)
        )
    return found


def oklch(name: str, values: Mapping[str, str]) -> Color:
    """Lightness (0 to 1), chroma and hue in degrees of one color token. Raises `ValueError` for
    one that is written in another way."""
    written = values[f"color-{name}"]
    match = re.fullmatch(r"oklch\(([\d.]+) (calc\(.*\)|\S+) (\S+)\)", written)
    if match is None:
        raise ValueError(f"--color-{name} is not written as it is read here: {written}")
    lightness, chroma, hue = match.groups()
    return float(lightness), _number(chroma, values), _number(hue, values)


def _number(expression: str, values: Mapping[str, str]) -> float:
    """A number, a variable that holds one, or the product of the two."""
    expression = expression.removeprefix("calc(").strip()
    result = 1.0
    for factor in expression.split("*"):
        text = factor.strip().rstrip(")").strip()
        if text.startswith("var(--"):
            text = values[text.removeprefix("var(--")]
        result *= float(text)
    return result


def linear_srgb(color: Color) -> Color:
    """Linear-light red, green and blue, each clipped to what a screen can show (0 to 1)."""
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


def luminance(color: Color) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = linear_srgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mail_color(hue: int, chroma: Decimal | float) -> str:
    """The district's color as every mail program reads it: "#45389a"."""
    return hexadecimal((IN_MAILS, float(chroma), float(hue)))


def contrast(first: Color, second: Color) -> float:
    """The contrast ratio of two colors, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def hexadecimal(color: Color) -> str:
    """ "#4a3ba5": from linear light to eight bits a part."""
    encoded = (
        part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in linear_srgb(color)
    )
    return "#" + "".join(f"{round(part * 255):02x}" for part in encoded)
