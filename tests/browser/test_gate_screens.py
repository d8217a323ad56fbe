"""The screens of exceptions from the gate and of its record, in a browser."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.district import District
from tests.browser.sample_pages import PUBLIC_PAGES

from . import editor
from .conftest import OpenPage
from .test_axe import findings
from .watching import Watch

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


def test_the_bar_stays_red_while_a_field_on_another_tab_is_refused(
    open_page: OpenPage, served: District, watch: Watch
) -> None:
    watch.expect("status of 400")  # it is not saved by itself either
    page = open_page("noor.castellane")
    page.goto(f"/admin/pages/add/schools/standardpage/{served.ids['/juniper-creek/']}/")
    page.locator("body.ready").wait_for()
    editor.title_of(page).fill("After school")
    page.get_by_role("tab", name="Promote").click()
    page.locator("#id_slug").fill("garden-club")  # another page has this address
    page.get_by_role("tab", name="Content").click()
    editor.press(page, "Publish")
    bar = page.locator(".messages li.error")
    expect(bar).to_contain_text("This didn’t go through yet.")
    with page.expect_response(lambda answer: "/accessibility/check/" in answer.url):
        editor.title_of(page).fill("After school hours")
    page.wait_for_timeout(500)
    expect(bar).to_have_count(1)
    expect(page.locator(".messages")).not_to_contain_text("Everything is fixed")
