"""The short form for posting, on a phone and at a desk: few touches, and nothing typed is lost."""

import re
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenPage, sign_in
from .test_admin_axe import look_at
from .watching import Watch

PHONE = {"width": 390, "height": 844}
COMPOSE = "/admin/updates/compose/"
MOST_TOUCHES = 12


# What a text says of what is pasted. Word: the sign of an item is no part of its words. Google
# Docs: a line may end within a paragraph. A mail: what nobody sees, and what someone else wrote,
# stays out.
READ_BY_A_TEXT = {
    "<ul><li>Only pencils<ul><li>Number 2</li></ul></li></ul><ol><li>Read</li></ol>": """
        <p style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>Only pencils</p>
        <p style='mso-list:l0 level2'><span style='mso-list:Ignore'>o</span>Number 2</p>
        <p style='mso-list:l1 level1'><span style='mso-list:Ignore'>iv.</span>Read</p>""",
    "<p>One<br>two <em> Owl</em><strong> Moon</strong></p><p>x²</p>": """
        <b style="font-weight:normal"><p><span>One<br>two</span>
        <span style="font-style:italic"> Owl</span><span style="font-weight:700"> Moon</span></p>
        </b><p>x<sup>2</sup></p>""",
    "<p>We leave at 8 9.</p>": """<span style="display:none">Teaser</span><p>We leave at <s>8</s> 9.
        </p><div class="gmail_quote"><p>May Tomas sit in front?</p></div>""",
}
PASTED = (
    "<h1>Numbers</h1><p>We <b>count</b>.</p><ul><li>one</li><li>two</li></ul>"
    "<table><caption>Pages</caption><tr><th>Day</th><th colspan=2>Page</th></tr>"
    "<tr><td>Mon</td><td>12</td><td>13<br>4</td></tr></table>"
    '<p>See <a href="https://www.google.com/url?q=https://larkspur.example/u3&amp;sa=D">unit 3</a>'
    ' and <a href="file:///C:/a.doc">mine</a></p><p><img src="data:image/png;base64,AA"></p>'
)
AS_PASTED = (
    "<h2>Numbers</h2><p>We <strong>count</strong>.</p><ul><li>one</li><li>two</li></ul>"
    '<div data-block=""><b>Table:</b> <table><caption>Pages</caption><tbody>'
    "<tr><td>Day</td><td>Page</td><td>Page</td></tr><tr><td>Mon</td><td>12</td><td>13 4</td></tr>"
    '</tbody></table></div><p>See <a href="https://larkspur.example/u3">unit 3</a> and mine</p>'
)


class Hand:
    """Counts what a person does: a press is one, typing into a field is one."""

    def __init__(self) -> None:
        self.touches = 0

    def press(self, what: Locator) -> None:
        self.touches += 1
        what.click()

    def type(self, what: Locator, words: str) -> None:
        self.touches += 1
        what.fill(words)


def on_phone(open_page: OpenPage, person: str) -> Page:
    page = open_page(viewport=PHONE, has_touch=True)
    sign_in(page, person)
    return page


def lesson(page: Page) -> Locator:
    box = page.get_by_role("textbox", name="What we are learning")
    return box.and_(page.locator("trix-editor[data-ready]"))


def paste(box: Locator, html: str) -> None:
    box.evaluate(
        """(box, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            box.focus();
            box.dispatchEvent(new ClipboardEvent("paste",
                {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        html,
    )


def sent(page: Page) -> str:
    """Returns the HTML that the lesson would send, without empty lines."""
    html = page.locator("textarea[name=lesson-html]").input_value()
    return html.replace("<p></p>", "").replace("<p><br></p>", "")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def submit(page: Page) -> Locator:
    """At one school of the demo updates go live at once."""
    words = re.compile("^(Submit to the principal|Publish now)$")
    return page.get_by_role("button", name=words)


def is_in_reach(page: Page, what: Locator) -> bool:
    box = what.bounding_box()
    assert box is not None
    return box["y"] + box["height"] <= PHONE["height"] and box["height"] >= 44


def test_an_update_for_three_classes_takes_few_touches(open_page: OpenPage) -> None:
    """From the first screen on: a text, a dated assignment, a link to the curriculum, an event."""
    page = on_phone(open_page, "delphine.ostrander")
    hand = Hand()
    page.goto("/admin/")
    hand.press(page.get_by_role("link", name="Post to several classes"))
    hand.press(page.get_by_role("link", name=re.compile("All your classes")))
    expect(lesson(page)).to_be_visible()
    days = page.locator(".composer-for__day")
    said = re.compile("posting day: |Families are waiting", re.IGNORECASE)
    expect(days.filter(has_text=said)).to_have_count(3)
    assert is_in_reach(page, submit(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    hand.type(lesson(page), "We sing rounds in two parts and in three.")
    hand.type(page.get_by_label("Assignment", exact=True), "Practice the round")
    hand.type(page.get_by_label(re.compile("^Due")), "Fri")
    hand.press(page.locator("input[name=curriculum]").first)
    hand.type(page.get_by_label("Event", exact=True), "Winter concert")
    hand.type(page.get_by_label("Day", exact=True), "next Tuesday")
    expect(page.locator("#id_events-0-date-echo")).to_have_text("Tuesday, December 1, 2026")
    expect(page.locator("#id_assignments-0-due-echo")).to_contain_text(
        "Friday, November 27, 2026: no school on this day"
    )
    expect(submit(page)).to_be_in_viewport()
    hand.press(submit(page))
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(page.locator(".composer-for__classes li")).to_have_count(3)
    assert hand.touches <= MOST_TOUCHES


def test_a_cut_connection_loses_nothing(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    watch.expect("updates/compose")
    page = on_phone(open_page, "theodora.winslow")
    page.goto(COMPOSE)
    page.get_by_role("link", name=re.compile("All your classes")).click()
    expect(lesson(page)).to_be_visible()
    page.wait_for_load_state()  # the scripts have to be there before the connection goes
    page.context.set_offline(True)
    lesson(page).fill("We read about the moon.")
    expect(page.get_by_role("heading", name="No connection to the website")).to_be_visible()
    submit(page).click()
    expect(page.get_by_text("Not sent: there is no connection.")).to_be_visible()
    assert is_in_reach(page, submit(page))
    expect(lesson(page)).to_have_text("We read about the moon.")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-composer-said]")).to_contain_text("Saved as a draft at")
    expect(page.get_by_role("heading", name="No connection to the website")).to_have_count(0)
    expect(page.get_by_text("Not sent: there is no connection.")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/updates/\d+/compose/"))
    page.reload()
    expect(lesson(page)).to_have_text("We read about the moon.")
    # Cut off again, and the tab is gone before the connection is back: closed, or out of battery.
    page.wait_for_load_state()
    page.context.set_offline(True)
    lesson(page).fill("We read about the moon and the tides.")
    expect(page.get_by_text("Your text is kept on this device for a day.")).to_be_visible()
    address = page.url
    page.close()
    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(address)
    again.get_by_role("button", name="Put it back").click()
    expect(lesson(again)).to_have_text("We read about the moon and the tides.")


def test_a_session_that_ended_loses_nothing(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("status of 403")
    page = on_phone(open_page, "gideon.pruitt")
    page.goto(COMPOSE)
    page.get_by_role("link", name=re.compile("All your classes")).click()
    expect(lesson(page)).to_be_visible()
    address = page.url
    page.context.clear_cookies()
    lesson(page).fill("We measure wheels with string.")
    expect(page.get_by_role("heading", name="You have been signed out")).to_be_visible()
    expect(page.get_by_text("Your text is kept on this device for a day.")).to_be_visible()
    # Pressing the button leads to no screen that asks to sign in and says nothing of the words.
    submit(page).click()
    expect(page.get_by_text("Not sent: you have been signed out.")).to_be_visible()
    expect(lesson(page)).to_have_text("We measure wheels with string.")
    sign_in(page, "gideon.pruitt")
    page.goto(address)
    page.get_by_role("button", name="Put it back").click()
    expect(page).to_have_url(re.compile(r"/updates/\d+/compose/"))
    expect(lesson(page)).to_have_text("We measure wheels with string.")


@pytest.mark.slow
def test_pictures_as_a_phone_makes_them_and_words_from_an_office_program(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("xiomara.ibarra")
    page.goto(COMPOSE)
    page.get_by_label("Spanish I").check()
    page.get_by_role("button", name="Continue").click()
    paste(lesson(page), PASTED)
    assert sent(page) == AS_PASTED
    for left_out in ("Pictures are not", "A link that families cannot"):
        expect(page.locator("[data-composer-left-out]")).to_contain_text(left_out)
    for written, pasted in READ_BY_A_TEXT.items():
        lesson(page).fill("")
        paste(lesson(page), pasted)
        assert sent(page) == written
    expect(page.locator("[data-composer-left-out]")).to_have_text(
        "The earlier message below yours was left out. Crossed-out words are normal words now: "
        "read them again."
    )
    lesson(page).fill("")
    paste(lesson(page), PASTED)
    picture = tmp_path / "IMG_0001.HEIC"
    pillow_heif.from_pillow(Image.new("RGB", (320, 240), (30, 120, 60))).save(picture)
    # Typed after it saved itself, and sent along with the picture.
    expect(page.locator("[data-composer-said]")).to_contain_text("Saved as a draft")
    lesson(page).press("Control+Home")
    lesson(page).press_sequentially("First of all: ")
    page.locator("input[name=library]").set_input_files(picture)
    expect(page.get_by_label("What does it show?")).to_be_visible()
    expect(page.get_by_text("You wrote something here that was not saved")).to_have_count(0)
    expect(page.locator(".composer-row__picture")).to_be_visible()
    expect(page.get_by_role("group", name="Can people be recognized?")).to_be_visible()
    expect(lesson(page).locator("figure table caption")).to_have_text("Pages")
    expect(lesson(page)).to_contain_text("First of all: Numbers")


# Fields that take what is said or pasted whole: nothing cuts it off or keeps it out.
KEPT_OUT = """() => [...document.querySelectorAll("form[data-composer] :is(input, textarea)")]
    .filter((each) => !["hidden", "file", "checkbox", "radio"].includes(each.type))
    .filter((each) => each.maxLength > 0 || each.readOnly || each.inputMode === "none"
        || each.type !== "text" && each.type !== "textarea"
        || ["oninput", "onkeydown", "onpaste", "onbeforeinput"].some((name) => each[name]))
    .map((each) => each.name)
"""
NESTED_LIST = "<ul><li>Read<ul><li>page 12</li><li>page 13</li></ul></li><li>Write</li></ul>"
WORD_TABLE = "<table><tr><th>Day</th><th>Pages</th></tr><tr><td>Monday</td><td>12</td></tr></table>"


def test_what_is_spoken_pasted_or_taken_back_stays_as_the_browser_has_it(
    open_page: OpenPage,
) -> None:
    """A voice or a keyboard of another script puts in whole words without a single key."""
    page = open_page("delphine.ostrander")
    page.goto(COMPOSE)
    if page.get_by_role("button", name="Continue").count():
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Continue").click()
    box = lesson(page)
    expect(box).to_be_visible()
    assert page.evaluate(KEPT_OUT) == []

    spoken = "We compare fractions with the same denominator."
    box.focus()
    page.keyboard.insert_text(spoken)
    expect(page.locator("[data-composer-said]")).to_contain_text("Saved")
    expect(box).to_have_text(spoken)
    box.press("End")
    page.keyboard.insert_text(" 日本語")
    expect(box).to_have_text(f"{spoken} 日本語")

    box.press("Control+End")
    paste(box, WORD_TABLE)
    expect(box.locator("td")).to_have_count(4)
    press(page, "Undo")
    expect(box).to_have_text(f"{spoken} 日本語")
    paste(box, NESTED_LIST)
    expect(box.locator("li li")).to_have_text(["page 12", "page 13"])
    expect(page.locator("[data-composer-left-out]")).to_have_count(0)
    # It has grown with its words: what a finding speaks of can be seen.
    assert box.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1")

    title = page.get_by_label("Title", exact=True)
    title.evaluate("each => { each.closest('details').open = true; }")
    before = title.input_value()
    title.focus()
    title.press("End")
    page.keyboard.insert_text(", with pictures")
    expect(title).to_have_value(f"{before}, with pictures")
    title.press("Control+z")
    expect(title).to_have_value(before)


def test_buttons_format_and_nothing_is_typed_for_it(open_page: OpenPage) -> None:
    page = on_phone(open_page, "elena.rivera")
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile("Post an update.*Math 3")).first.click()
    box = lesson(page)
    box.click()
    page.keyboard.type("Reading")
    press(page, "Heading")
    page.keyboard.press("Enter")
    page.keyboard.type("We read.")
    page.keyboard.press("Enter")
    page.keyboard.type("Hola, familias")
    page.locator("[data-composer-language]").first.select_option("es")
    page.keyboard.press("Enter")
    page.keyboard.type("one")
    press(page, "List")
    page.keyboard.press("Enter")
    # By keyboard alone, too.
    page.keyboard.press("Shift+Tab")
    for _key in range(10):
        if page.evaluate("document.activeElement.textContent") == "Bold":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    bold = page.get_by_role("button", name="Bold", exact=True).first
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("two ")
    press(page, "Bold")
    press(page, "Link")
    page.keyboard.type("Unit 3")
    page.keyboard.press("Tab")
    page.keyboard.type("larkspur u3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Type the words")).to_be_visible()
    page.locator("[data-composer-link=address]").first.fill("larkspur.example/u3")
    page.keyboard.press("Enter")
    expected = (
        "<h2>Reading</h2><p>We read.</p>{}<ul><li>one</li><li>{two}"
        '<a href="https://larkspur.example/u3">Unit 3</a></li></ul>'
    )
    spanish = '<p><span lang="es">Hola, familias</span></p>'
    assert sent(page) == expected.format(spanish, two="<strong>two </strong>")
    small = page.evaluate(
        """[...document.querySelectorAll(".composer-tools :is(button, select)")]
            .filter((each) => each.checkVisibility())
            .filter((each) => each.offsetHeight < 44 || each.offsetWidth < 44).length"""
    )
    assert small == 0
    look_at(page, ".composer")
    expect(page.locator("[data-composer-said]")).to_contain_text("Saved as a draft at")
    page.reload()
    spanish = '<p lang="es">Hola, familias</p>'
    assert sent(page) == expected.format(spanish, two="<b>two</b> ")
    expect(lesson(page).locator("span[lang=es]")).to_have_text("Hola, familias")
