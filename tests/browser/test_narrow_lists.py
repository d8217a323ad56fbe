"""Lists of the editor on a phone: a card a row, nothing beside the screen."""

import pytest

from .conftest import OpenPage

pytestmark = pytest.mark.browser

OFFICE, ADMINISTRATOR = "noor.castellane", "rosalind.achterberg"
LISTS = ("/admin/outbox/", "/admin/barriers/")
OF_ADMINISTRATORS = ("/admin/staff/", "/admin/class-assignments/", "/admin/school-years/")
SAID_BEFORE = "cells => cells.map((each) => getComputedStyle(each, '::before').content)"


def test_each_cell_says_its_column_and_is_still_a_cell(open_page: OpenPage) -> None:
    page = open_page(OFFICE)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in LISTS:
        page.goto(address)
        row = page.get_by_role("table").get_by_role("row").nth(1)
        columns = row.get_by_role("cell").evaluate_all(SAID_BEFORE)
        assert columns[0] == "none", "the first cell is the card's heading"
        assert '"Status"' in columns, address
        assert "none" not in columns[1:], address
        # What the list can be sorted by can be chosen here, too.
        assert page.locator("#listing-results thead a:visible").count() >= 3

    page.set_viewport_size({"width": 1280, "height": 800})
    wide = page.get_by_role("table").get_by_role("row").nth(1).get_by_role("cell")
    assert set(wide.evaluate_all(SAID_BEFORE)) == {"none"}


def test_an_address_of_a_message_stands_in_one_line_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(OFFICE)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/admin/outbox/")
    page.locator("#listing-results tbody a").first.click()
    address = page.locator(".outbox-message__facts dt:text-is('From') + dd")
    assert "@larkspur.example" in address.inner_text()
    # Whichever message is the newest: as long as that of a digest.
    address.evaluate("(dd) => { dd.textContent = 'class-updates@larkspur.example' }")
    lines = address.evaluate(
        "(dd) => dd.getBoundingClientRect().height / parseFloat(getComputedStyle(dd).lineHeight)"
    )
    assert lines < 1.5


def test_the_name_of_a_list_stands_whole_beside_what_can_be_done(open_page: OpenPage) -> None:
    page = open_page(ADMINISTRATOR)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in OF_ADMINISTRATORS:
        page.goto(address)
        name = page.locator(".w-breadcrumbs li:last-child")
        assert name.evaluate("(name) => name.scrollWidth <= name.clientWidth"), address
        box = name.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 320, address
