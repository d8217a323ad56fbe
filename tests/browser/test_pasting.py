"""What people paste from Word, Google Docs, mail and web pages, into a text field of the page
editor: its lines, headings, lists and links stay, and what cannot stay is said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenPage

COPY = """async (html) => {
    const text = new Blob(["Day\\tWork"], { type: "text/plain" });
    const item = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": text };
    await navigator.clipboard.write([new ClipboardItem(item)]);
}"""
TABLE = """<p>Before</p><table><tr><td><p>Day</p></td><td>Work</td></tr>
    <tr><td>Tuesday</td><td>Read <b>chapter</b>
    <a href="https://larkspur.example/4">4</a><p>Page 9</p></td></tr></table><p>After</p>"""
WORD = """<h1>Week of December 1</h1>
    <p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Only
    pencils</p>
    <p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>
    Number 2</p>
    <p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>iv.<span>&nbsp;</span></span>
    Read page 12</p>
    <p>x<sup>2</sup> on the 1<sup>st</sup><del> never</del>
    <span style="display:none">hidden</span></p>
    <p><img width="300" src="file:///C:/clip_image001.png"></p>"""
GOOGLE = """<b style="font-weight:normal" id="docs-internal-guid-1"><p><span>We </span>
    <span style="font-weight:700">grow beans</span><span>, see </span>
    <a href="https://www.google.com/url?q=https://larkspur.example/beans&amp;sa=D">the page</a></p>
    </b>"""

Paste = Callable[[str], Locator]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page("elena.rivera")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/juniper-creek/ms-rivera/2026-27/math-3/2026-11-03/")
    update = page.locator("wagtail-userbar").evaluate(
        "(bar) => bar.shadowRoot.innerHTML.match(/pages\\/(\\d+)\\/edit/)[1]"
    )
    page.goto(f"/admin/pages/{update}/edit/")
    return page


@pytest.fixture
def paste(page: Page) -> Paste:
    """Pastes HTML into the first text field in place of what it holds, and returns the field."""

    def it(html: str) -> Locator:
        page.evaluate(COPY, html)
        field = page.locator(".Draftail-Editor [contenteditable=true]").first
        field.click()
        for key in ("Control+a", "Delete", "Control+v"):
            page.keyboard.press(key)
        expect(field).not_to_have_text("")
        return field

    return it


def lines(field: Locator) -> list[str]:
    return [line.strip() for line in field.inner_text().splitlines() if line.strip()]


def said(page: Page) -> Locator:
    return page.locator("[data-pasted-said]")


def test_a_table_becomes_one_line_for_each_row_and_it_is_said(page: Page, paste: Paste) -> None:
    field = paste(TABLE)
    expect(field).to_contain_text("After")
    assert lines(field) == ["Before", "Day | Work", "Tuesday | Read chapter 4 Page 9", "After"]
    expect(field.locator("a")).to_have_text("4")
    expect(said(page)).to_contain_text("A table became one line for each row.")
    paste("<p>Nothing to say</p>")
    expect(said(page)).to_have_count(0)


def test_word_keeps_its_headings_lists_and_squares_and_no_tracked_words(
    page: Page, paste: Paste
) -> None:
    field = paste(WORD)
    expect(field.locator("h2")).to_have_text("Week of December 1")
    assert lines(field)[1:4] == ["Only pencils", "Number 2", "Read page 12"]
    expect(field.locator("ul")).to_contain_text("Number 2")
    expect(field.locator("ol")).to_have_text("Read page 12")
    assert lines(field)[-1] == "x² on the 1st"
    expect(said(page)).to_have_text("Pictures are not pasted into text: add a picture below it.")


def test_google_docs_keeps_what_is_bold_and_where_a_link_leads(page: Page, paste: Paste) -> None:
    field = paste(GOOGLE)
    expect(field).to_contain_text("We grow beans, see the page")
    bold = field.locator("[style*='font-weight']").filter(has_text="grow")
    assert [each.strip() for each in bold.all_inner_texts()] == ["grow beans"]
    field.locator("a").hover()
    expect(field.locator("a")).to_have_attribute("href", "https://larkspur.example/beans")


def test_bold_of_a_program_that_writes_signs_is_bold_in_a_text_and_nothing_in_a_line(
    page: Page,
) -> None:
    page.evaluate("() => navigator.clipboard.writeText('Please **bring pens** on Friday.')")
    field = page.locator(".Draftail-Editor [contenteditable=true]").first
    title = page.locator("#id_title")
    for each in (field, title):
        each.click()
        for key in ("Control+a", "Delete", "Control+v"):
            page.keyboard.press(key)
    expect(title).to_have_value("Please bring pens on Friday.")
    expect(field).to_have_text("Please bring pens on Friday.")
    expect(field.locator("[style*='font-weight']").filter(has_text="bring pens")).to_have_count(1)
