"""Each role of the table (`people.roles.matrix`) sees its own work and nobody else's."""

import re

from playwright.sync_api import expect

from tests.browser.district import District

from . import editor
from .conftest import OpenPage

TEACHER = "hollis.tanaka"
COUNSELOR = "percival.adeyemi"

HOURS = "/calendar-and-school-hours/"  # in English only, so that nothing is asked about it
GEOMETRY = "/larkspur-high/mr-marchetti/2026-27/geometry/"


def test_a_teacher_submits_and_never_publishes(open_page: OpenPage, served: District) -> None:
    page = open_page(TEACHER)
    live = served.children("/larkspur-middle/mx-tanaka/2026-27/health-8/")[-1]
    page.goto(served.editing(live))
    assert editor.buttons(page) == [editor.SUBMIT, "Save draft"]


def test_a_teacher_may_take_back_what_waits_and_not_approve_it(
    open_page: OpenPage, served: District
) -> None:
    page = open_page("leopold.marchetti")
    page.goto(served.editing(served.children(GEOMETRY)[-1]))
    expect(page.get_by_role("link", name="Take it back").first).to_be_visible()
    assert not {"Approve", "Publish"} & set(editor.buttons(page))


def test_a_counselor_is_told_kindly_that_there_is_nothing_to_edit(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(COUNSELOR)
    seen: list[str] = []
    page.on("request", lambda each: each.is_navigation_request() and seen.append(each.url))
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Classes I follow")).to_be_visible()
    assert len(seen) == 3  # the first screen, the sign-in, and this one in their place
    page.goto(served.editing(HOURS))
    expect(page.get_by_role("heading", name="Nothing to edit here")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("You are signed in as Percival Adeyemi")
    expect(page.get_by_label("Password")).to_have_count(0)
    page.get_by_role("link", name="Go to the website").click()
    expect(page).to_have_url(f"{served.address}/")
    expect(page.locator("wagtail-userbar")).to_have_count(0)

    page.goto(served.editing(HOURS))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name=re.compile("Sign in to Larkspur"))).to_be_visible()
