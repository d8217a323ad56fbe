"""The form of an update by keyboard on a small screen, and what a screen reader calls its boxes."""

import re

import pytest
from playwright.sync_api import Page

from .conftest import OpenPage

PARTS = ("What we are learning", "Assignments", "Curriculum", "Coming up")
# Whether something of the bar below lies over what has the focus.
HIDDEN = """() => {
    const focused = document.activeElement;
    const bar = document.querySelector(".composer-bar");
    if (bar.contains(focused) || !focused.closest(".composer-form")) return "";
    const box = focused.getBoundingClientRect();
    return box.bottom > bar.getBoundingClientRect().top && box.height < innerHeight / 2
        ? focused.name || focused.innerText : "";
}"""


def open_form(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile("Post an update.*Math 3")).first.click()
    page.locator("#composer").wait_for()


# Fifty steps that glide, and each is waited for: the room below is one rule of one sheet.
@pytest.mark.slow
def test_what_has_the_focus_is_never_behind_the_bar(open_page: OpenPage) -> None:
    page = open_page("elena.rivera")
    page.set_viewport_size({"width": 390, "height": 740})
    open_form(page)
    hidden = []
    for _each in range(50):
        page.keyboard.press("Tab")
        page.wait_for_timeout(300)  # it glides there
        hidden.append(page.evaluate(HIDDEN))
    assert [each for each in hidden if each] == []


def test_each_none_this_period_says_of_what(open_page: OpenPage) -> None:
    page = open_page("elena.rivera")
    open_form(page)
    for part in PARTS:
        name = re.compile(f"None this period ?: {part}")
        assert page.get_by_role("checkbox", name=name).count() == 1
