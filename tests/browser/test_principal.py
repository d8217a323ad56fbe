"""A principal's evening: who is late in two touches, a reminder, numbers to take along, and three
updates approved by keyboard."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from district_cms.demo.pages import DEMO_PASSWORD
from tests.browser.district import District

from . import editor
from .conftest import OpenPage, sign_in
from .test_axe import findings, sideways
from .watching import Watch

# Nobody else reads Ridgeline's classes.
PRINCIPAL, SCHOOL = "calliope.redfern", "/ridgeline/"
TITLES = ("Owls at night", "Bread and yeast", "A letter to the council")

SUBMIT_THREE = """
import datetime as dt
from classroom.models import ClassroomPage
from classroom.services.updates import add_draft
from district_cms.moderation.services import submit_for_approval
from district_cms.publishing.answers import confirm_findings
from district_cms.schools.models import SchoolPage
school = SchoolPage.objects.get(slug="ridgeline")
classes = ClassroomPage.objects.descendant_of(school).filter(school_year__name="2026-27")
classroom = classes.filter(teaching__isnull=False).order_by("pk")[0]
teacher = classroom.teaching.order_by("pk")[0].staff.user
for title in {titles!r}:
    update = add_draft(classroom=classroom, user=teacher, title=title, content=dict(
        period_start=dt.date(2026, 11, 25), period_end=dt.date(2026, 12, 1),
        lesson=[("prose", "<p>We read and talk about it.</p>")],
        assignments_none=True, curriculum_none=True, events_none=True))
    confirm_findings(subject=update, findings=update.findings_for_author(), user=teacher)
    submit_for_approval(page=update, user=teacher)
print("done")
"""


@pytest.fixture(scope="module")
def three_wait(served: District) -> District:
    """Three updates of one class are waiting."""
    served.ask(SUBMIT_THREE.format(titles=TITLES))
    return served


def is_for_everyone(page: Page, part: str) -> None:
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert findings(page, part) == []
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    assert sideways(page) <= 0
    if size is not None:
        page.set_viewport_size(size)


def go_on_to(page: Page, title: str, waiting: list[str]) -> None:
    """By the key for the next one. What other tests handed in may stand between."""
    for _each in waiting:
        page.wait_for_load_state()  # keys pressed before the page's scripts run do nothing
        if title in page.locator(".review-read__title").inner_text():
            return
        before = page.url
        page.keyboard.press("Alt+Shift+N")
        expect(page).not_to_have_url(before)
    raise AssertionError(title)


def test_who_is_late_stands_on_the_first_screen(three_wait: District, open_page: OpenPage) -> None:
    page = open_page(PRINCIPAL)
    page.goto("/admin/")
    school = page.locator("#your-school-section")
    expect(school.locator(".late-classes li").first).to_be_visible()
    expect(school.get_by_role("button", name="Remind them")).to_be_visible()
    expect(page.locator("#awaiting-review-section .waiting-list__words").first).to_be_visible()
    is_for_everyone(page, ".w-dashboard")
    page.goto("/admin/")
    school.get_by_role("link", name="All classes").click()
    table = page.get_by_role("table", name="Classes by posting days")
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    is_for_everyone(page, ".school-glance")


def test_three_updates_are_approved_by_keyboard_and_typing_approves_nothing(
    three_wait: District, open_page: OpenPage
) -> None:
    page = open_page(PRINCIPAL)
    page.goto("/admin/review/")
    is_for_everyone(page, ".review-queue")
    page.goto("/admin/review/")
    waiting = page.locator(".waiting-list__title").all_inner_texts()
    assert set(TITLES) <= set(waiting)
    heading = page.locator(".review-read__title")
    expect(heading).to_contain_text(waiting[0])
    go_on_to(page, TITLES[0], waiting)
    is_for_everyone(page, ".review-read")
    expect(page.locator(".review-read__content").get_by_text("We read and talk")).to_be_visible()

    # Where someone types, the keys write.
    page.keyboard.press("Alt+Shift+B")
    expect(page.locator("#id_comment")).to_be_focused()
    page.keyboard.press("Alt+Shift+A")
    page.keyboard.press("a")
    expect(heading).to_contain_text(TITLES[0])
    page.get_by_role("heading", name="What it says").click()

    for title in TITLES:
        go_on_to(page, title, waiting)
        page.keyboard.press("Alt+Shift+A")
        expect(editor.messages(page)).to_contain_text(f"“{title}” is live.")


def test_a_comment_that_could_not_be_sent_is_said_kept_and_sent_later(
    served: District, open_page: OpenPage, watch: Watch
) -> None:
    served.ask(SUBMIT_THREE.format(titles=("Rivers in winter",)))
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = open_page()
    sign_in(page, PRINCIPAL)
    page.goto("/admin/review/")
    page.get_by_role("link", name="Rivers in winter", exact=True).click()
    comment = page.locator("#id_comment")
    send = page.get_by_role("button", name="Send it back with this comment")
    comment.fill("Add the room.")
    page.context.set_offline(True)
    send.click()
    expect(page.locator(".kept-comment")).to_contain_text("No connection to the website")
    page.context.set_offline(False)

    page.context.clear_cookies()
    page.reload()
    page.get_by_label("Email").fill(f"{PRINCIPAL}@larkspur.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".kept-comment")).to_contain_text("Your comment is here again")
    expect(comment).to_have_value("Add the room.")
    page.set_viewport_size({"width": 390, "height": 800})
    low = "all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().height])"
    buttons = page.locator(".review-queue .button:visible").evaluate_all(low)
    assert [each for each in buttons if each[1] < 44] == []
    send.click()
    expect(editor.messages(page)).to_contain_text("is back with")
    assert page.evaluate("location.hash") == ""
    editor.becomes(page, "Object.keys(localStorage).filter(k => k.includes('review-'))", [])
