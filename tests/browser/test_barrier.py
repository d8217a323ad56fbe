"""A barrier is reported from the foot of a page, and answered by the office."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.sample_pages import PUBLIC_PAGES

from .conftest import OpenPage
from .test_axe import SCHEMES, findings, sideways
from .watching import Watch

OFFICE = "noor.castellane"
CLASS = PUBLIC_PAGES["class"]
PHONE = {"width": 320, "height": 640}
LANGUAGES = {"en": "Report an accessibility problem", "es": "Reportar un problema de accesibilidad"}
# Three working days after the day of the demo: a break of three days and a weekend lie between.
DUE = "Wednesday, December 2"


def report(page: Page, words: str, **more: str) -> str:
    """From the foot of the class page through the form; returns the number."""
    page.goto(CLASS)
    page.get_by_role("contentinfo").get_by_role(
        "link", name="Report an accessibility problem"
    ).click()
    expect(page.get_by_label("Which page was it?")).to_have_value(CLASS)
    page.get_by_label("What did not work?").fill(words)
    for label, value in more.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your report")
    return page.get_by_role("status").locator("strong").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_someone_without_an_account_reports_a_barrier(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    number = report(page, f"The dates are too small to read. {scripts}")
    assert re.fullmatch(r"B-[A-Z2-9]{4}-[A-Z2-9]{4}", number)
    expect(page.get_by_role("main")).to_contain_text(DUE)


def test_by_keyboard_alone_nobody_falls_into_the_trap(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/accessibility/report/")
    page.get_by_label("What did not work?").focus()
    reached = []
    for _press in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.name || ''"))
    assert "website" not in reached
    for name in ("page", "uses", "email", "phone", "language"):
        assert name in reached


def test_an_error_is_said_at_the_top_and_leads_to_its_box(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/accessibility/report/")
    page.get_by_label("Your email address").fill("visitor")
    page.get_by_role("button", name="Send the report").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("What did not work")).click()
    expect(page.get_by_label("What did not work?")).to_be_focused()
    expect(page.get_by_label("Your email address")).to_have_value("visitor")


@pytest.mark.parametrize("language", ["en", pytest.param("es", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_these_pages_in_either_language(
    open_page: OpenPage, language: str
) -> None:
    # axe-core gives elements inline styles to measure them.
    page = open_page(bypass_csp=True, viewport=PHONE, locale=language)
    for address in ("/accessibility/", "/accessibility/report/", "errors", "sent"):
        if address == "errors":
            page.goto("/accessibility/report/")
            page.locator("form[action='/accessibility/report/'] button").click()
            expect(page.get_by_role("alert")).to_be_focused()
            page.wait_for_load_state()
        elif address == "sent":
            page.locator("#id_what").fill(f"Axe: {language}")
            page.locator("form[action='/accessibility/report/'] button").click()
            expect(page.get_by_role("status")).to_be_visible()
        else:
            page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        foot = page.get_by_role("contentinfo")
        expect(foot.get_by_role("link", name=LANGUAGES[language])).to_be_visible()
        page.evaluate(AXE_SCRIPT)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert findings(page) == [], f"{address}, {scheme}"
        assert sideways(page) <= 0, address


def test_the_office_answers_and_the_answer_lies_in_the_outbox(
    open_page: OpenPage, watch: Watch
) -> None:
    number = report(
        open_page(), "I cannot open the menu.", **{"Your email address": "browser@example.net"}
    )
    page = open_page(OFFICE)
    page.goto("/admin/barriers/")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("link", name=CLASS)).to_be_visible()
    page.get_by_label("Your answer").fill("It opens now.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The answer is being sent")).to_be_visible()
    expect(page.locator(".barrier-report__steps")).to_contain_text("It opens now.")
    page.get_by_role("combobox", name="What was done").select_option("Closed")
    page.get_by_label("In a few words").fill("Nothing more to do.")
    page.get_by_role("button", name="Add to the record").click()
    expect(page.locator(".barrier-report__facts .barrier-standing")).to_have_text("Closed")
    expect(page.get_by_role("button", name="Add to the record")).to_have_count(0)
