"""What the editor says of accessibility and privacy while someone writes, and what comes of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.district import District
from tests.browser.sample_pages import PUBLIC_PAGES

from . import editor
from .conftest import OpenPage
from .test_axe import findings, sideways
from .watching import Watch

NO_DESCRIPTION = "This picture has no description."
SHOUTED = (
    "PLEASE BRING ALL BOOKS OF THE LIBRARY BACK BY FRIDAY SO THAT WE CAN COUNT THEM BEFORE THE "
    "HOLIDAY AND FIND THOSE THAT ARE MISSING IN TIME"
)
IN_CAPITALS = re.compile("capital")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHECK = "**/admin/accessibility/check/**"
OTHER_PARTS = ("Assignments", "Curriculum", "Coming up")
LESSON = "What we are learning"


def begin_update(page: Page) -> None:
    """An update in the first class of whoever is signed in: only its lesson is left to write."""
    page.add_init_script(
        """document.addEventListener("w-unsaved:watch-edits", () => {
            document.documentElement.dataset.watched = "";
        })"""
    )
    page.goto("/admin/")
    page.get_by_role("link", name="Post an update").first.click()
    editor.open_whole(page)
    page.locator("body.ready").wait_for()
    for name in OTHER_PARTS:
        editor.none_this_period(editor.part(page, name)).check()


def wait_until_it_saves_itself(page: Page) -> None:
    """In its first two seconds Wagtail's editor takes no change for one that is to be saved."""
    page.locator("html[data-watched]").wait_for()


def toggle(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Toggle accessibility and privacy"))


def panel(page: Page) -> Locator:
    return page.locator("[data-gate-panel]")


def open_panel(page: Page) -> Locator:
    if toggle(page).get_attribute("aria-expanded") != "true":
        toggle(page).click()
    expect(panel(page)).to_be_visible()
    return panel(page)


def group(page: Page, heading: str) -> Locator:
    """One of the panel's lists, by its heading."""
    return (
        panel(page)
        .locator("section")
        .filter(has=page.get_by_role("heading", name=re.compile(f"^{heading}")))
    )


def item(page: Page, heading: str, words: str | re.Pattern[str]) -> Locator:
    return group(page, heading).get_by_role("listitem").filter(has_text=words)


def marks(place: Locator | Page) -> Locator:
    """What is said beside the fields."""
    return place.locator(".gate-mark")


def read_out(page: Page) -> Locator:
    """What a screen reader says when it is done with what it is saying."""
    return page.locator("body > [aria-live=polite]")


def add_picture(page: Page, number: int = 0) -> Locator:
    """A picture from the library under the lesson, with nothing said about it; its block."""
    lesson = editor.part(page, LESSON)
    lesson.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Picture", exact=True).click()
    lesson.get_by_role("button", name="Choose an image").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("a[data-chooser-modal-choice]").nth(number).click()
    expect(dialog).to_be_hidden()
    blocks = lesson.locator("section.w-panel--nested").filter(has=page.get_by_label("Description"))
    block = blocks.last
    block.get_by_label("Where does it come from?").select_option("A staff member")
    block.get_by_label("Can people be recognized?").select_option("Nobody can be recognized")
    return block


@contextmanager
def without_server(page: Page) -> Iterator[None]:
    """The live check cannot be reached; everything else can."""
    page.route(CHECK, lambda route: route.abort())
    yield
    page.unroute(CHECK)


# ------------------------------------------------------------------------------ must be fixed


def test_an_author_sees_a_finding_beside_the_field_goes_there_fixes_it_and_the_page_goes_live(
    open_page: OpenPage,
) -> None:
    page = open_page("maren.kittredge")
    begin_update(page)
    editor.title_of(page).fill("Six leaves in a row")
    editor.write(editor.part(page, LESSON), "We look at how leaves change.")
    block = add_picture(page)
    description = block.locator("[data-contentpath=description]")

    # Nobody pressed anything.
    expect(marks(description)).to_contain_text(NO_DESCRIPTION)
    expect(marks(page)).to_have_count(1)
    expect(toggle(page)).to_have_attribute(
        "aria-label", "Toggle accessibility and privacy: 1 thing must be fixed"
    )
    expect(read_out(page).filter(has_text="1 thing must be fixed")).to_have_count(1)

    open_panel(page)
    found = item(page, "Must fix", NO_DESCRIPTION)
    expect(found).to_contain_text("Accessibility: must")
    expect(found).to_contain_text("Describe what it shows")
    editor.title_of(page).scroll_into_view_if_needed()
    found.get_by_role("button", name=re.compile("Go to “.*Picture – Description”")).click()
    field = block.get_by_label("Description")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(description).to_have_class(re.compile("gate-jumped"))
    expect(field).to_have_accessible_description(re.compile(re.escape(NO_DESCRIPTION)))

    page.keyboard.type("Six maple leaves in a row, from green to dark red.")
    expect(marks(page)).to_have_count(0)
    expect(panel(page)).to_contain_text("Nothing found. Only you can tell whether it is clear.")
    expect(field).to_be_focused()

    editor.press(page, editor.SUBMIT)
    expect(editor.messages(page)).to_contain_text("was sent to the school for review")
    principal = open_page("augustin.hallvorsen")
    entry = editor.waiting(principal, "Six leaves in a row")
    entry.get_by_role("button", name="Approve", exact=True).click()
    expect(editor.messages(principal)).to_contain_text("Six leaves in a row")


# What is one line, and which places it leads to, is asked of the panel's data.
@pytest.mark.slow
def test_what_is_the_same_in_three_places_is_one_line_that_leads_from_place_to_place(
    open_page: OpenPage,
) -> None:
    page = open_page("maren.kittredge")
    begin_update(page)
    editor.title_of(page).fill("Six leaves in a row")
    editor.write(editor.part(page, LESSON), "We look at how leaves change.")
    for number in range(3):
        add_picture(page, number)
    open_panel(page)
    line = item(page, "Must fix", NO_DESCRIPTION).filter(visible=True)
    expect(line).to_contain_text("The same in 3 places. This is place 1.")
    expect(line).to_have_count(1)
    expect(line.get_by_role("button", name="Previous place")).to_be_hidden()
    expect(toggle(page)).to_have_attribute("aria-label", re.compile("3 things must be fixed"))
    page.evaluate(AXE_SCRIPT)
    assert findings(page, "[data-gate-panel]") == []

    described = page.locator("[data-contentpath=description] :is(input, textarea)")
    line.get_by_role("button", name="Next place").click()
    expect(line).to_contain_text("This is place 2.")
    expect(described.nth(1)).to_be_focused()

    page.keyboard.type("A leaf that turns red")
    expect(line).to_contain_text("The same in 2 places. This is place 2.")
    line.get_by_role("button", name="Previous place").click()
    expect(described.nth(0)).to_be_focused()

    page.keyboard.type("A leaf that is still green")
    expect(line).to_have_count(1)
    expect(line).not_to_contain_text("places")


@pytest.mark.slow
def test_after_a_refused_submission_the_panel_opens_and_what_is_fixed_is_not_said_any_longer(
    open_page: OpenPage,
) -> None:
    page = open_page("jonah.bellweather")
    begin_update(page)
    lesson = editor.part(page, LESSON)
    editor.write(lesson, "We look at how leaves change.")
    block = add_picture(page)
    expect(marks(page)).to_have_count(1)
    with page.expect_response(lambda answer: answer.request.is_navigation_request()) as answer:
        editor.press(page, editor.SUBMIT)
    assert answer.value.status == 200

    expect(panel(page)).to_be_visible()
    expect(item(page, "Must fix", NO_DESCRIPTION)).to_be_visible()
    expect(editor.text_of(lesson)).to_contain_text("how leaves change")
    description = block.locator("[data-contentpath=description]")
    # Said once: the refusal stands there already.
    expect(editor.refusals(description)).to_contain_text(NO_DESCRIPTION)
    expect(marks(description)).to_have_count(0)

    block.get_by_label("Description").fill("Six maple leaves, from green to dark red.")
    expect(editor.refusals(description)).to_have_count(0)
    expect(item(page, "Must fix", NO_DESCRIPTION)).to_have_count(0)


@pytest.mark.slow
def test_a_finding_in_another_tab_is_reached_and_one_in_a_deleted_block_is_forgotten(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("noor.castellane")
    page.goto(served.editing(PUBLIC_PAGES["standard-page"]))
    page.locator("body.ready").wait_for()
    description = page.locator("#id_search_description")
    page.get_by_role("tab", name="Promote").click()
    description.fill("Bring student ID 204981 with you.")
    page.get_by_role("tab", name="Content").click()
    open_panel(page)
    found = item(page, "Must fix", "This looks like a student's number")
    found.get_by_role("button", name="Go to “Meta description”").click()
    expect(description).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Bring your books.")
    expect(panel(page)).to_contain_text("Nothing found. Only you can tell whether it is clear.")

    page.get_by_role("tab", name="Content").click()
    body = page.locator("[data-contentpath=body]")
    body.locator(".public-DraftEditor-content").first.fill("Bring student ID 204982 with you.")
    expect(marks(body)).to_contain_text("This looks like a student's number")
    body.locator("[data-streamfield-action=DELETE]").first.click()
    # What is asked of the Spanish beside it, which is older now, stays.
    expect(panel(page)).not_to_contain_text("student's number")
    expect(marks(body)).to_have_count(0)


# ------------------------------------------------------------------------------ please check


# ------------------------------------------------------------------------------ by keyboard, by ear


def test_everything_can_be_done_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page("daniel.okafor")
    begin_update(page)
    editor.write(editor.part(page, LESSON), SHOUTED)
    block = add_picture(page)
    expect(marks(page)).to_have_count(2)

    toggle(page).focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    found = item(page, "Must fix", NO_DESCRIPTION)
    tab_to(page, found.get_by_role("button", name=re.compile("^Go to")))
    page.keyboard.press("Enter")
    field = block.get_by_label("Description")
    expect(field).to_be_focused()
    # Back to what is said of it, from the mark beside the field.
    page.keyboard.press("Shift+Tab")
    more = block.get_by_role("button", name=f"Why, and what to do about “{NO_DESCRIPTION}”")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    expect(found).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("Six maple leaves in a row.")
    expect(marks(block)).to_have_count(0)

    question = item(page, "Please check", IN_CAPITALS)
    toggle(page).focus()
    tab_to(page, question.get_by_role("checkbox"))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("A poster.")
    expect(question.get_by_label("Note (optional)")).to_have_value("A poster.")
    clear = "Nothing found. Only you can tell whether it is clear."
    expect(read_out(page).filter(has_text=clear)).to_have_count(1)


def tab_to(page: Page, wanted: Locator) -> None:
    for _press in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail("The keyboard does not get there.")


# ------------------------------------------------------------------------------ the server


@pytest.mark.slow
def test_a_check_that_fails_says_so_and_one_that_succeeds_says_it_is_over(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("net::ERR_FAILED")
    page = open_page("rafael.quintero")
    begin_update(page)
    open_panel(page)
    with without_server(page):
        editor.write(editor.part(page, LESSON), "We read maps.")
        expect(panel(page)).to_contain_text("Could not check. We will check again when you save.")
    editor.write(editor.part(page, LESSON), "We read maps of rivers.")
    expect(panel(page)).to_contain_text("Nothing found. Only you can tell whether it is clear.")


@pytest.mark.slow
def test_a_new_check_ends_the_one_before(open_page: OpenPage) -> None:
    page = open_page("rafael.quintero")
    begin_update(page)
    open_panel(page)
    expect(item(page, "Still empty", "“What we are learning” is empty.")).to_be_visible()
    held: list[Route] = []
    page.route(CHECK, lambda route: route.continue_() if held else held.append(route))
    with page.expect_request(CHECK) as first:
        editor.write(editor.part(page, LESSON), "Bring student ID 204981 with you.")
    with page.expect_event("requestfailed") as ended:
        editor.write(editor.part(page, LESSON), "Bring a map with you.")
    assert ended.value == first.value
    assert ended.value.failure == "net::ERR_ABORTED"
    expect(panel(page)).to_contain_text("Nothing found. Only you can tell whether it is clear.")


# ------------------------------------------------------------------------------ how it looks


# The panel's own parts are seen by the tests of what they do.
@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_panel_and_the_marks_and_nothing_runs_over(
    open_page: OpenPage, width: int
) -> None:
    page = open_page("oona.pellerin")
    begin_update(page)
    editor.write(editor.part(page, LESSON), SHOUTED)
    block = add_picture(page)
    expect(marks(page)).to_have_count(2)
    open_panel(page)
    item(page, "Please check", IN_CAPITALS).get_by_role("checkbox").check()
    page.evaluate(AXE_SCRIPT)
    page.set_viewport_size({"width": width, "height": 700})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for part in ("[data-side-panel=gate]", ".gate-mark", "[data-side-panel-toggle=gate]"):
            assert findings(page, part) == [], f"{part}, {width} px, {scheme}"
        assert overflowing(page.locator("[data-side-panel=gate]")) == []
        assert sideways(page) <= 0
    item(page, "Must fix", NO_DESCRIPTION).get_by_role("button").click()
    # On a narrow screen the panel lies over the form, and makes way.
    expect(panel(page)).to_be_visible(visible=width > 1000)
    expect(block.get_by_label("Description")).to_be_focused()
    expect(block.get_by_label("Description")).to_be_in_viewport()


def overflowing(place: Locator) -> list[str]:
    """Parts that are wider than what holds them."""
    found: list[str] = place.evaluate(
        """(panel) => [...panel.querySelectorAll("*")]
            .filter((part) => !part.closest(".w-sr-only, [data-comment-add]")
                && part.getClientRects().length
                && part.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1)
            .map((part) => part.outerHTML.slice(0, 80))"""
    )
    return found


# ------------------------------------------------------------------------------ Wagtail's checker


@pytest.mark.slow
def test_the_toolbar_for_accessibility_works_in_previews_and_is_only_there(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("elena.rivera")
    path = served.children(PUBLIC_PAGES["class"])[0]
    page.goto(f"/admin/pages/{served.ids[path]}/view_draft/")
    toolbar = page.locator("#tota11y-toolbar, .tota11y-toolbar")
    toolbar.get_by_role("button", name=re.compile("tota11y")).click()
    toolbar.get_by_text("Headings", exact=True).click()
    annotation: Any = page.locator(".tota11y-label").first
    expect(annotation).to_be_visible()
    page.goto(PUBLIC_PAGES["class"])
    expect(toolbar).to_have_count(0)
