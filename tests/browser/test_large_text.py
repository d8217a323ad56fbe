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


BESIDE_A_DAY = ".event-list__item, .assignment, .update-list__item"
# Words of which the letters stand in several lines.
BROKEN = r"""(beside) => [...document.querySelectorAll(beside)]
    .filter((each) => each.checkVisibility())
    .flatMap((each) => {
        const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
        const broken = [];
        while (texts.nextNode()) {
            for (const word of texts.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
                const range = document.createRange();
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                const lines = [...range.getClientRects()].map((one) => Math.round(one.top));
                if (new Set(lines).size > 1) {
                    broken.push(word[0]);
                }
            }
        }
        return broken;
    })
"""


def test_no_word_beside_a_day_is_broken_on_a_phone_at_200_percent(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
    broken = {}
    for address in ("/", "/calendar/", "/juniper-creek/mr-okafor/2026-27/math-5/"):
        assert page.goto(address).ok  # type: ignore[union-attr]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if words := page.evaluate(BROKEN, BESIDE_A_DAY):
            broken[address] = words
    assert broken == {}


NAMED = ".school-card__name, .subscribe-panel .button, .search-form__button, h1"


def test_no_name_and_no_button_is_broken_on_the_smallest_screen_at_200_percent(
    open_page: OpenPage,
) -> None:
    """The name of a school goes below its mark, and what is large leaves its words whole."""
    page = open_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    broken = {}
    for address in ("/", "/juniper-creek/ms-rivera/2026-27/math-3/", "/search/?q=fractions"):
        assert page.goto(address).ok  # type: ignore[union-attr]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        # Of no more than twelve letters: longer ones have their hyphens.
        if words := [word for word in page.evaluate(BROKEN, NAMED) if len(word) <= 12]:
            broken[address] = words
    assert broken == {}


def test_a_large_search_box_has_its_edges_where_its_button_goes_below(
    open_page: OpenPage,
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.goto("/search/?q=fractions")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    edge = page.locator("#page-search").evaluate("box => getComputedStyle(box).borderRightWidth")
    assert edge == "2px"


def test_a_teachers_first_screen_keeps_its_headings_whole_at_200_percent(
    open_page: OpenPage,
) -> None:
    page = open_page("elena.rivera")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/admin/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(BROKEN, "h1, .w-panel__heading") == []
    name = page.locator("h1").first
    assert name.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_a_refusal_on_a_phone_leads_to_no_error_where_there_is_none(open_page: OpenPage) -> None:
    page = open_page("elena.rivera")
    page.set_viewport_size({"width": 390, "height": 780})
    page.goto("/admin/users/")
    assert page.get_by_text("you do not have permission").is_visible()
    assert not page.get_by_role("button", name="Go to the first error").is_visible()


def test_no_school_in_the_menu_is_broken_at_200_percent(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 800}, bypass_csp=True)
    page.goto("/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator(".school-switcher__summary").click()
    assert page.evaluate(BROKEN, ".school-switcher__link") == []
