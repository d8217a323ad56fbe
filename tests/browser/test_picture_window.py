"""The window for choosing a picture and the head of the editor, on a phone and in large letters."""

import pytest
from playwright.sync_api import Page

from . import editor
from .conftest import OpenPage
from .test_accessibility_editor import LESSON, begin_update

PHONES = [{"width": 390, "height": 844}, {"width": 320, "height": 640}]
OVER = """(dialog) => {
    const edge = dialog.querySelector(".modal-content").getBoundingClientRect().right;
    return [...dialog.querySelectorAll("input, select, button, fieldset")]
        .filter((each) => each.getBoundingClientRect().right > edge + 1)
        .map((each) => each.outerHTML.slice(0, 80));
}"""


def open_window(page: Page) -> None:
    begin_update(page)
    lesson = editor.part(page, LESSON)
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Picture", exact=True).click()
    lesson.get_by_role("button", name="Choose an image").click()
    page.get_by_role("dialog").locator("a[data-chooser-modal-choice]").first.wait_for()


# Drawn by a sheet that is seldom changed.
@pytest.mark.slow
def test_nothing_of_the_window_is_cut_off_on_a_phone_or_with_large_letters(
    open_page: OpenPage,
) -> None:
    page = open_page("maren.kittredge")
    open_window(page)
    window = page.get_by_role("dialog")
    for phone in PHONES:
        page.set_viewport_size(phone)
        assert window.evaluate(OVER) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert window.evaluate(OVER) == []


# Drawn by a sheet that is seldom changed.
@pytest.mark.slow
def test_the_signs_at_the_head_of_the_editor_are_seen(open_page: OpenPage) -> None:
    page = open_page("maren.kittredge")
    begin_update(page)
    signs = page.locator(".w-slim-header [data-side-panel-toggle] > .icon").filter(visible=True)
    for letters in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
        widths = signs.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().width)")
        assert len(widths) >= 4, letters
        assert min(widths) >= 15, letters
