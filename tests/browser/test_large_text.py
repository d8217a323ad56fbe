"""Letters twice as large on the smallest screen: nothing runs over the edge."""

import pytest

from .conftest import OpenPage

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/juniper-creek/",
    "/juniper-creek/ms-rivera/",
    "/juniper-creek/ms-rivera/2026-27/math-3/",
    "/juniper-creek/garden-club/",
    "/calendar/",
    "/calendar/add/",
    "/search/?q=fractions",
    "/accessibility/",
    "/accessibility/report/",
    "/email/choose/",
)
OVER = """() => [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width
        && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 30)}`)
"""


def test_no_page_is_wider_than_the_screen_at_200_percent(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    over = {}
    for address in PAGES:
        assert page.goto(address).ok  # type: ignore[union-attr]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            over[address] = page.evaluate(OVER)[:5]
    assert over == {}
