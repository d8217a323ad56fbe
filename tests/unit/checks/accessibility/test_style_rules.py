"""Spacing and alignment in style attributes."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.looks.style import RULES

OWN = {rule.id for rule in RULES}
LONG = "Please bring the form that you have signed to the office before Friday morning."


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "style, expected",
    [
        ("letter-spacing:0.1em!important", ["spacing-pinned"]),
        ("letter-spacing:0.12em !important", []),
        ("letter-spacing:1px !important", ["spacing-pinned"]),
        ("letter-spacing:2px ! important", []),
        ("letter-spacing:2px !important;font-size:24px", ["spacing-pinned"]),
        ("letter-spacing:normal !important", ["spacing-pinned"]),
        ("letter-spacing:inherit !important", []),
        ("letter-spacing:unset !important", []),
        ("letter-spacing:0.1em", []),
        ("letter-spacing:0.1em!important;letter-spacing:0.2em!important", []),
        ("letter-spacing:0.2em!important;letter-spacing:0.1em", []),
        ("letter-spacing:wide !important", []),
        ("word-spacing:0.15em !important", ["spacing-pinned"]),
        ("word-spacing:initial !important", ["spacing-pinned"]),
        ("line-height:1.2 !important", ["spacing-pinned"]),
        ("line-height:120% !important", ["spacing-pinned"]),
        ("line-height:1.5 !important", []),
        ("line-height:150% !important", []),
        ("line-height:20px !important", ["spacing-pinned"]),
        ("line-height:24px !important", []),
        ("line-height:normal !important", ["spacing-pinned"]),
        ("line-height:1 !important;white-space:nowrap", []),
        ("line-height:1 !important;width:1500px", []),
        ("letter-spacing:0!important;line-height:1!important", ["spacing-pinned"] * 2),
        ("color:red !important", []),
    ],
)
def test_spacing_can_be_widened_by_the_reader(style: str, expected: list[str]) -> None:
    assert rules(f'<p style="{style}">{LONG}</p>') == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        (f'<div style="letter-spacing:0!important"><p>{LONG}</p></div>', ["spacing-pinned"]),
        (f'<div style="letter-spacing:0!important"><p style="letter-spacing:1em">{LONG}</p></div>',
         []),
        # 2 inherited pixels are enough for small letters.
        (f'<div style="letter-spacing:1.5px!important"><p style="font-size:10px">{LONG}</p></div>',
         []),
        ('<p style="letter-spacing:0!important"></p>', []),
        (f'<p hidden style="letter-spacing:0!important">{LONG}</p>', []),
        (f'<div style="display:none"><p style="letter-spacing:0!important">{LONG}</p></div>', []),
        (f'<p style="position:absolute;top:-999em;letter-spacing:0!important">{LONG}</p>', []),
        (('<div style="position:fixed;left:-9999px"><p style="letter-spacing:0!important">Math</p>'
         "</div>"), []),
        ('<p style="line-height:1!important">Math</p>', []),
    ],
)  # fmt: skip
def test_spacing_matters_only_in_visible_text(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


def test_the_fault_names_the_fixed_property() -> None:
    (fault,) = check_html(f'<p style="word-spacing:0!important">{LONG}</p>')
    assert dict(fault.params) == {"property": "word-spacing"}
    assert fault.selector == "p:nth-of-type(1)"


@pytest.mark.parametrize(
    "html, expected",
    [
        (f'<p style="text-align:justify">{LONG}</p>', ["text-justified"]),
        (f'<p align="justify">{LONG}</p>', ["text-justified"]),
        (f'<div style="text-align: JUSTIFY"><p>{LONG}</p></div>', ["text-justified"]),
        (f'<p style="text-align:justify">{LONG}</p>' * 9, ["text-justified"]),
        ('<p style="text-align:justify">Math</p>', []),
        (f'<p style="justify-content:center">{LONG}</p>', []),
        (f'<p style="text-align:left">{LONG}</p>', []),
        (f'<p hidden style="text-align:justify">{LONG}</p>', []),
        (f"<p>{LONG}</p>", []),
    ],
)
def test_justified_text_is_asked_about_once(html: str, expected: list[str]) -> None:
    assert rules(html) == expected
