"""A teacher marks the language of a passage, and the public page has it."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.district import District

from . import editor
from .conftest import OpenPage
from .test_accessibility_editor import (
    LESSON,
    begin_update,
    group,
    item,
    marks,
    open_panel,
    panel,
    wait_until_it_saves_itself,
)

ENGLISH = "We read maps in pairs."
SPANISH = "Traigan por favor los libros de la biblioteca antes del viernes."
ARABIC = "يرجى إعادة كتب المكتبة قبل يوم الجمعة."
ASKED = re.compile("This passage looks like Spanish")


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
    editor.title_of(page).fill("Extra update for November 24")
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.focus()
    page.keyboard.type(f"{ENGLISH}\n{SPANISH}")
    expect(marks(lesson)).to_contain_text("This passage looks like Spanish")

    # The cursor is in the paragraph; the list is the next thing after the text.
    editor.wait_until_saved(page)
    page.keyboard.press("Tab")
    choice = language_of_text(lesson)
    expect(choice).to_be_focused()
    expect(choice).to_have_value("")
    for _try in range(3):  # a loaded machine may take longer for a key than the list waits for one
        page.keyboard.type("Sp")
        page.wait_for_timeout(1500)
        if choice.input_value() == "es":
            break
    expect(choice).to_have_value("es")
    expect(status(lesson)).to_contain_text("Marked as Spanish (español): “Traigan por favor")
    expect(stored(lesson)).to_have_value(re.compile('"LANG_es"'))
    expect(marks(lesson)).to_have_count(0)
    # Another language than it is in is said as well, and it is taken back in the same place.
    page.keyboard.type("Viet")
    expect(choice).to_have_value("vi")
    expect(marks(lesson)).to_contain_text("is marked as Vietnamese, but looks like Spanish")
    page.keyboard.press("Home")
    expect(choice).to_have_value("")
    expect(status(lesson)).to_contain_text("No longer marked")
    expect(marks(lesson)).to_contain_text("This passage looks like Spanish")
    page.keyboard.type("Sp")
    expect(marks(lesson)).to_have_count(0)

    # Kept when it is saved and opened again.
    page.wait_for_url("**/edit/")
    editor.press(page, "Save draft")
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.get_by_text(SPANISH).click()
    expect(language_of_text(lesson)).to_have_value("es")
    editor.text_of(lesson).first.get_by_text(ENGLISH).click()
    expect(language_of_text(lesson)).to_have_value("")

    page.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(page.get_by_text(SPANISH)).to_have_attribute("lang", "es")
    page.go_back()

    editor.press(page, editor.SUBMIT)
    expect(editor.messages(page)).to_contain_text("was sent to the school for review")
    principal = open_page("augustin.hallvorsen")
    entry = editor.waiting(principal, "Extra update for November 24")
    entry.get_by_role("button", name="Approve", exact=True).click()
    expect(editor.messages(principal)).to_contain_text("Extra update for November 24")

    family = open_page()
    family.goto(served.ask(ADDRESS).strip())
    expect(family.get_by_text(SPANISH)).to_have_attribute("lang", "es")
    assert "lang" not in (family.get_by_text(ENGLISH).evaluate("(p) => p.outerHTML"))


ADDRESS = """
from classroom.models import UpdatePage
print(UpdatePage.objects.get(title="Extra update for November 24").url)
"""


@pytest.mark.slow
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

    page.wait_for_url("**/edit/")
    editor.press(page, "Save draft")
    expect(lesson.get_by_label("Language of the block")).to_have_value("es")
    page.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(page.locator("span[lang=es]")).to_have_text(SPANISH)
    arabic = page.get_by_text(ARABIC)
    expect(arabic).to_have_attribute("lang", "ar")
    expect(arabic).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("region", name="Tarea de la semana")).to_have_attribute("lang", "es")


def languages_kept(place: Locator) -> list[tuple[str, list[str]]]:
    """Each paragraph as the form hands it over: its words, and those of them that are marked."""
    content = json.loads(stored(place).input_value())
    return [
        (
            block["text"],
            [
                block["text"][each["offset"] : each["offset"] + each["length"]]
                for each in block["inlineStyleRanges"]
                if each["style"].startswith("LANG_")
            ],
        )
        for block in content["blocks"]
    ]


@pytest.mark.slow
def test_a_new_paragraph_is_in_the_language_of_the_page_and_the_list_says_what_is_typed(
    open_page: OpenPage,
) -> None:
    page = open_page("emrys.farrow")
    begin_update(page)
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.focus()
    page.keyboard.type(f"{ENGLISH}\n{SPANISH}")
    choice = language_of_text(lesson)
    choice.select_option("es")

    # At the end of the passage what is typed belongs to it, and the list says so.
    editor.text_of(lesson).first.focus()
    page.keyboard.press("Control+End")
    expect(choice).to_have_value("es")
    page.keyboard.type(" Gracias.")
    expect(choice).to_have_value("es")
    page.keyboard.press("Shift+Enter")
    expect(choice).to_have_value("es")
    page.keyboard.type("Hasta luego.")

    page.keyboard.press("Enter")
    expect(choice).to_have_value("")
    page.keyboard.press("Enter")
    page.keyboard.type("Bring a pencil.")
    expect(choice).to_have_value("")

    # Back into the empty one between the two, by the arrows, and bold.
    page.keyboard.press("ArrowUp")
    expect(choice).to_have_value("")
    page.keyboard.press("Control+B")
    page.keyboard.type("Thanks.")
    expect(choice).to_have_value("")
    # A list, item by item.
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("* uno")
    choice.select_option("es")
    editor.text_of(lesson).first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    expect(choice).to_have_value("")
    page.keyboard.type("two")
    expect(choice).to_have_value("")
    # All words of a marked paragraph are replaced.
    page.keyboard.press("Enter")
    page.keyboard.type("tres")
    choice.select_option("es")
    editor.text_of(lesson).first.focus()
    page.keyboard.press("Control+End")
    for _letter in "tres":
        page.keyboard.press("Backspace")
    expect(choice).to_have_value("")
    page.keyboard.type("three")

    last = f"{SPANISH} Gracias.\nHasta luego."
    expected = [
        (ENGLISH, []),
        (last, [last]),
        ("Thanks.", []),
        ("Bring a pencil.", []),
        ("uno", ["uno"]),
        ("two", []),
        ("three", []),
    ]
    expect(stored(lesson)).to_have_value(re.compile('"three"'))
    assert languages_kept(lesson) == expected
    expect(stored(lesson)).to_have_value(re.compile('"BOLD"'))


@pytest.mark.slow
def test_an_empty_list_item_beside_a_marked_one_is_kept_and_opens_again(
    open_page: OpenPage,
) -> None:
    page = open_page("emrys.farrow")
    begin_update(page)
    wait_until_it_saves_itself(page)
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.focus()
    page.keyboard.type("* hola")
    language_of_text(lesson).select_option("es")
    editor.text_of(lesson).first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    expect(stored(lesson)).to_have_value(re.compile(r'"text":""'))
    page.wait_for_url("**/edit/")
    editor.press(page, "Save draft")
    opened = page.reload()
    assert opened is not None
    assert opened.status == 200
    expect(editor.text_of(lesson).first.locator("li")).to_have_text(["hola", ""])


@pytest.mark.slow
def test_several_paragraphs_are_marked_at_once_and_stay_so_in_another_text(
    open_page: OpenPage,
) -> None:
    page: Page = open_page("emrys.farrow")
    begin_update(page)
    lesson = editor.part(page, LESSON)
    editor.text_of(lesson).first.focus()
    page.keyboard.type(f"{SPANISH}\n{SPANISH}")
    page.keyboard.press("Control+A")
    language_of_text(lesson).select_option("es")
    expect(stored(lesson)).to_have_value(re.compile("LANG_es.*LANG_es"))
    editor.text_of(lesson).first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Text", exact=True).click()
    second = editor.text_of(lesson).nth(1)
    second.focus()
    page.keyboard.press("Control+V")
    copied = lesson.locator("input[name='lesson-1-value']")
    expect(copied).to_have_value(re.compile("LANG_es.*LANG_es"))
