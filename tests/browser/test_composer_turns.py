"""On a phone the short form asks one thing at a time, each at its place; on a desk all at once."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from .conftest import OpenPage, sign_in
from .test_admin_axe import look_at
from .test_axe import sideways
from .test_composer import submit

pytestmark = pytest.mark.browser

COMPOSE = "/admin/updates/compose/"
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
SMALL_PHONE: Final[ViewportSize] = {"width": 320, "height": 568}
WIDE: Final[ViewportSize] = {"width": 1280, "height": 900}
# An address without a name and a list typed by hand; the curriculum and the events are missing.
LESSON = "Films: https://larkspur.example/u3.\n\nPlease bring:\n\n✓ red ink\n\n✓ thick paper"
# From where to where the head of what has the focus reaches, and where the buttons that send begin.
HEAD_AND_BAR = """() => {
    const head = document.activeElement.querySelector(".composer-said__what");
    const bar = document.querySelector("[data-composer-bar]").getBoundingClientRect();
    const {top, bottom} = head.getBoundingClientRect();
    return [top, bottom, bar.top];
}"""


def hand_in_what_is_asked_about(page: Page, *, has_script: bool = True) -> None:
    if page.get_by_role("link", name=re.compile("All your classes")).count():
        page.get_by_role("link", name=re.compile("All your classes")).click()
    box = page.get_by_role("textbox", name="What we are learning")
    if not has_script:
        box.fill(LESSON)
    else:
        page.locator("trix-editor[data-ready]").first.wait_for()
        box.focus()
        for line in LESSON.split("\n\n"):
            page.keyboard.insert_text(line)
            page.keyboard.press("Enter")
    page.get_by_label("Assignment", exact=True).fill("Read page 12")
    submit(page).click()


def questions(page: Page) -> Locator:
    return page.locator("[data-composer-finding]")


def shown(page: Page) -> Locator:
    return questions(page).filter(visible=True)


def count_of(page: Page) -> str:
    return page.locator("[data-composer-count]").filter(visible=True).inner_text()


def hidden_of_head(page: Page) -> list[float]:
    """[] once the head of what has the focus is seen whole; else where it and the bar stand."""
    for _try in range(10):  # what comes late moves what stands below it
        top, bottom, bar = page.evaluate(HEAD_AND_BAR)
        if 0 <= top < bottom <= bar:
            return []
        page.wait_for_timeout(200)
    return [top, bottom, bar]


def turn(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).filter(visible=True).press("Enter")


def test_on_a_phone_one_thing_is_asked_at_a_time_and_on_a_desk_all(open_page: OpenPage) -> None:
    page = open_page("anders.holmgren")
    page.goto(COMPOSE)
    hand_in_what_is_asked_about(page)
    summary = page.locator(".composer-summary")
    expect(summary).to_be_focused()
    every = questions(page).count()
    assert every >= 4
    expect(shown(page)).to_have_count(every)
    expect(summary.get_by_role("listitem")).to_have_count(every)
    expect(page.get_by_role("button", name="Next", exact=True)).to_have_count(0)
    look_at(page, ".composer")

    for phone in (SMALL_PHONE, PHONE):
        page.set_viewport_size(phone)
        expect(shown(page)).to_have_count(1)
        expect(summary.get_by_role("listitem")).to_have_count(0)
        assert sideways(page) <= 0
        look_at(page, ".composer")
    begin = summary.get_by_role("link", name=f"Look at 1 of {every}")
    begin.press("Enter")
    seen = []
    for number in range(1, every + 1):
        expect(shown(page)).to_have_count(1)
        expect(shown(page)).to_be_focused()
        assert hidden_of_head(page) == []
        assert count_of(page) == f"{number} of {every}"
        seen.append(shown(page).get_attribute("id"))
        if number > 1:
            expect(page.locator("[data-composer-turned]")).to_have_text(f"{number} of {every}")
        if number < every:
            turn(page, "Next")
    assert len(set(seen)) == every
    expect(page.get_by_role("button", name="Next", exact=True)).to_have_count(0)

    # Nothing holds the focus: the next key leads on to what stands behind the question.
    turn(page, "Previous")
    page.keyboard.press("Tab")
    for _key in range(6):
        page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('[data-composer-finding]')")

    # A press that puts one right leads on to the one after it.
    while "Make these lines a list" not in shown(page).inner_text():
        turn(page, "Previous")
    place = int(count_of(page).split()[0])
    shown(page).get_by_role("button", name="Make these lines a list").click()
    expect(page.get_by_text("These lines are a list now.")).to_be_visible()
    expect(questions(page)).to_have_count(every - 1)
    expect(shown(page)).to_have_count(1)
    left = f"{min(place, every - 1)} of {every - 1}"
    assert count_of(page) == left
    expect(summary.get_by_role("link", name=f"Look at {left}")).to_be_visible()
    page.set_viewport_size(WIDE)
    expect(shown(page)).to_have_count(every - 1)


@pytest.mark.slow
def test_without_a_script_all_of_it_is_listed_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, "anders.holmgren")
    page.goto(COMPOSE)
    hand_in_what_is_asked_about(page, has_script=False)
    every = questions(page).count()
    assert every >= 4
    expect(shown(page)).to_have_count(every)
    expect(page.locator(".composer-summary").get_by_role("listitem")).to_have_count(every)
    expect(page.get_by_role("button", name="Next", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Go to the next one")).to_have_count(every - 1)
