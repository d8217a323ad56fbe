"""From a teacher's first word to a family's last mail, by the programs that really run.

The web server and the worker are processes of their own and share nothing but the database. The
web server's clock stands on the evening of a posting day. The worker does that evening's work
first; then one with a later clock does the next day's, when what went live too late for the
posting day's message goes out.
"""

import json
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from lxml.html import fromstring
from playwright.sync_api import Locator, Page, expect

from tests.browser.district import MOMENT, District
from tests.browser.sample_pages import PUBLIC_PAGES

from . import editor
from .conftest import OpenPage, sign_in
from .test_axe import findings, sideways
from .test_signatures import copied
from .test_teacher_posts import begin_update, choose_curriculum_page, row_of

TEACHER, PRINCIPAL, OFFICE = "casimir.doyle", "tobias.nakagawa", "noor.castellane"
CLASS_NAME = "World Geography 7, Period 5"
CLASS = "/larkspur-middle/mr-doyle/2026-27/world-geography-7/"
POSTING_DAY = MOMENT[:10]
NEXT_DAY, DAY_AFTER = "2026-11-25T17:01-07:00", "2026-11-26T17:01-07:00"
LEAVES, STAYS = "ana.walker@example.net", "ben.walker@example.net"
FIRST, SECOND = "How a river town trades", "Extra update for November 24"
COMMENT = "Please say what families should bring."
NARROW = 320  # wide ones are looked at page by page in `test_axe`
# Seconds: a worker has to start first, beside the tests of another process.
MAIL_PATIENCE = 60

DIGESTS = """
from django_q.tasks import async_task
async_task("notifications.digests.tasks.write_digests")
"""
LEDGER = """
import json
from classroom.models import Posting, PostingSlot
post = Posting.objects.get(title={title!r})
slot = PostingSlot.objects.get(classroom=post.classroom, day={day!r})
print(json.dumps([slot.standing, str(slot.met_by) == str(post.page_uuid),
                  slot.met_at.isoformat(), post.submitted_at.isoformat()]))
"""


RECEIVED = """
import json
from notifications.models import Message
mail = Message.objects.filter(address={address!r}).order_by("-created_at")[0]
print(json.dumps([mail.html, mail.headers]))
"""


@dataclass(frozen=True)
class Outbox:
    """The Outbox screen, where the communications office reads what was sent; and the mailboxes of
    families, who alone get the links that are their own."""

    page: Page
    served: District

    def listed(self, address: str, state: str | None = "Sent") -> Locator:
        """The lines of the messages to one address, the newest first."""
        self.page.goto(f"/admin/outbox/?q={address}")
        lines = self.page.locator("main table.listing tbody tr")
        status = self.page.locator(".w-status")
        return lines.filter(has=status.filter(has_text=state)) if state else lines

    def wait_for(self, address: str, count: int) -> Page:
        """Opens the newest message to the address once `count` of them are sent."""
        end = time.monotonic() + MAIL_PATIENCE
        while (lines := self.listed(address)).count() < count:
            assert time.monotonic() < end, f"{lines.count()} of {count} to {address}"
            time.sleep(1)  # the worker needs the processor more than this screen does
        lines.first.locator("td.title a").first.click()
        expect(self.page.locator(".outbox-message")).to_contain_text(address)
        return self.page

    def received(self, address: str) -> tuple[str, dict[str, str]]:
        """HTML and headers of the newest message to the address."""
        html, headers = json.loads(self.served.ask(RECEIVED.format(address=address)))
        return html, headers

    def link(self, address: str, pattern: str) -> str:
        """Where the first link of these words leads in it."""
        links = fromstring(self.received(address)[0]).iter("a")
        return next(a.get("href") for a in links if re.search(pattern, a.text_content()))


def accessible(page: Page, part: str = "") -> None:
    """axe-core has no objection to the page, or to one part of it, where it is narrow."""
    page.evaluate(AXE_SCRIPT)
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 720})
    assert findings(page, part) == [], page.url
    assert part or sideways(page) <= 0
    assert before is not None
    page.set_viewport_size(before)


def fill_in(page: Page, title: str, words: str) -> None:
    """A whole update, typed by its teacher."""
    begin_update(page, CLASS_NAME)
    editor.title_of(page).fill(title)
    editor.write(editor.part(page, "What we are learning"), words)
    choose_curriculum_page(page)
    for name in ("Assignments", "Coming up"):
        editor.none_this_period(editor.part(page, name)).check()


def submit(page: Page) -> None:
    editor.press(page, editor.SUBMIT)
    expect(editor.messages(page)).to_contain_text("sent to the school for review")


def approve(principal: Page, title: str) -> None:
    editor.waiting(principal, title).get_by_role("button", name="Approve", exact=True).click()
    expect(editor.messages(principal)).to_contain_text(f"“{title}” is live.")


def subscribe(family: Page, outbox: Outbox, address: str, *, look: bool = False) -> None:
    """By the panel of the class page, and the button behind the link of the mail."""
    family.goto(CLASS)
    panel = family.locator(".subscribe-panel")
    panel.get_by_label("Your email address").fill(address)
    panel.get_by_role("button", name="Send me the updates").click()
    expect(family.get_by_role("heading", name="Check your email")).to_be_visible()
    if look:
        accessible(family)
    outbox.wait_for(address, 1)
    family.goto(outbox.link(address, "."))
    confirming = family.get_by_role("button", name="Yes, send me the updates")
    expect(confirming).to_be_visible()
    if look:
        accessible(family)
    confirming.click()
    expect(family.get_by_role("heading", name="Done: you get these updates")).to_be_visible()
    if look:
        accessible(family)


def test_an_update_is_returned_fixed_approved_mailed_and_the_mail_stopped_with_one_click(
    open_page: OpenPage, served: District
) -> None:
    teacher, principal = open_page(TEACHER), open_page(PRINCIPAL)
    public, outbox = open_page(), Outbox(open_page(OFFICE), served)
    # axe-core gives elements inline styles to measure them.
    family, other = open_page(bypass_csp=True), open_page()

    # The teacher offers mail; two families ask for it and prove that the address is theirs.
    teacher.goto("/admin/")
    lines = teacher.get_by_role("row").filter(has_text=CLASS_NAME)
    lines.get_by_role("button", name="Turn email on").click()
    expect(editor.messages(teacher)).to_contain_text("can now get the updates")
    with served.working():
        subscribe(family, outbox, LEAVES, look=True)
        subscribe(other, outbox, STAYS)

        # Submitted, returned with a comment, fixed, submitted again, approved.
        fill_in(teacher, FIRST, "We ask why towns grow where rivers meet.")
        before = served.now()
        submit(teacher)
        after = served.now()
        entry = editor.waiting(principal, FIRST)
        entry.locator("#id_comment").fill(COMMENT)
        entry.get_by_role("button", name="Send it back with this comment").click()
        expect(editor.messages(principal)).to_contain_text("with your comment")
        expect(editor.waiting(principal, FIRST)).to_have_count(0)
        row_of(teacher, CLASS_NAME)
        teacher.get_by_role("link", name=f"“{FIRST}”").click()
        expect(teacher.get_by_text(COMMENT).first).to_be_visible()
        editor.open_whole(teacher)
        expect(editor.messages(teacher)).to_contain_text(COMMENT)
        editor.write(
            editor.part(teacher, "What we are learning"), "Please bring one thing from the river."
        )
        editor.press(teacher, "Submit to the principal again")
        expect(editor.messages(teacher)).to_contain_text("sent to the school for review")
        public.goto(CLASS)
        expect(public.get_by_role("link", name=FIRST)).to_have_count(0)
        approve(principal, FIRST)

    # It is live, and the posting day is met at the moment of the first submission.
    public.goto(CLASS)
    public.get_by_role("link", name=FIRST).first.click()
    expect(public.get_by_role("main")).to_contain_text("one thing from the river")
    standing, is_ours, met_at, submitted_at = json.loads(
        served.ask(DIGESTS + LEDGER.format(title=FIRST, day=POSTING_DAY))
    )
    assert (standing, is_ours, met_at) == ("met", True, submitted_at)
    met = datetime.fromisoformat(met_at).astimezone(UTC).replace(microsecond=0)
    assert before <= met <= after

    # Live after the posting day's message: it goes out the next day, once, as the third mail.
    with served.working(NEXT_DAY):
        outbox.wait_for(STAYS, 3)
        message = outbox.wait_for(LEAVES, 3)
    received = message.frame_locator("iframe")
    expect(received.get_by_role("heading", name="New in your classes")).to_be_visible()
    expect(received.locator("body")).to_contain_text("Larkspur Middle")
    expect(received.locator("body")).to_contain_text("one thing from the river")
    family.goto(outbox.link(LEAVES, "Read “"))
    expect(family.get_by_role("heading", name=FIRST, level=1)).to_be_visible()
    choose = outbox.link(LEAVES, "Change what you get")
    stop = outbox.link(LEAVES, "Stop all")
    expect(message.locator("main")).not_to_contain_text("/email/stop/")  # they are the family's
    _html, headers = outbox.received(LEAVES)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = headers["List-Unsubscribe"].strip("<>")
    assert served.address in one_click
    for address in (choose, stop):
        family.goto(address)
        accessible(family)
    family.goto(stop)  # to look at it, once or twice, stops nothing
    expect(family.get_by_role("heading", level=1)).to_have_text("Stop the updates by email?")

    # The mail program's click: no cookie, no redirect.
    request = Request(one_click, data=b"List-Unsubscribe=One-Click")
    with urlopen(request) as answer:
        assert (answer.status, answer.url) == (200, one_click)
        assert "Set-Cookie" not in answer.headers
    family.goto(stop)
    expect(family.get_by_role("heading", level=1)).to_have_text(
        "You will get no more updates by email"
    )
    accessible(family)

    # The next one goes to the family that stayed, and to nobody else.
    fill_in(teacher, SECOND, "We draw the valley as a bird sees it.")
    submit(teacher)
    approve(principal, SECOND)
    served.ask(DIGESTS + "print()")
    with served.working(DAY_AFTER):
        message = outbox.wait_for(STAYS, 4)
        expect(message.frame_locator("iframe").locator("body")).to_contain_text(SECOND)
        expect(message.frame_locator("iframe").locator("body")).not_to_contain_text(FIRST)
    expect(outbox.listed(LEAVES, None)).to_have_count(3)


@pytest.mark.parametrize("path", [
    "class",
    pytest.param("teacher", marks=pytest.mark.slow),
    pytest.param("school", marks=pytest.mark.slow),
])  # fmt: skip
def test_the_panels_and_the_forms_behind_them_are_for_everyone(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(bypass_csp=True)
    page.goto(PUBLIC_PAGES[path])
    form = page.locator(".subscribe-panel form")
    accessible(page, ".subscribe-panel")
    page.goto(form.get_attribute("action") or "")
    accessible(page)
    # What was forgotten is said where it is missing.
    page.get_by_role("button", name="Send me the updates").click()
    expect(page.get_by_label("Your email address")).to_have_attribute("aria-invalid", "true")
    accessible(page)


def test_the_way_to_ones_own_choices_is_for_everyone(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    page.goto("/email/choose/")
    accessible(page)
    page.get_by_role("button", name="Send me the link").click()
    accessible(page)


def test_a_signature_is_copied_with_its_styles_under_the_page_s_own_policy(
    open_page: OpenPage,
) -> None:
    # A policy that took the styles away would be reported here as a problem of the console.
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "mateo.brightwater")
    page.goto("/staff/signature/")
    page.get_by_role("button", name="Copy my signature").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("Copied.")
    # Into an email program, which has no policy of ours.
    mail = open_page(bypass_csp=True, permissions=["clipboard-read", "clipboard-write"])
    mail.goto("/accessibility/")
    mail.bring_to_front()
    html, text = copied(mail)
    assert "Mateo Brightwater</b>" in html
    assert "font-family:Arial" in html
    assert re.search(r"<img [^>]*src=\"http", html)
    assert text.splitlines()[:2] == ["Mateo Brightwater", "Music Teacher"]
