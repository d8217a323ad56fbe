"""What a teacher meets in the form of an update: its days, class and refusals, on any screen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from . import editor
from .conftest import OpenPage, sign_in
from .watching import Watch

TEACHER = "horatio.greaves"
PHONE = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
PARTS = ("What we are learning", "Assignments", "Curriculum", "Coming up")


def new_update(page: Page, class_name: str = "Journalism") -> None:
    page.goto("/admin/")
    row = page.locator(".class-card").filter(has_text=class_name).first
    row.get_by_role("link", name="Post an update").click()
    editor.open_whole(page)
    page.locator("body.ready").wait_for()


def form_on(open_page: OpenPage, viewport: dict[str, int]) -> Page:
    page = open_page(viewport=viewport)
    sign_in(page, TEACHER)
    new_update(page)
    return page


def field(page: Page, name: str) -> Locator:
    return page.locator(f"#id_{name}")


def echo(page: Page, name: str) -> Locator:
    return page.locator(f"#id_{name}-echo")


def panel_is_open(page: Page) -> Locator:
    return page.locator(".form-side--open")


def test_nothing_hangs_over_the_form_where_there_is_no_room_beside_it(
    open_page: OpenPage,
) -> None:
    page = form_on(open_page, {"width": 390, "height": 844})
    collapse = page.locator(".w-minimap__collapse-all--floating")
    collapse.wait_for(state="attached")
    expect(collapse).to_be_hidden()
    page.set_viewport_size(WIDE)
    expect(collapse).to_be_visible()


# ---------------------------------------------------------------- days and times
def test_a_typed_day_stays_as_it_is_and_is_said_in_words(open_page: OpenPage, watch: Watch) -> None:
    # The editor saves by itself every few seconds, also while "Tues 12/9" stands there: refused.
    watch.expect(r"status of 400 .*/admin/pages/")
    page = open_page(TEACHER)
    new_update(page)
    for typed, said in (
        ("12/4", "Friday, December 4, 2026"),
        ("Fri 12/11", "Friday, December 11, 2026"),
        ("9/4", "Friday, September 4, 2026: this day has passed. Is it right?"),
        (
            "Tues 12/9",
            (
                "“Tues 12/9” does not fit: December 9, 2026 is a Wednesday. The nearest Tuesday is "
                "December 8, 2026."
            ),
        ),
        ("Dec 18", "Friday, December 18, 2026"),
    ):
        field(page, "period_end").fill(typed)
        editor.title_of(page).focus()  # where the picker used to write its guess
        expect(echo(page, "period_end")).to_have_text(said)
        expect(field(page, "period_end")).to_have_value(typed)


def test_why_a_day_was_refused_stays_until_another_one_is_typed(open_page: OpenPage) -> None:
    page = open_page("noor.castellane")
    page.goto("/admin/notices/new/?usual=closed")
    refused = page.locator(".error-message").filter(has_text="31 days at most")
    field(page, "ends_at").fill("3/1/2027 6pm")
    page.get_by_role("button", name="Post it").click()
    expect(refused).to_be_visible()
    expect(echo(page, "ends_at")).to_have_text("Monday, March 1, 2027, 6:00 pm")
    expect(refused).to_be_visible()
    field(page, "ends_at").fill("12/4 6pm")
    expect(refused).to_be_hidden()


@pytest.mark.slow
def test_a_typed_time_of_an_event_stays_and_comes_back_the_same(open_page: OpenPage) -> None:
    page = open_page(TEACHER)
    new_update(page)
    page.wait_for_timeout(2500)  # in its first two seconds the editor saves nothing by itself
    events = editor.part(page, "Coming up")
    events.get_by_role("button", name="Insert a block").first.click()
    events.locator("[data-contentpath=title] input").fill("Print day")
    for path, typed, said in (
        ("date", "12/10", "Thursday, December 10, 2026"),
        ("start_time", "1:00 pm", "1:00 pm"),
        ("end_time", "2pm", "2:00 pm"),
    ):
        place = events.locator(f"[data-contentpath={path}]")
        place.locator("input").fill(typed)
        events.locator("[data-contentpath=title] input").focus()
        expect(place.locator(".typed-echo")).to_have_text(said)
        expect(place.locator("input")).to_have_value(typed)
    page.wait_for_url(re.compile("/edit/"))
    editor.press(page, "Save draft")
    page.locator("body.ready").wait_for()
    events = editor.part(page, "Coming up")
    expect(events.locator("[data-contentpath=date] input")).to_have_value("12/10/2026")
    expect(events.locator("[data-contentpath=start_time] input")).to_have_value("1:00 pm")
    expect(events.locator("[data-contentpath=end_time] input")).to_have_value("2:00 pm")


@pytest.mark.parametrize(
    "viewport", [pytest.param(WIDE, marks=pytest.mark.slow), PHONE], ids=["wide", "phone"]
)
def test_a_refusal_leads_to_its_first_error_and_ends_when_all_is_fixed(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = form_on(open_page, viewport)
    editor.press(page, editor.SUBMIT)
    bar = page.locator(".messages")
    expect(bar).to_contain_text(
        "This didn’t go through yet. Fix what is marked below, then try again."
    )
    # On a phone it would lie over all that is to be fixed.
    expect(panel_is_open(page)).to_have_count(0 if viewport is PHONE else 1)

    page.get_by_role("button", name="Go to the first error").click()
    first = editor.part(page, PARTS[0])
    text = editor.text_of(first).first
    expect(text).to_be_focused()
    expect(text).to_be_in_viewport()
    expect(editor.refusals(first).first).to_be_in_viewport()

    editor.write(first, "The headlines of the winter issue.")
    for name in PARTS[1:]:
        editor.none_this_period(editor.part(page, name)).check()
    expect(bar).to_contain_text("Everything is fixed. You can try again now.")
    expect(bar.locator("li.error")).to_have_count(0)
    expect(page.get_by_role("button", name="Go to the first error")).to_be_hidden()
    editor.press(page, editor.SUBMIT)
    expect(page).to_have_url(re.compile(r"/admin/#your-classes-section$"))
    row = page.locator(".class-card").filter(has_text="Journalism").first
    expect(row).to_contain_text(re.compile(r"With the principal: “.*pdate for .+”\s+since "))


@pytest.mark.slow
def test_why_a_day_was_refused_is_said_once(open_page: OpenPage, watch: Watch) -> None:
    # What cannot be read is not saved by itself.
    watch.expect(r"status of 400 .*/admin/pages/")
    page = form_on(open_page, PHONE)
    field(page, "period_start").fill("Tues 12/9")
    editor.press(page, editor.SUBMIT)
    why = page.get_by_text("“Tues 12/9” does not fit: December 9, 2026 is a Wednesday.")
    expect(why).to_have_count(1)
    field(page, "period_start").focus()
    page.keyboard.press("Tab")
    expect(why).to_have_count(1)


@pytest.mark.slow
def test_the_panel_of_a_phone_closes_by_its_button_and_by_escape(open_page: OpenPage) -> None:
    page = form_on(open_page, PHONE)
    toggle = page.get_by_role("button", name=re.compile("^Toggle accessibility"))
    toggle.click()
    expect(panel_is_open(page)).to_have_count(1)
    # Playwright clicks only where nothing else lies on top.
    page.locator("[data-form-side-close-button]").click()
    expect(panel_is_open(page)).to_have_count(0)
    # Half a second passes before Wagtail takes it for closed.
    expect(page.locator("[data-side-panel=gate]")).to_have_attribute("hidden", "")
    toggle.click()
    expect(panel_is_open(page)).to_have_count(1)
    jump = page.locator("[data-gate-jump]").first
    jump.focus()
    expect(jump).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel_is_open(page)).to_have_count(0)
    expect(toggle).to_be_focused()
