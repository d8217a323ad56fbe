"""Every type of public page: axe-core's rules, small screens, the strict policy, no outside help.

Each page is looked at in light and dark, narrow and wide, with axe-core's rules for WCAG 2.1 A
and AA; the rest of what people need (words, order, sense) no program can judge.
"""

import re
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.district import District
from tests.browser.sample_pages import PUBLIC_PAGES

from .conftest import OpenPage
from .watching import Watch

pytestmark = pytest.mark.usefixtures("page_of_rules")

CLASS = PUBLIC_PAGES["class"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SCHEMES = ("light", "dark")
WIDTHS = (320, 1280)
NOT_FOUND = r"the server responded with a status of 404 .*/nothing-is-here/"

# Each width and each scheme once: the one decides what is laid out, the other what can be read.
ACROSS = ((320, "light"), (1280, "dark"))
CONTRAST = "color-contrast"

# Without `preload` axe-core would ask for the style sheets once more, some at wrong addresses.
AXE = """([rules, part]) => axe.run(part || document, {
    runOnly: {type: rules[0].startsWith("wcag") ? "tag" : "rule", values: rules},
    resultTypes: ["violations"],
    preload: false,
})"""


def findings(page: Page, part: str = "", rules: Sequence[str] = RULES) -> list[str]:
    """What axe-core objects to: rule, help, and the markup of each place. `part` is a CSS
    selector; empty for the whole page. `rules` are axe-core's tags, or rules by name."""
    result: dict[str, Any] = page.evaluate(AXE, [rules, part])
    return [
        f"{violation['id']}: {violation['help']}: {place['html']} {place.get('failureSummary', '')}"
        for violation in result["violations"]
        for place in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    )


def test_the_update_that_is_looked_at_has_a_picture_a_table_and_assignments(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto(PUBLIC_PAGES["update"])
    main = page.get_by_role("main")
    expect(main.get_by_role("img").first).to_be_visible()
    expect(main.get_by_role("table").first).to_be_visible()
    expect(main.get_by_role("heading", name="Assignments")).to_be_visible()


def test_these_checks_see_what_they_look_for(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    page.goto(CLASS)
    page.evaluate(AXE_SCRIPT)
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
            '<img src="/static/img/favicon.svg">'
            + '<p style="color: #aaa; background: #bbb; width: 200vw">Faint words.</p>')"""
    )
    assert {finding.split(":")[0] for finding in findings(page)} == {"color-contrast", "image-alt"}
    assert sideways(page) > 0


@pytest.mark.parametrize("across", [
    pytest.param(ACROSS, id="across"),
    pytest.param(tuple(product(WIDTHS, SCHEMES)), id="all", marks=pytest.mark.slow),
])  # fmt: skip
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_axe_finds_nothing_in_light_or_dark_narrow_or_wide(
    open_page: OpenPage, watch: Watch, name: str, across: tuple[tuple[int, str], ...]
) -> None:
    # axe-core gives elements inline styles to measure them; the strict policy is tested below.
    page = open_page(bypass_csp=True)
    watch.expect(NOT_FOUND)
    page.goto(PUBLIC_PAGES[name])
    page.evaluate(AXE_SCRIPT)
    for width, scheme in across:
        page.set_viewport_size({"width": width, "height": 720})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert findings(page) == [], f"{width} px, {scheme}"


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_page_keeps_the_strict_policy_and_fits_the_window_at_any_size(
    open_page: OpenPage, watch: Watch, name: str
) -> None:
    page = open_page(viewport={"width": 320, "height": 360}, device_scale_factor=2)
    watch.expect(NOT_FOUND)
    answer = page.goto(PUBLIC_PAGES[name])
    assert answer is not None
    assert answer.status == (404 if name == "not-found" else 200)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)

    # A window of 640 px at 200 % zoom lays the page out as one of 320 px, drawn twice as large.
    assert sideways(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 720})
    assert sideways(page) <= 0
    # And letters alone twice as large, as a browser's own setting makes them.
    page.set_viewport_size({"width": 640, "height": 720})
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert sideways(page) <= 0


def test_the_other_language_is_in_the_first_screen_of_a_phone_and_large_enough_for_a_thumb(
    open_page: OpenPage,
) -> None:
    width, height = 320, 640
    page = open_page(viewport={"width": width, "height": height})
    page.goto(CLASS)
    box = page.get_by_role("button", name="Español").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert 0 <= box["x"] <= width - box["width"]
    assert 0 <= box["y"] <= height - box["height"]


def test_the_editors_bar_works_under_the_strict_policy(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("elena.rivera")
    answer = page.goto(CLASS)
    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    bar = page.locator("wagtail-userbar")
    opener = bar.get_by_role("button", name="View Wagtail quick actions")
    # Its style sheet was let in: without it the button has no size of its own.
    expect(opener).to_have_css("border-radius", "50%")
    opener.click()
    bar.get_by_role("menuitem", name="Edit this page").click()
    expect(page).to_have_url(served.address + served.editing(CLASS))


def test_nobody_else_is_sent_the_editors_bar(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(CLASS)
    expect(page.locator("wagtail-userbar")).to_have_count(0)


@pytest.mark.slow
def test_the_preview_beside_the_form_shows_the_page(open_page: OpenPage, served: District) -> None:
    page = open_page("elena.rivera")
    page.goto(served.editing(served.children(CLASS)[0]))
    title = page.locator("#id_title").input_value()
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe#w-preview-iframe")
    expect(preview.get_by_role("heading", name=title, level=1)).to_be_visible()
    # Laid out by our style sheets, not bare.
    expect(preview.locator("body")).to_have_css("font-family", re.compile("Public Sans"))
