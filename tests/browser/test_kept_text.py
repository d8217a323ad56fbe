"""A session that ends, a lost network, a second window: no text is lost, and each is said."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from district_cms.demo.pages import DEMO_PASSWORD

from . import editor
from .conftest import OpenPage, sign_in
from .test_update_form import new_update
from .watching import Watch

TEACHER = "nikos.stavros"
REFUSED = "status of 403"
UNSAVED = "Object.keys(localStorage).filter(key => key.startsWith('district-kept-text'))"


def writing(open_page: OpenPage, title: str) -> Page:
    """A teacher's form with a first draft saved in it."""
    # Far from the district: its own time is said, not that of the computer.
    page = open_page(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Tokyo")
    sign_in(page, TEACHER)
    new_update(page, "Geometry")
    page.wait_for_timeout(2500)  # in its first two seconds the editor saves nothing by itself
    editor.title_of(page).fill(title)
    page.wait_for_url(re.compile("/edit/"))
    saved(page)
    return page


def saved(page: Page) -> None:
    expect(page.locator(".w-autosave-indicator__text").filter(has_text="Saved")).to_be_visible()
    wait_until_kept(page, 0)


def wait_until_kept(page: Page, number: int) -> None:
    """Until so many texts are kept."""
    editor.becomes(page, f"({UNSAVED}).length", number)


def trouble(page: Page) -> Locator:
    return page.locator(".kept-text--trouble")


def test_a_session_that_ends_is_said_and_after_a_new_sign_in_saving_goes_on(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect(REFUSED)
    page = writing(open_page, "Angles")
    page.context.clear_cookies()
    editor.title_of(page).fill("Angles in a triangle")
    expect(trouble(page)).to_contain_text("You have been signed out")
    expect(trouble(page)).to_contain_text("Your text is kept on this device for a day.")
    foot = page.locator(".kept-text-foot")
    expect(foot).to_be_visible()
    expect(page.get_by_text("A server error occurred.")).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 640})
    editor.part(page, "Coming up").scroll_into_view_if_needed()
    expect(foot).to_be_in_viewport(ratio=1)  # on a phone too, wherever in the form one writes
    page.set_viewport_size({"width": 1280, "height": 900})

    with page.expect_popup() as opened:
        trouble(page).get_by_role("link", name="Sign in again").click()
    window = opened.value
    window.get_by_label("Email").fill(f"{TEACHER}@larkspur.example")
    window.get_by_label("Password").fill(DEMO_PASSWORD)
    window.get_by_role("button", name="Sign in").click()
    expect(window.get_by_role("heading", name="Your classes")).to_be_visible()
    window.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(trouble(page)).to_have_count(0)
    saved(page)
    page.reload()
    expect(editor.title_of(page)).to_have_value("Angles in a triangle")


@pytest.mark.slow
def test_a_button_waits_for_the_save_that_is_under_way(open_page: OpenPage) -> None:
    page = open_page(TEACHER)
    new_update(page, "Geometry")
    page.wait_for_timeout(2500)  # in its first two seconds the editor saves nothing by itself
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    with page.expect_request(lambda request: "/pages/add/" in request.url):
        editor.title_of(page).fill("Quick hands")
    with page.expect_navigation(url=re.compile("/edit/"), wait_until="domcontentloaded"):
        page.locator("footer.footer").get_by_role("button", name=editor.SUBMIT).click()
    # A refusal, since three parts are empty: of the one draft that there is.
    expect(editor.messages(page)).to_be_visible()
    expect(editor.title_of(page)).to_have_value("Quick hands")
    assert len([each for each in sent if "/pages/add/" in each]) == 1


@pytest.mark.slow
def test_who_lost_the_class_is_told_that_nothing_is_saved_anymore(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect(REFUSED)
    page = writing(open_page, "Angles")
    answer = {"success": False, "error_code": "permission_denied"}
    page.route(re.compile("/edit/$"), lambda route: route.fulfill(status=403, json=answer))
    editor.title_of(page).fill("Angles in a triangle")
    expect(trouble(page)).to_contain_text("You can no longer change this page")
    expect(trouble(page)).to_contain_text("Copy your text before you leave this page")


@pytest.mark.slow
def test_a_second_window_never_writes_over_the_first(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("status of 4")
    page = writing(open_page, "Volume")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("body.ready").wait_for()
    other.wait_for_timeout(2500)
    editor.title_of(other).fill("Volume of a cone")
    saved(other)
    editor.title_of(page).fill("Volume of a box")
    expect(trouble(page)).to_contain_text("This page was saved in another window")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(editor.title_of(page)).to_have_value("Volume of a cone")
    offer = page.locator(".kept-text").filter(has_text="You wrote something here")
    expect(offer).to_contain_text("This page was saved since then.")
    offer.get_by_role("button", name="Throw it away").click()
    expect(page.locator(".kept-text")).to_have_count(0)
    assert page.evaluate(UNSAVED) == []


@pytest.mark.slow
def test_what_is_kept_ends_after_a_day_and_with_the_sign_out(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect(REFUSED)
    page = writing(open_page, "Symmetry")
    keep = (
        "([key, at]) => localStorage.setItem('district-kept-text:' + key,"
        " JSON.stringify({at, fields: [['title', 'x']]}))"
    )
    now = page.evaluate("Date.now()")
    page.evaluate(keep, ["9:page-1:a", now - 25 * 60 * 60 * 1000])
    page.evaluate(keep, ["9:page-2:a", now])
    page.goto("/admin/")
    wait_until_kept(page, 1)
    page.get_by_role("button", name=re.compile("Nikos")).click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.evaluate(UNSAVED) == []
