"""Inline style is read as browsers read it: what it hides is hidden, and nothing else is."""

from html import escape

import pytest

from district_cms.checks.accessibility import check_html


def is_shown(style: str, around: str = "") -> bool:
    html = f'<div style="{around}"><p style="{escape(style)}"><img src="x.jpg"></p></div>'
    return "img-alt-missing" in {fault.rule for fault in check_html(html)}


@pytest.mark.parametrize(
    "style",
    [
        "background:url(data:a;visibility:hidden;b)",
        'background:url("a;visibility:hidden;b")',
        "color:red/*;display:none;*/",
        "--note:{display:none}",
        "a:(;display:none;)",
        "display:none;display:block",
        "display:none!important;display:block!important",
        "display:none!importante",
        "display:none none",
        "display:no/**/ne",
        "dis/**/play:none",
        "display:nothing",
        'display:"none"',
        "display:none;display:var(--shown)",
        "visibility:hidden;visibility:visible",
        "visibility:hidden;all:unset",
        "display:none;all:initial",
    ],
)
def test_what_is_not_hidden_is_checked(style: str) -> None:
    assert is_shown(style)


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "display:none ! important",
        "display:none!/**/IMPORTANT",
        "display:none ! important;display:block",
        "display:none;display:nothing",
        "display:none;display:block !ie",
        "DISPLAY : NONE",
        "d\\69splay:none",
        "display:n\\6f ne",
        "/* hidden */display/**/:/**/none",
        "color:red;;;display:none",
        "color:'a;b';display:none",
        "}:x;display:none",
        "visibility:hidden",
        "visibility:collapse",
        "visibility:visible;visibility:hidden",
    ],
)
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
        ("visibility:revert", False),
        ("color:red", False),
    ],
)
def test_visibility_can_be_taken_back_further_down(style: str, shown: bool) -> None:
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
def test_a_display_of_its_own_shows_what_the_browser_would_hide(
    start: str, style: str, shown: bool
) -> None:
    faults = check_html(f'{start} style="{style}"><img src="x.jpg">')
    assert ("img-alt-missing" in {fault.rule for fault in faults}) is shown
