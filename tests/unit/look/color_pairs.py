"""The pairs of colors of `static/css/tokens.css`, and their contrast ratios (WCAG 2.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from district_cms.brand.colors import Color, hexadecimal, linear_srgb

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


def luminance(color: Color) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = linear_srgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Color, second: Color) -> float:
    """The contrast ratio of two colors, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
