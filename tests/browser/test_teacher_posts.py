"""A teacher posts an update: from the first screen to "is with the principal"."""

import re

from playwright.sync_api import Locator, Page, expect

from . import editor
from .conftest import OpenPage

REQUIRED = ("What we are learning", "Assignments", "Curriculum", "Coming up")


def row_of(page: Page, class_name: str) -> Locator:
    """The card of one class under "Your classes" on the first screen."""
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Your classes")).to_be_visible()
    return page.locator(".class-card").filter(has_text=class_name).first


def begin_update(page: Page, class_name: str) -> None:
    row_of(page, class_name).get_by_role("link", name="Post an update").click()
    editor.open_whole(page)


def choose_curriculum_page(page: Page) -> str:
    """Takes the first page of the curriculum section that is offered; returns its title."""
    editor.part(page, "Curriculum").get_by_role("button", name="Choose a page").click()
    dialog = page.get_by_role("dialog")
    first = dialog.locator("a.choose-page").first
    title = first.inner_text().strip()
    first.click()
    expect(dialog).to_be_hidden()
    return title


def test_a_part_that_is_missing_is_refused_at_its_place_and_fixed_there(
    open_page: OpenPage,
) -> None:
    page = open_page("tamsin.whitlock")
    begin_update(page, "Thursday group")
    lesson, assignments, curriculum, events = (editor.part(page, name) for name in REQUIRED)

    editor.title_of(page).fill("Finding a book by its number")
    editor.write(lesson, "We find books by the numbers on their backs.")
    choose_curriculum_page(page)
    editor.none_this_period(events).check()
    events.get_by_label("Because").fill("The book fair is in March.")
    editor.press(page, editor.SUBMIT)

    expect(page.get_by_text("This didn’t go through yet.")).to_be_visible()
    expect(editor.refusals(assignments)).to_contain_text("“Assignments” is empty.")
    expect(editor.refusals(assignments)).to_contain_text("(Contents of an update: must)")
    for section in (lesson, curriculum, events):
        expect(editor.refusals(section)).to_have_count(0)
    # What was typed elsewhere is still there.
    expect(editor.title_of(page)).to_have_value("Finding a book by its number")
    expect(editor.text_of(lesson)).to_contain_text("numbers on their backs")
    expect(editor.none_this_period(events)).to_be_checked()
    expect(events.get_by_label("Because")).to_have_value("The book fair is in March.")

    assignments.get_by_role("button", name="Insert a block").first.click()
    assignments.locator("[data-contentpath=title] input").fill("Bring back last week’s book")
    editor.press(page, editor.SUBMIT)
    expect(editor.messages(page)).to_contain_text("was sent to the school for review")

    row = row_of(page, "Thursday group")
    expect(row).to_contain_text("With the principal")
    row.get_by_text("Details").click()
    # Nobody can work on it now: the short form shows it on its way.
    waiting = row.get_by_role("link", name="“Finding a book by its number”", exact=True)
    expect(waiting).to_have_attribute("href", re.compile(r"/updates/\d+/compose/$"))
