"""What comes out of the printer: no menus, all of the page, and its address."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage

pytestmark = pytest.mark.browser

CLASS = "/juniper-creek/ms-rivera/2026-27/math-3/"


def on_paper(page: Page, address: str) -> Page:
    assert page.goto(address).ok  # type: ignore[union-attr]
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("address", [CLASS, "/calendar/"])
def test_a_page_on_paper_has_its_address_and_no_menus(open_page: OpenPage, address: str) -> None:
    page = on_paper(open_page(), address)
    for menu in page.get_by_role("navigation").all():
        # Beside the newest update stand the one before it and the one after: no menu.
        if menu.get_attribute("aria-label") != "Updates before and after":
            expect(menu).not_to_be_visible()
    expect(page.locator(".site-footer__address")).to_contain_text(address)
    # The foot is two or three lines, or it takes a sheet of its own.
    assert page.locator(".site-footer").bounding_box()["height"] < 110  # type: ignore[index]


@pytest.mark.parametrize("address", ["/admin/deliveries/", "/admin/reports/log/"])
def test_a_report_on_paper_is_whole_and_not_behind_the_menu(
    open_page: OpenPage, address: str
) -> None:
    page = on_paper(open_page("rosalind.achterberg"), address)
    expect(page.locator(".sidebar")).not_to_be_visible()
    expect(page.get_by_text("Page 1 of")).to_be_visible()
    inside = "(each) => getComputedStyle(each).overflowY"
    assert page.locator(".content-wrapper").evaluate(inside) == "visible"
    assert page.locator("table").first.bounding_box()["x"] < 60  # type: ignore[index]


def test_the_steps_of_a_signature_are_read_on_paper(open_page: OpenPage) -> None:
    page = on_paper(open_page("elena.rivera"), "/staff/signature/")
    expect(page.get_by_text("See all settings").first).to_be_visible()
    expect(page.locator(".staff-area-nav")).not_to_be_visible()
