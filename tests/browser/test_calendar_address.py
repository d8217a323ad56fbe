"""The address of a calendar is read whole and copied, on the smallest screen too."""

import pytest
from playwright.sync_api import expect

from .conftest import OpenPage

pytestmark = pytest.mark.browser

HIDDEN = "(box) => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]"


def test_nothing_of_the_address_is_cut_off_at_320_pixels(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto("/calendar/add/")
    box = page.get_by_label("Address of the calendar")
    assert box.input_value().startswith("http")
    assert max(box.evaluate(HIDDEN)) <= 1


def test_a_button_copies_the_address_and_says_so(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto("/calendar/add/")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("Copied. Now paste it into your calendar program.")).to_be_visible()
    box = page.get_by_label("Address of the calendar")
    selected = box.evaluate("(box) => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert selected == box.input_value()
