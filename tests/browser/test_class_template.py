"""The office makes a class page template; a teacher takes it, sees its guidance, and takes the
newer version."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.district import District

from . import editor
from .conftest import OpenPage

OFFICE, TEACHER = "noor.castellane", "petra.novak"
CLASS = "/ridgeline/ms-novak/2026-27/art-foundations/"
TEMPLATES = "/admin/class-page-templates/"
NAME = "Studio class"


def write(page: Page, field: str, words: str) -> None:
    """Types into a rich text of the template's form, and waits until the form has the words."""
    held = page.locator(f"#id_{field}")
    around = page.locator(".w-field__wrapper").filter(has=held)
    around.locator(".public-DraftEditor-content").fill(words)
    expect(held).to_have_value(re.compile(re.escape(words)))


def save_and_approve(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Create|Save)$")).click()
    page.get_by_role("button", name="Approve this draft").click()
    expect(editor.messages(page)).to_contain_text("is approved.")


# Each step is held without a browser by `tests/integration/classroom/test_class_templates.py`.
@pytest.mark.slow
def test_a_template_reaches_a_class_and_so_does_its_newer_version(
    open_page: OpenPage, served: District
) -> None:
    office, teacher, family = open_page(OFFICE), open_page(TEACHER), open_page()

    office.goto(f"{TEMPLATES}new/")
    office.locator("#id_name").fill(NAME)
    write(office, "good_to_know", "Wear clothes that may get paint on them.")
    office.locator("#id_good_to_know_locked").check()
    office.locator("#id_guidance_lesson").fill("Name the material and one artist.")
    save_and_approve(office)

    # The class has words that the office keeps: another template is the office's to choose.
    teacher.goto(served.editing(CLASS))
    teacher.get_by_role("link", name="See the template").click()
    expect(teacher.get_by_text("To have another template, ask the office.")).to_be_visible()
    office.goto(teacher.url)
    office.get_by_label(f"{NAME}, version 1").check()
    office.get_by_role("button", name="Use this template").click()
    expect(editor.messages(office)).to_contain_text("What you wrote yourself has not changed.")
    family.goto(CLASS)
    expect(family.get_by_text("Wear clothes that may get paint on them.")).to_be_visible()

    teacher.goto(f"/admin/pages/add/classroom/updatepage/{served.ids[CLASS]}/")
    lesson = editor.part(teacher, "What we are learning")
    expect(lesson).to_contain_text("Name the material and one artist.")

    office.goto(TEMPLATES)
    office.get_by_role("link", name=NAME).first.click()
    write(office, "good_to_know", "Aprons are on the hooks by the door.")
    save_and_approve(office)
    expect(office.get_by_text("1 class has an older version")).to_be_visible()
    family.reload()
    expect(family.get_by_text("Wear clothes that may get paint on them.")).to_be_visible()

    teacher.goto(served.editing(CLASS))
    teacher.get_by_role("link", name="See what is new").click()
    expect(teacher.get_by_text("Aprons are on the hooks by the door.")).to_be_visible()
    teacher.get_by_role("button", name="Take version 2").click()
    expect(editor.messages(teacher)).to_contain_text(f"{NAME}, version 2")
    family.reload()
    expect(family.get_by_text("Aprons are on the hooks by the door.")).to_be_visible()


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
