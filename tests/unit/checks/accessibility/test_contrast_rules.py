"""Colors in style attributes: known ones are checked, unknown ones pass."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.looks.colors import Color, contrast, parse
from district_cms.checks.accessibility.looks.contrast import RULES

OWN = {rule.id for rule in RULES}
PALE = "color:#aaa;background:#fff"
DARK = "color:#333;background:#fff"


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "text, red, green, blue, alpha",
    [
        ("#369", 51, 102, 153, 1),
        ("#336699", 51, 102, 153, 1),
        ("#33669980", 51, 102, 153, 128 / 255),
        ("#3698", 51, 102, 153, 136 / 255),
        ("rgba(51,102,153,.5)", 51, 102, 153, 0.5),
        ("rgb(51 102 153 / 50%)", 51, 102, 153, 0.5),
        ("transparent", 0, 0, 0, 0),
    ],
)
def test_every_css_notation_of_a_color_is_parsed(
    text: str, red: int, green: int, blue: int, alpha: float
) -> None:
    color = parse(text)
    assert color is not None
    found = (color.red * 255, color.green * 255, color.blue * 255, color.alpha)
    assert found == pytest.approx((red, green, blue, alpha), abs=0.01)


@pytest.mark.parametrize(
    "text",
    ["", "inherit", "#12", "#12345", "#ggg", "rgb(1,2)", "rgb(a,b,c)", "var(--ink)", "url(x)",
     "oklch(0.5 0.1 20)", "reddish", "rgb(1,2,3,4,5)"],
)  # fmt: skip
def test_an_unknown_color_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "one, other, ratio",
    [
        ("#000", "#fff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#767676", "#fff", 4.54),  # the palest gray that passes on white
        ("#777", "#fff", 4.48),
        ("#f00", "#fff", 4.0),
    ],
)
def test_the_contrast_ratio_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = parse(one), parse(other)
    assert isinstance(first, Color)
    assert isinstance(second, Color)
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(
    "html, expected",
    [
        (f'<p style="{PALE}">Bring paper</p>', ["contrast-inline"]),
        (f'<p style="{DARK}">Bring paper</p>', []),
        ('<p style="color:#767676;background-color:white">Bring paper</p>', []),
        ('<p style="color:#777;background-color:white">Bring paper</p>', ["contrast-inline"]),
        ('<div style="background:#fff"><p>A <span style="color:#aaa">sheet</span></p></div>',
         ["contrast-inline"]),
        ('<table bgcolor="ffffff"><tr><td><font color="yellow">Bring it</font></td></tr></table>',
         ["contrast-inline"]),
        ('<p style="color:rgba(0,0,0,.3);background:#fff">Bring paper</p>', ["contrast-inline"]),
        ('<div style="background:#fff"><p style="color:#000;opacity:.3">Bring paper</p></div>',
         ["contrast-inline"]),
        ('<div style="background:#fff"><p style="color:#000;opacity:.9">Bring paper</p></div>', []),
        ('<p style="color:#aaa;background:linear-gradient(#fff,#eee)">Bring</p>',
         ["contrast-inline"]),
        ('<p style="color:#333;background:linear-gradient(#fff,#00f)">Bring paper</p>', []),
        # Large text needs 3 to 1.
        ('<p style="color:#888;background:#fff;font-size:24px">Bring paper</p>', []),
        ('<p style="color:#888;background:#fff;font-size:14pt"><b>Bring paper</b></p>', []),
        ('<p style="color:#888;background:#fff;font-size:14pt">Bring paper</p>',
         ["contrast-inline"]),
        ('<p style="color:#aaa;background:#fff;font:bold 2em Arial">Bring</p>',
         ["contrast-inline"]),
        ('<h2 style="color:#888;background:#fff">Bring paper</h2>', []),
        # Hidden text, or text that needs no contrast.
        (f'<p hidden style="{PALE}">Bring paper</p>', []),
        (f'<p aria-hidden="true" style="{PALE}">Bring paper</p>', []),
        (f'<div style="display:none"><p style="{PALE}">Bring paper</p></div>', []),
        (f'<p style="position:absolute;left:-9999px;{PALE}">Bring paper</p>', []),
        (f'<p style="{PALE}"></p>', []),
        (f'<p style="{PALE}">•</p>', []),
        (f'<p style="{PALE}"><img src="a.png" alt="A leaf"></p>', []),
        (f'<button disabled style="{PALE}">Send it</button>', []),
        (f'<label style="{PALE}">Name <input disabled></label>', []),
        (f'<button style="{PALE}">Send it</button>', ["contrast-inline"]),
        # The page's own style sheet may change these: unknown.
        (('<div style="background:#fff"><p class="note"><span style="color:#aaa">Bring</span></p>'
         "</div>"), ["contrast-unsure"]),
        (f'<div style="{PALE}"><a href="/p/">Paper</a></div>', []),
        ('<p style="color:#aaa;background:url(x.png) #fff">Bring paper</p>', ["contrast-unsure"]),
        ('<p style="color:#aaa;background:#fff;text-shadow:0 0 2px #000">Bring paper</p>', []),
        ('<p style="color:var(--ink);background:#fff">Bring paper</p>', []),
        ('<p style="color:inherit;background:#fff">Bring paper</p>', []),
        # Only one color: a question if hardly any background would be readable.
        ('<p style="color:#ffff66">Bring paper</p>', ["contrast-unsure"]),
        ('<p style="color:#777">Bring paper</p>', []),
        ('<p style="color:red">Bring paper</p>', []),
        ('<p style="background:#222">Bring paper</p>', ["contrast-unsure"]),
        ('<p style="background:#ffc">Bring paper</p>', []),
        ("<p>Bring paper</p>", []),
    ],
)  # fmt: skip
def test_text_is_checked_by_its_own_two_colors(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


def test_one_combination_of_colors_is_reported_once_with_its_ratio() -> None:
    (fault,) = check_html(f'<div style="{PALE}"><p>Bring paper</p><p>Bring glue</p></div>')
    assert fault.excerpt == "Bring paper"
    assert fault.selector == "div:nth-of-type(1) > p:nth-of-type(1)"
    assert dict(fault.params) == {"ratio": "2.3", "needed": "4.5"}


def test_the_later_or_the_important_declaration_wins() -> None:
    assert rules('<p style="color:#aaa;color:#333;background:#fff">Bring paper</p>') == []
    pinned = '<p style="color:#aaa!important;color:#333;background:#fff">Bring paper</p>'
    assert rules(pinned) == ["contrast-inline"]
