"""A name, an address or a word that is longer than a phone is wide breaks, and widens no page."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.sample_pages import PUBLIC_PAGES

from .conftest import OpenPage
from .test_axe import sideways

pytestmark = pytest.mark.usefixtures("page_of_rules")

PHONE: ViewportSize = {"width": 320, "height": 640}
LONG = [
    "Donaudampfschifffahrtselektrizitaetenhau",
    "the-family-of-somebody-with-a-very-long-name@sub.larkspur.example",
    "https://larkspur.example/export?id=0123456789abcdef0123456789abcdef&sheet=1&gid=99",
]
# Behind whatever stands in a heading, a paragraph, a line, a link: whoever writes may write this.
# What screen readers alone have, and days and buttons, whose words are ours, stay as they are.
WRITE = """(long) => {
    const where = ":is(h1, h2, h3, h4, p, li, dt, dd, a, strong, legend)";
    const ours = ":is(table, button, .button, .date-tile, .visually-hidden, .w-sr-only, .nowrap) ";
    let written = 0;
    for (const each of document.querySelectorAll(`:is(main, footer) ${where}`)) {
        if (each.closest(ours) || each.matches(".skip-link")) continue;
        for (const node of each.childNodes) {
            if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
            node.data += ` ${long}`;
            written += 1;
        }
    }
    return written;
}"""


def write(page: Page, long: str) -> None:
    assert page.evaluate(WRITE, long) > 5


def test_no_long_word_widens_a_public_page_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    wide = []
    for kind in sorted(PUBLIC_PAGES.keys() - {"not-found"}):
        page.goto(PUBLIC_PAGES[kind])
        write(page, " ".join(LONG))
        if sideways(page) > 0:
            wide.append(kind)
    assert wide == []


@pytest.mark.parametrize("address", ["/admin/", "/admin/updates/compose/", "/staff/signature/"])
def test_no_long_word_widens_a_screen_of_a_teacher_on_a_phone(
    open_page: OpenPage, address: str
) -> None:
    page = open_page("maren.kittredge")
    page.set_viewport_size(PHONE)
    page.goto(address)
    write(page, " ".join(LONG))
    assert sideways(page) <= 0
    lines = page.locator(".w-panel__content :is(p, h3, li)").filter(visible=True)
    over = lines.evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.closest("
        "'table, .w-sr-only')).map((one) => one.outerHTML.slice(0, 200))"
    )
    assert over == []
