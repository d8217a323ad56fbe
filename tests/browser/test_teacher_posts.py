"""A teacher posts an update: from the first screen to "is with the principal"."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.district import District

from . import editor
from .conftest import OpenPage

RIVERA = "/juniper-creek/ms-rivera/"
REQUIRED = ("What we are learning", "Assignments", "Curriculum", "Coming up")


def row_of(page: Page, class_name: str) -> Locator:
    """The line of one class under "Your classes" on the first screen."""
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Your classes")).to_be_visible()
    return page.get_by_role("row").filter(has_text=class_name).first


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
    expect(row).to_contain_text("is with the principal")
    # Nobody can work on it now: the first screen leads to its page and to no form to go on with.
    waiting = row.get_by_role("link", name="“Finding a book by its number”", exact=True)
    expect(waiting).to_have_attribute("href", re.compile(r"/pages/\d+/edit/$"))


@pytest.mark.slow
def test_every_required_part_of_an_empty_update_is_asked_for(open_page: OpenPage) -> None:
    page = open_page("signe.lindqvist")
    begin_update(page, "Reading and Writing 1")
    editor.press(page, editor.SUBMIT)
    for name in REQUIRED:
        expect(editor.refusals(editor.part(page, name))).to_contain_text(f"“{name}” is empty.")
    editor.write(editor.part(page, REQUIRED[0]), "We read about the moon.")
    for name in REQUIRED[1:]:
        editor.none_this_period(editor.part(page, name)).check()
    editor.press(page, editor.SUBMIT)
    expect(editor.messages(page)).to_contain_text("was sent to the school for review")


@pytest.mark.slow
def test_a_picture_without_a_description_is_refused_at_its_block(open_page: OpenPage) -> None:
    page = open_page("signe.lindqvist")
    begin_update(page, "Grade 1 homeroom")
    lesson = editor.part(page, "What we are learning")
    editor.write(lesson, "We look at how leaves change.")
    for name in REQUIRED[1:]:
        editor.none_this_period(editor.part(page, name)).check()
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Picture").click()
    lesson.get_by_role("button", name="Choose an image").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("a[data-chooser-modal-choice]").first.click()
    expect(dialog).to_be_hidden()
    editor.press(page, editor.SUBMIT)

    block = lesson.locator("section.w-panel--nested").filter(has=page.get_by_label("Description"))
    description = block.locator("[data-contentpath=description]")
    expect(editor.refusals(description)).to_contain_text("This picture has no description.")
    expect(editor.refusals(block.locator("[data-contentpath=caption]"))).to_have_count(0)
    expect(editor.text_of(lesson)).to_contain_text("how leaves change")

    block.get_by_label("Description").fill("Six maple leaves in a row, from green to dark red.")
    block.get_by_label("Where does it come from?").select_option("A staff member")
    block.get_by_label("Can people be recognized?").select_option("Nobody can be recognized")
    editor.press(page, editor.SUBMIT)
    expect(editor.messages(page)).to_contain_text("was sent to the school for review")


@pytest.mark.slow
def test_starting_from_the_last_update_makes_a_draft_to_go_on_with(open_page: OpenPage) -> None:
    page = open_page("leopold.marchetti")
    row = row_of(page, "Algebra I, Period 2")
    row.get_by_role("button", name="Start from my last update").click()
    expect(editor.messages(page)).to_contain_text("Here is a draft based on the last update")
    # In the short form, as every draft on the first screen.
    expect(page).to_have_url(re.compile(r"/updates/\d+/compose/$"))
    lesson = page.get_by_role("textbox", name="What we are learning").first
    expect(lesson).to_have_value(re.compile(r"\w"))
    draft = page.url
    title = editor.title_of(page).input_value()

    row_of(page, "Algebra I, Period 2").get_by_role("link", name=f"“{title}”", exact=True).click()
    expect(page).to_have_url(draft)
    editor.open_whole(page)
    lesson = editor.part(page, "What we are learning")
    expect(editor.text_of(lesson).first).not_to_be_empty()


@pytest.mark.slow
def test_an_update_can_be_posted_to_other_sections_of_the_same_teacher(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("anjali.thornquist")
    biology = served.children("/larkspur-high/ms-thornquist/2026-27/biology/")[-1]
    page.goto(served.editing(biology))
    title = editor.title_of(page).input_value()
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Post to my other sections too").click()
    # Its own class is not offered, nor anyone else's.
    choices = page.get_by_role("group", name="Classes").or_(page.locator("#id_classrooms"))
    expect(choices.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("button", name="Post to these classes").click()
    expect(page.get_by_text("Select at least one class.")).to_be_visible()

    choices.get_by_role("checkbox").check()
    page.get_by_label("Send them to the principal now").uncheck()
    page.get_by_role("button", name="Post to these classes").click()
    expect(editor.messages(page)).to_contain_text("A draft of the update is waiting in 1 more")
    row = row_of(page, "Engineering")
    row.get_by_role("link", name=f"“{title}”", exact=True).click()
    editor.open_whole(page)
    expect(editor.title_of(page)).to_have_value(title)


# Every address is asked so by `tests/integration/classroom/test_permissions.py`.
@pytest.mark.slow
def test_another_teachers_class_and_update_are_closed(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("signe.lindqvist")
    others_class = f"{RIVERA}2026-27/math-3/"
    others_update = served.children(others_class)[0]
    for path in (others_class, others_update):
        page.goto(served.editing(path))
        expect(page).to_have_url(f"{served.address}/admin/")
        expect(editor.messages(page)).to_contain_text("do not have permission")
    page.goto(f"/admin/pages/add/classroom/updatepage/{served.ids[others_class]}/")
    expect(page).to_have_url(f"{served.address}/admin/")

    page.goto(f"/admin/pages/{served.ids[others_class]}/")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Time to the minute")).to_have_count(0)
    page.goto("/admin/pages/search/?q=fractions")
    for link in main.get_by_role("link").all():
        assert str(served.ids[others_update]) not in (link.get_attribute("href") or "")


# Every address is asked so by `tests/integration/classroom/test_permissions.py`.
@pytest.mark.slow
def test_a_teacher_cannot_start_an_update_in_someone_elses_class(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("signe.lindqvist")
    page.goto("/admin/")
    others_class = served.ids[f"{RIVERA}2026-27/math-3/"]
    form = page.locator("form[action*='start-from-last']").first
    form.evaluate(
        "(form, id) => form.action = `/admin/classes/${id}/start-from-last/`", others_class
    )
    form.get_by_role("button").click()
    expect(page).to_have_url(f"{served.address}/admin/")
    expect(editor.messages(page)).to_contain_text("do not have permission")
