"""The form of a notice on the smallest phone: nothing beside the screen, its button in reach, and
labels that can be read."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize, expect

from .conftest import OpenPage
from .test_axe import findings

pytestmark = pytest.mark.browser

PRINCIPAL, TEACHER = "marguerite.solheim", "tamsin.whitlock"
PHONE: ViewportSize = {"width": 320, "height": 640}
BESIDE = """() => [...document.querySelectorAll('main, main *')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width > 1
        && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 30)}`)
"""
CUT_OFF = """() => [...document.querySelectorAll('main svg')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().left < 0)
    .map((each) => each.parentElement.textContent.trim())
"""
SMALL_LABELS = """() => [...document.querySelectorAll('main form label, main form legend')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width > 1
        && parseFloat(getComputedStyle(each).fontSize) < 14)
    .map((each) => each.textContent.trim())
"""


def open_form(page: Page, kind: str) -> None:
    page.set_viewport_size(PHONE)
    if kind == "class":
        page.goto("/admin/")
        page.get_by_role("link", name="Write a class notice").first.click()
    else:
        page.goto({"urgent": "/admin/urgent-notices/new/", "website": "/admin/notices/new/"}[kind])
    page.wait_for_load_state()


# `test_every_role_axe.py` looks at these forms on a phone.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "kind"), [(PRINCIPAL, "urgent"), (PRINCIPAL, "website"), (TEACHER, "class")]
)
def test_a_notice_is_written_on_the_smallest_phone(
    open_page: OpenPage, who: str, kind: str
) -> None:
    page = open_page(who)
    open_form(page, kind)
    assert page.evaluate(BESIDE) == []
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(SMALL_LABELS) == []
    button = page.locator("main form footer button[type=submit]").first
    # Before anything is typed, at its end, and with the cursor in a text.
    expect(button).to_be_in_viewport()
    page.mouse.wheel(0, 4000)
    expect(button).to_be_in_viewport()
    text = page.locator("main form textarea:visible").first
    text.click()
    expect(text).to_be_in_viewport()
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= PHONE["width"]
    page.evaluate(AXE_SCRIPT)
    assert findings(page, "main form") == []
