"""Inline style is read as browsers read it: only what it hides is hidden."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.looks.colors import parse_hint
from district_cms.checks.accessibility.looks.css import font_size, parse_style
from district_cms.checks.accessibility.parsing import MOST_STYLE

PIECES = st.sampled_from(
    ["color", "font", "background", "width", "font-size", "all", ":", ";", "!important", "\\", "(",
     ")", "{", "}", "[", "'", "/*", "url(", "rgb(", "hsl(", "color(", "calc(", "var(",
     "linear-gradient(", ",", "/", "1e999", "-1px", "50%", "1deg", "none", "red", "#fff",
     "\\d800 ", "\n", " ", "\0", "İ"]
)  # fmt: skip


def is_shown(style: str, around: str = "") -> bool:
    html = f'<div style="{around}"><p style="{escape(style)}"><img src="x.jpg"></p></div>'
    return "img-alt-missing" in {fault.rule for fault in check_html(html)}


SHOWN = (
    "background:url(data:a;visibility:hidden;b)",
    'background:url("a;visibility:hidden;b")',
    "color:red/*;display:none;*/",
    "--note:{display:none}",
    "a:(;display:none;)",
    "display:none;display:block",
    "display:none!important;display:block!important",
    "display:none!importante",
    "display:none none",
    "dis/**/play:none",
    "display:none;display:var(--shown)",
    "visibility:hidden;visibility:visible",
    "visibility:hidden;all:unset",
    "display:none;all:initial",
)


@pytest.mark.parametrize("style", SHOWN)
def test_what_is_not_hidden_is_checked(style: str) -> None:
    assert is_shown(style)


HIDDEN = (
    "display:none",
    "display:none ! important",
    "display:none!/**/IMPORTANT",
    "display:none ! important;display:block",
    "display:none;display:nothing",
    "display:none;display:block !ie",
    "DISPLAY : NONE",
    "d\\69splay:none",
    "color:red;;;display:none",
    "color:'a;b';display:none",
    "visibility:hidden",
    "visibility:collapse",
    "visibility:visible;visibility:hidden",
)


@pytest.mark.parametrize("style", HIDDEN)
def test_what_is_hidden_is_not_checked(style: str) -> None:
    assert not is_shown(style)


@pytest.mark.parametrize(
    "style, shown",
    [
        ("visibility:visible", True),
        ("visibility:initial", True),
        ("all:initial", True),
        ("visibility:inherit", False),
        ("visibility:unset", False),
        ("color:red", False),
    ],
)
def test_a_descendant_can_undo_visibility_hidden(style: str, shown: bool) -> None:
    assert is_shown(style, around="visibility:hidden") is shown


@pytest.mark.parametrize(
    "style, shown",
    [
        ("display:block", True),
        ("display:initial", True),
        ("display:revert", False),
        ("display:bogus", False),
        ("color:red", False),
    ],
)
@pytest.mark.parametrize("start", ["<p hidden", "<dialog"])
def test_a_display_property_shows_what_the_browser_would_hide(
    start: str, style: str, shown: bool
) -> None:
    faults = check_html(f'{start} style="{style}"><img src="x.jpg">')
    assert ("img-alt-missing" in {fault.rule for fault in faults}) is shown


@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
@example("width:" + "9" * 5000)
@example("color:hsl(1e999 1% 1%)")
@example("color:color()")
def test_any_style_can_be_read(style: str) -> None:
    assert font_size(parse_style(style), 16.0) >= 0


def test_too_much_inline_style_is_refused_and_not_cut_off() -> None:
    same = f'<p style="{"color:red;" * 50}">One</p>'
    assert check_html(same * 500) == []
    much = f'<p style="display:none;{";" * MOST_STYLE};display:block">One</p>'
    assert [fault.rule for fault in check_html(much)] == ["markup-too-large"]


@pytest.mark.parametrize(
    "text, is_known",
    [("#369", True), ("336699", True), ("Red", True), ("#3698", False), ("rgb(1,2,3)", False),
     ("transparent", False), ("chucknorris", False)],
)  # fmt: skip
def test_an_old_color_attribute_is_not_css(text: str, is_known: bool) -> None:
    assert (parse_hint(text) is not None) is is_known
