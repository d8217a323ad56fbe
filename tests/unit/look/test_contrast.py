"""Every pair of colors the public site puts together can be read, whatever color is chosen.

The colors are read from ``static/css/tokens.css``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from district_cms.brand.colors import (
    IN_MAILS,
    Color,
    district_color,
    hexadecimal,
    linear_srgb,
    mail_color,
)
from district_cms.checks.accessibility.looks.colors import contrast as judged
from district_cms.checks.accessibility.looks.colors import parse

from .color_pairs import PAIRS, TEXT, contrast, oklch, proofs, tokens_of, with_color

STYLES = Path(__file__).parents[3] / "static" / "css"
TOKENS = STYLES / "tokens.css"

HUES = range(0, 360, 15)
CHROMAS = (0.0, 0.08, 0.16, 0.2)
SCHEMES = ("light", "dark")


def declarations(scheme: str) -> dict[str, str]:
    return tokens_of(TOKENS.read_text(encoding="utf-8"), dark=scheme == "dark")


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
        f"{pair.words} on {pair.ground}: {pair.ratio:.2f}, needs {pair.least}"
        for pair in proofs(values)
        if not pair.holds
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colors_that_stand_together_can_be_told_apart(scheme: str) -> None:
    assert too_close(declarations(scheme)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_district_can_take_any_color_and_stay_readable(scheme: str) -> None:
    ours = declarations(scheme)
    found = {
        (hue, chroma): too_close(with_color(ours, hue, chroma))
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


def test_words_of_a_mail_stand_out_whatever_color_the_district_takes() -> None:
    found = {
        (hue, chroma): contrast((IN_MAILS, chroma, float(hue)), (1.0, 0.0, 0.0))
        for hue in range(360)
        for chroma in CHROMAS
    }
    assert {each: ratio for each, ratio in found.items() if ratio < TEXT} == {}


def test_mails_have_the_color_of_the_website() -> None:
    values = with_color(declarations("light"), 284, 0.16)
    assert mail_color(284, 0.16) == hexadecimal(oklch("brand", values))


@pytest.mark.parametrize(("hue", "chroma"), [(250, "0.12"), (284, "0.16"), (30, "0.10")])
def test_a_color_code_is_read_as_the_hue_and_strength_it_was_made_of(hue: int, chroma: str) -> None:
    read, strength = district_color(mail_color(hue, Decimal(chroma)))
    assert (abs(read - hue) <= 1, strength) == (True, Decimal(chroma))


@pytest.mark.parametrize(
    ("code", "strength"), [("#808080", "0.02"), ("#ff0000", "0.16"), ("#000000", "0.02")]
)
def test_a_gray_and_a_glaring_color_are_brought_within_what_stays_readable(
    code: str, strength: str
) -> None:
    assert district_color(code)[1] == Decimal(strength)
