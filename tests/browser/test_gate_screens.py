"""The screens of exceptions from the gate and of its record, in a browser."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from scripts.district import District
from scripts.sample_pages import PUBLIC_PAGES

from .conftest import OpenPage
from .test_axe import findings

ADMINISTRATOR = "rosalind.achterberg"


@pytest.mark.parametrize("address", ["exceptions/", "record/"])
def test_axe_finds_nothing_on_the_screens_of_the_gate(open_page: OpenPage, address: str) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto(f"/admin/accessibility/{address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.evaluate(AXE_SCRIPT)

    assert findings(page, "#main") == []


def test_the_record_of_a_page_is_two_clicks_away_in_its_more_menu(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto(served.editing(served.children(PUBLIC_PAGES["class"])[0]))

    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Check history").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Check history of")
    expect(page.get_by_role("main").get_by_role("heading", name="Went live").first).to_be_visible()
