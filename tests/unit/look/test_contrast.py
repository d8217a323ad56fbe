"""Every pair of colors the public site puts together can be read, whatever color is chosen.

The colors are read from ``static/css/tokens.css`` as a browser would: OKLCH with the district's
hue and chroma put in, then to sRGB (CSS Color 4, section 10), then the contrast ratio of WCAG 2.1.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from district_cms.checks.accessibility.looks.colors import contrast as judged
from district_cms.checks.accessibility.looks.colors import parse

STYLES = Path(__file__).parents[3] / "static" / "css"
TOKENS = STYLES / "tokens.css"

TEXT = 4.5  # WCAG 2.1, 1.4.3: words of any size
GRAPHIC = 3.0  # 1.4.11: edges of controls, focus rings, marks that carry meaning

GROUNDS = ("paper", "surface", "sunken", "brand-tint")

PAIRS: list[tuple[str, str, float]] = [
    *[(words, ground, TEXT) for words in ("ink", "ink-soft", "brand", "brand-strong")
      for ground in GROUNDS],
    *[("urgent", ground, TEXT) for ground in ("paper", "surface", "urgent-tint")],
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
    *[("edge", ground, GRAPHIC) for ground in GROUNDS],
    *[("brand", ground, GRAPHIC) for ground in GROUNDS],
    *[("focus", ground, GRAPHIC) for ground in (*GROUNDS, "focus-gap")],
]  # fmt: skip

HUES = range(0, 360, 15)
CHROMAS = (0.0, 0.08, 0.16, 0.2)
SCHEMES = ("light", "dark")

Color = tuple[float, float, float]


def declarations(scheme: str) -> dict[str, str]:
    """The custom properties that hold in one color scheme, by name, as written."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(encoding="utf-8"), flags=re.DOTALL)
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", dark))
    return found


def number(expression: str, values: dict[str, str]) -> float:
    """A number, a variable that holds one, or the product of the two, as tokens.css writes them."""
    expression = expression.removeprefix("calc(").strip()
    result = 1.0
    for factor in expression.split("*"):
        text = factor.strip().rstrip(")").strip()
        if text.startswith("var(--"):
            text = values[text.removeprefix("var(--")]
        result *= float(text)
    return result


def oklch(name: str, values: dict[str, str]) -> Color:
    """Lightness (0 to 1), chroma and hue in degrees of one color token."""
    written = values[f"color-{name}"]
    match = re.fullmatch(r"oklch\(([\d.]+) (calc\(.*\)|\S+) (\S+)\)", written)
    assert match, f"--color-{name} is not written as the test reads it: {written}"
    lightness, chroma, hue = match.groups()
    return float(lightness), number(chroma, values), number(hue, values)


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


def contrast(first: Color, second: Color) -> float:
    """The contrast ratio of two colors, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ((1.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((0.627955, 0.257683, 29.2339), (1.0, 0.0, 0.0)),  # sRGB red, from CSS Color 4
        ((0.866440, 0.294827, 142.4953), (0.0, 1.0, 0.0)),  # lime
        ((0.452014, 0.313214, 264.0520), (0.0, 0.0, 1.0)),  # blue
    ],
)
def test_oklch_becomes_the_srgb_color_that_the_standard_names(
    color: Color, expected: Color
) -> None:
    assert linear_srgb(color) == pytest.approx(expected, abs=0.002)


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)) == pytest.approx(21.0, abs=0.01)


def too_close(values: dict[str, str]) -> list[str]:
    """The pairs that cannot be told apart when the tokens have these values."""
    return [
        f"{words} on {ground}: {ratio:.2f}, needs {least}"
        for words, ground, least in PAIRS
        if (ratio := contrast(oklch(words, values), oklch(ground, values))) < least
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colors_that_stand_together_can_be_told_apart(scheme: str) -> None:
    assert too_close(declarations(scheme)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_district_can_take_any_color_and_stay_readable(scheme: str) -> None:
    ours = declarations(scheme)
    found = {
        (hue, chroma): too_close(
            ours | {"district-hue": str(hue), "district-chroma": str(chroma)},
        )
        for hue in HUES
        for chroma in CHROMAS
    }
    assert {chosen: pairs for chosen, pairs in found.items() if pairs} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_color_token_is_one_the_test_can_read(scheme: str) -> None:
    values = declarations(scheme)
    for name in values:
        if name.startswith("color-"):
            oklch(name.removeprefix("color-"), values)


def put_together() -> list[tuple[str, str, str]]:
    """Words, ground and file of each rule in the style sheets that sets both by color tokens."""
    words_of = re.compile(r"(?:^|[;\s])color:\s*var\(--color-([\w-]+)\)")
    ground_of = re.compile(r"background(?:-color)?:\s*var\(--color-([\w-]+)\)")
    found = []
    for path in sorted(STYLES.rglob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for body in re.findall(r"\{([^{}]*)\}", css):
            words, ground = words_of.search(body), ground_of.search(body)
            if words and ground:
                found.append((words[1], ground[1], path.name))
    return found


def test_the_style_sheets_put_colors_together() -> None:
    assert len(put_together()) > 10


def test_words_and_ground_that_a_style_sheet_puts_together_are_a_pair_for_text() -> None:
    # Add what is found here above, so that its contrast is proved.
    missing = [each for each in put_together() if (each[0], each[1], TEXT) not in PAIRS]
    assert missing == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_gate_judges_our_own_colors_as_this_test_does(scheme: str) -> None:
    values = declarations(scheme)
    faults = {}
    for words, ground, least in PAIRS:
        one, other = (parse(hexadecimal(oklch(name, values))) for name in (words, ground))
        assert one is not None
        assert other is not None
        if (ratio := judged(one, other)) < least:
            faults[words, ground] = ratio
    assert faults == {}


def hexadecimal(color: Color) -> str:
    """The color as a style attribute would say it, from linear light to eight bits a part."""
    encoded = (
        part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in linear_srgb(color)
    )
    return "#" + "".join(f"{round(part * 255):02x}" for part in encoded)
