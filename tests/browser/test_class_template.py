"""The office makes a class page template; a teacher takes it, sees its guidance, and takes the
newer version."""

import re

from playwright.sync_api import expect

from tests.browser.district import District

from .conftest import OpenPage

OFFICE, TEACHER = "noor.castellane", "petra.novak"
CLASS = "/ridgeline/ms-novak/2026-27/art-foundations/"


def test_what_stands_in_a_row_can_be_read_beside_the_checks(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(OFFICE)
    page.goto(served.editing(CLASS))
    page.locator("body.ready").wait_for()
    checks = page.get_by_role("button", name=re.compile("^Toggle accessibility and privacy"))
    if checks.get_attribute("aria-expanded") != "true":  # the editor remembers an open panel
        checks.click()
    expect(checks).to_have_attribute("aria-expanded", "true")
    section, subject = page.locator("#id_section"), page.locator("#id_subject")
    for field in (section, subject):
        box = field.bounding_box()
        assert box is not None
        assert box["width"] > 120
    first, second = subject.bounding_box(), section.bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] + first["width"] <= second["x"] or first["y"] + first["height"] <= second["y"]
