"""A teacher says which language a passage is in, and the page that families read says it."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from scripts.district import District

from . import editor
from .conftest import OpenPage
from .test_accessibility_editor import (
    LESSON,
    SCHEMES,
    begin_update,
    group,
    item,
    marks,
    open_panel,
    overflowing,
    panel,
    wait_until_it_saves_itself,
)
from .test_axe import findings, sideways

ENGLISH = "We read maps in pairs."
SPANISH = "Traigan por favor los libros de la biblioteca antes del viernes."
ARABIC = "يرجى إعادة كتب المكتبة قبل يوم الجمعة."
ASKED = re.compile("^This passage looks like Spanish")


def language_of_text(place: Locator) -> Locator:
    return place.get_by_label(re.compile("^Language of the selected words")).first


def stored(place: Locator) -> Locator:
    return place.locator("input[name$='-value']").first


def status(place: Locator) -> Locator:
    """What a screen reader says when a language was chosen."""
    return place.locator(".text-language [role=status]").first


def test_with_the_keyboard_alone_a_paragraph_is_marked_and_the_public_page_says_so(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("lucia.sandoval")
    begin_update(page)
    editor.title_of(page).fill("Library books")
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.focus()
    page.keyboard.type(f"{ENGLISH}\n{SPANISH}")
    expect(marks(lesson)).to_contain_text("This passage looks like Spanish")

    # The cursor is in the paragraph; the list is the next thing after the text.
    page.keyboard.press("Tab")
    choice = language_of_text(lesson)
    expect(choice).to_be_focused()
    expect(choice).to_have_value("")
    page.keyboard.type("Sp")
    expect(choice).to_have_value("es")
    expect(status(lesson)).to_contain_text("Marked as Spanish (español): “Traigan por favor")
    expect(stored(lesson)).to_have_value(re.compile('"LANG_es"'))
    expect(marks(lesson)).to_have_count(0)
    # Another language than it is in is said as well, and it is taken back in the same place.
    page.keyboard.type("Viet")
    expect(choice).to_have_value("vi")
    expect(marks(lesson)).to_contain_text("is marked as Vietnamese, and looks like Spanish")
    page.keyboard.press("Home")
    expect(choice).to_have_value("")
    expect(status(lesson)).to_contain_text("Not marked any longer")
    expect(marks(lesson)).to_contain_text("This passage looks like Spanish")
    page.keyboard.type("Sp")
    expect(marks(lesson)).to_have_count(0)

    # Kept when it is saved and opened again.
    editor.wait_until_saved(page)
    page.wait_for_url("**/edit/")
    page.reload()
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.get_by_text(SPANISH).click()
    expect(language_of_text(lesson)).to_have_value("es")
    editor.text_of(lesson).first.get_by_text(ENGLISH).click()
    expect(language_of_text(lesson)).to_have_value("")

    page.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(page.get_by_text(SPANISH)).to_have_attribute("lang", "es")
    page.go_back()

    editor.press(page, editor.SUBMIT)
    expect(page.get_by_role("status")).to_contain_text("has been submitted for moderation")
    principal = open_page("augustin.hallvorsen")
    principal.goto("/admin/review/")
    entry = principal.get_by_role("listitem").filter(has_text="Library books")
    entry.get_by_role("button", name=re.compile("Approve")).click()
    expect(principal.get_by_role("status")).to_contain_text("Library books")

    family = open_page()
    family.goto(served.ask(ADDRESS).strip())
    expect(family.get_by_text(SPANISH)).to_have_attribute("lang", "es")
    assert "lang" not in (family.get_by_text(ENGLISH).evaluate("(p) => p.outerHTML"))


ADDRESS = """
from classroom.models import UpdatePage
print(UpdatePage.objects.get(title="Library books").url)
"""


def test_one_press_in_the_panel_marks_a_sentence_a_line_of_arabic_and_a_table(
    open_page: OpenPage,
) -> None:
    page = open_page("emrys.farrow")
    begin_update(page)
    wait_until_it_saves_itself(page)
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.focus()
    page.keyboard.type(f"{ENGLISH} {SPANISH} Then we draw one.\n{ARABIC}")
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Table").click()
    caption = lesson.locator("input[name=handsontable-col-caption]")
    caption.fill("Tarea de la semana para todos los estudiantes de la clase")
    caption.press("Tab")
    open_panel(page)
    question = item(page, "Please check", ASKED)
    expect(question).to_contain_text("choose Spanish under “Language” below this text")

    question.get_by_role("button", name="Mark as Spanish").click()
    expect(question).to_have_count(0)
    # The sentence, and nothing around it.
    expect(stored(lesson)).to_have_value(
        re.compile(rf'"offset":{len(ENGLISH) + 1},"length":{len(SPANISH)},"style":"LANG_es"')
    )
    expect(editor.text_of(lesson).first).to_be_focused()
    panel(page).get_by_role("button", name="Mark as Arabic").click()
    block = panel(page).get_by_role("button", name="Mark the block as Spanish")
    block.click()
    expect(lesson.get_by_label("Language of the block")).to_have_value("es")
    expect(group(page, "Please check")).to_be_hidden()

    editor.wait_until_saved(page)
    page.wait_for_url("**/edit/")
    page.reload()
    expect(lesson.get_by_label("Language of the block")).to_have_value("es")
    page.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(page.locator("span[lang=es]")).to_have_text(SPANISH)
    arabic = page.get_by_text(ARABIC)
    expect(arabic).to_have_attribute("lang", "ar")
    expect(arabic).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("region", name="Tarea de la semana")).to_have_attribute("lang", "es")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_lists_of_languages_can_be_used_by_everyone_and_fit(
    open_page: OpenPage, width: int
) -> None:
    page = open_page("emrys.farrow")
    begin_update(page)
    lesson = editor.part(page, LESSON)
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Call-out").click()
    editor.text_of(lesson).first.fill(SPANISH)
    choice = language_of_text(lesson)
    choice.select_option("es")
    page.set_viewport_size({"width": width, "height": 700})
    page.evaluate(AXE_SCRIPT)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for part in (".text-language", "[data-contentpath=language]", "[data-contentpath=lesson]"):
            assert findings(page, part) == [], f"{part}, {width} px, {scheme}"
    assert overflowing(page.locator("[data-contentpath=lesson]")) == []
    assert sideways(page) <= 0
    first = choice.locator("optgroup").first
    expect(first).to_have_attribute("label", "Languages of our families")
    expect(first.locator("option").first).to_have_text("Spanish (español)")
    in_block = lesson.get_by_label("Language of the block")
    expect(in_block.locator("optgroup").first).to_have_attribute(
        "label", "Languages of our families"
    )


def test_what_was_marked_is_still_marked_when_it_is_copied_into_another_text(
    open_page: OpenPage,
) -> None:
    page: Page = open_page("emrys.farrow")
    begin_update(page)
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.fill(SPANISH)
    language_of_text(lesson).select_option("es")
    editor.text_of(lesson).first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Text", exact=True).click()
    second = editor.text_of(lesson).nth(1)
    second.focus()
    page.keyboard.press("Control+V")
    expect(lesson.locator("input[name='lesson-1-value']")).to_have_value(re.compile("LANG_es"))
