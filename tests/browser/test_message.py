"""A closing on a phone: two presses from the first screen, with how families will read it."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.district import District

from .conftest import OpenPage
from .test_axe import findings, sideways

PRINCIPAL, PHONE = "calliope.redfern", {"width": 390, "height": 844}
CLEAN = """
from notifications.models import UrgentNotice
from district_cms.schools.models import Banner
Banner.objects.filter(pk__in=UrgentNotice.banners.through.objects.values("banner")).delete()
UrgentNotice.objects.all().delete()
print("done")
"""


@pytest.fixture
def phone(served: District, open_page: OpenPage) -> Page:
    served.ask(CLEAN)
    page = open_page(PRINCIPAL)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/admin/")
    return page


def is_for_everyone(page: Page, part: str) -> None:
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_timeout(500)  # Wagtail's buttons fade to their new colors
        assert findings(page, part) == []
    assert sideways(page) <= 0


def test_a_closing_takes_two_presses_and_a_second_one_replaces_it(
    phone: Page, served: District
) -> None:
    phone.get_by_role("link", name="Closed", exact=True).click()  # the first press
    line = phone.locator("#message-line")
    expect(line).to_contain_text("There are no classes and no buses.")
    is_for_everyone(phone, "main")
    phone.get_by_role("button", name="Post it", exact=True).click()  # the second press
    expect(phone.locator(".messages")).to_contain_text("It is at the top of the website now.")
    is_for_everyone(phone, "main")
    phone.goto("/admin/notices/new/?usual=closed")
    expect(line).to_contain_text("On the website already")
    is_for_everyone(phone, "main")
    phone.get_by_role("button", name="Replace it").click()
    phone.goto("/admin/notices/")
    expect(phone.locator("table.listing")).to_contain_text("Replaced by a newer one")
    is_for_everyone(phone, "main")
    served.ask(CLEAN)


def test_the_preview_follows_the_form_and_its_words_are_copied(phone: Page) -> None:
    phone.goto("/admin/notices/new/")
    expect(phone.get_by_role("button", name="Show it again")).to_be_hidden()
    phone.locator("[name=what]").select_option("early")
    line = phone.locator("#message-line")
    expect(line).to_contain_text("at 12:00 pm. Buses leave right after.")
    phone.locator("[name=closes_at]").fill("1:30 pm")
    phone.locator("[name=closes_at]").press("Tab")
    expect(line).to_contain_text("at 1:30 pm.")
    phone.get_by_role("button", name="Copy the words").click()
    expect(phone.locator("[data-copy-box] [role=status]")).not_to_be_empty()
    phone.locator("[name=what]").select_option("other")
    expect(phone.locator("[name=text_en]")).to_be_visible()
    phone.locator("[name=text_en]").fill("The boiler broke.")
    phone.locator("[name=title_en]").fill("Boiler")
    phone.locator("[name=sends]").check()
    expect(phone.get_by_role("button", name="Save and ask a second person")).to_be_visible()
    is_for_everyone(phone, "main")
