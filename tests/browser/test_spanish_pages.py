"""The office writes Spanish beside its English, and a family that reads Spanish finds it."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.district import District
from tests.browser.sample_pages import PUBLIC_PAGES, in_spanish

from . import editor
from .conftest import OpenPage
from .test_axe import NOT_FOUND, findings, sideways
from .watching import Watch

PAGE = "/calendar-and-school-hours/"
TITLE = "Calendario y horario de las escuelas"


@pytest.mark.slow
def test_a_title_in_spanish_goes_from_the_editor_to_a_family(
    open_page: OpenPage, served: District
) -> None:
    office = open_page("noor.castellane")
    office.goto(served.editing(PAGE))
    field = office.get_by_role("textbox", name="Title in Spanish")
    expect(field).to_have_value("")
    expect(field).to_have_accessible_description(
        "Empty: families who read the site in Spanish see the text above, marked as English."
    )
    field.fill(TITLE)
    editor.wait_until_saved(office)
    editor.press(office, "Publish")

    family = open_page()
    family.goto(PAGE)
    family.get_by_role("button", name="Español").click()
    heading = family.get_by_role("heading", level=1)
    expect(heading).to_have_text(TITLE)
    expect(heading).to_have_attribute("lang", "es")
    expect(family.get_by_text("Una parte de esta página está en inglés.")).to_be_visible()
    family.get_by_role("button", name="English").click()
    expect(heading).to_have_text("Calendar and school hours")


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_axe_finds_nothing_in_spanish_and_the_page_fits_a_phone(
    open_page: OpenPage, watch: Watch, name: str
) -> None:
    page = open_page(bypass_csp=True, viewport={"width": 320, "height": 640})
    watch.expect(NOT_FOUND)
    page.goto(in_spanish(PUBLIC_PAGES[name]))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.evaluate(AXE_SCRIPT)
    assert findings(page) == []
    assert sideways(page) <= 0
