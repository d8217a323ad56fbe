"""The office writes Spanish beside its English, and a family that reads Spanish finds it."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.sample_pages import PUBLIC_PAGES, in_spanish

from .conftest import OpenPage
from .test_axe import NOT_FOUND, findings, sideways
from .watching import Watch

pytestmark = pytest.mark.usefixtures("page_of_rules")


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
