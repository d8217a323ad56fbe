"""The screens that `make screenshots` takes pictures of, and the way to each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from scripts.district import District

TEACHER, PRINCIPAL = "tamsin.whitlock", "marguerite.solheim"
OFFICE, ADMINISTRATOR = "noor.castellane", "rosalind.achterberg"


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of the editor: who sees it, and the way to it from the first screen."""

    name: str
    person: str | None
    way: Callable[[Page, District], Any]
    in_docs: bool = False
    size: str = "wide"  # of the documentation's picture
    is_main: bool = False  # what a role works with every day: in dark as well


def in_page_editor(page: Page, row: Locator) -> None:
    """A new update of a teacher's class, in the page editor instead of the short form."""
    address = row.get_by_role("link", name="Post an update").get_attribute("href") or ""
    (number,) = parse_qs(urlsplit(address).query)["class"]
    page.goto(f"/admin/pages/add/classroom/updatepage/{number}/")


def refused_update(page: Page, district: District) -> None:
    """A new update, submitted while three of its parts are empty."""
    del district
    row = page.get_by_role("row").filter(has_text="Thursday group")
    in_page_editor(page, row)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)  # what is typed any sooner, Wagtail takes for the empty form's own
    page.locator("#id_title").fill("Finding a book by its number")
    words = "We find books by their numbers."
    page.locator(".public-DraftEditor-content").first.fill(words)
    # The editor hands its words to the form a moment after the last key; the saved draft has an
    # address of its own.
    handed_over = page.locator("[name=lesson-0-value]")
    expect(handed_over).to_have_value(re.compile(re.escape(words)))
    page.wait_for_url("**/edit/")
    # What is saved by itself and what the button sends would cross.
    page.wait_for_timeout(1000)
    page.locator(".w-autosave-indicator__text").filter(has_text="Saving").wait_for(state="hidden")
    page.get_by_role("button", name="Submit to the principal").click()
    page.get_by_text("This didn’t go through yet").wait_for()
    page.locator("#panel-child-content-assignments-section").scroll_into_view_if_needed()


def composer(page: Page, district: District) -> None:
    """The short form for a new update of one class."""
    del district
    page.goto("/admin/updates/compose/")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("textbox", name="What we are learning").wait_for()


def composer_asking(page: Page, district: District) -> None:
    """What the checks ask in the short form: on a phone the first of it, at its place."""
    composer(page, district)
    page.get_by_role("textbox", name="What we are learning").fill(
        "We find books by their numbers: see [here](https://www.larkspur.example/library).\n\n"
        "Please bring:\n\n✓ your library card\n\n✓ a bag for two books"
    )
    page.get_by_role("button", name="Submit to the principal").click()
    page.locator("[data-composer-finding]").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    begin = page.locator("[data-composer-begin]")
    if begin.is_visible():
        begin.click()


def school_at_a_glance(page: Page, district: District) -> None:
    """Each class and each posting day of a principal's school."""
    del district
    page.get_by_role("link", name="All classes", exact=True).click()
    page.get_by_role("table").first.wait_for()


def other_sections(page: Page, district: District) -> None:
    """A teacher of two sections of the same class, with an update of one of them."""
    update = district.children("/larkspur-middle/mx-tanaka/2026-27/earth-science-7-period-3/")[-1]
    page.goto(f"/admin/updates/{district.ids[update]}/other-sections/")


def waiting_update(page: Page, district: District) -> None:
    """What a principal reads and approves."""
    del district
    page.get_by_role("link", name="Headings, captions and glossaries").click()


def review_queue(page: Page, district: District) -> None:
    """What waits, with the place for a comment opened for the first of it."""
    del district
    page.goto("/admin/review/")
    page.get_by_text("Send it back").first.click()


def what_stood(page: Page, district: District) -> None:
    """The record of a class, and the version of a posting day that is over."""
    number = district.ids["/juniper-creek/ms-rivera/2026-27/math-3/"]
    page.goto(f"/admin/classes/{number}/record/")
    page.get_by_role("link", name="What was on the page").last.click()


def subscribe_box(page: Page, district: District) -> None:
    """A class page, at the box where a family asks for updates."""
    del district
    page.goto("/larkspur-middle/mx-tanaka/2026-27/earth-science-7-period-3/")
    page.get_by_role("heading", name="Get updates by email").scroll_into_view_if_needed()
    page.evaluate("() => document.querySelector('.subscribe-panel').scrollIntoView()")


def outbox(page: Page, district: District) -> None:
    del district
    page.goto("/admin/outbox/")


def a_digest(page: Page, district: District) -> None:
    """A digest with news of several classes, as a mail program shows it."""
    del district
    page.goto("/admin/outbox/?message_class=subscription")
    page.get_by_role("link", name="New in ").first.click()
    frame = page.get_by_title("The message as the recipient sees it")
    page.goto(str(frame.get_attribute("src")))


# Of someone who follows several classes.
OWN_LINK = """
from django.db.models import Count
from notifications.families.links import preferences_url
from notifications.models import Subscriber
print(preferences_url(Subscriber.objects.annotate(follows=Count("subscriptions"))
    .order_by("-follows", "created_at").first().uuid))
"""


def preferences(page: Page, district: District) -> None:
    """The page behind the link at the foot of a digest, which the Outbox shows nobody."""
    address = district.ask(OWN_LINK)
    page.context.clear_cookies()  # a family has no account
    page.goto(urlsplit(address).path)  # the district was loaded for another port
    page.get_by_role("heading", name="Your class updates").wait_for()


def checked_signature(page: Page, district: District) -> None:
    """What the check says of a signature with wallpaper and a personal address."""
    del district
    page.goto("/staff/signature/check/")
    page.get_by_label("Paste your signature").fill(
        '<body background="cid:paper.jpg"><p>Elena Rivera<br>Grade 3 Teacher<br>'
        "elena@mail.example</p>"
    )
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("heading", name="to look at").wait_for()


def class_template(page: Page, district: District) -> None:
    """A template with two versions, and which classes have which."""
    del district
    page.goto("/admin/class-page-templates/")
    page.get_by_role("link", name="Elementary class").first.click()
    page.goto(page.url.replace("/edit/", "/inspect/"))
    page.get_by_role("heading", name="Approved versions").scroll_into_view_if_needed()


def guidance(page: Page, district: District) -> None:
    """A new update, at the office's guidance for one of its parts."""
    del district
    row = page.get_by_role("row").filter(has_text="Grade 3 homeroom")
    in_page_editor(page, row)
    page.wait_for_load_state("networkidle")
    page.locator("#panel-child-content-what_we_are_learning-section").scroll_into_view_if_needed()


def paste_steps(page: Page, district: District) -> None:
    """Where to paste a signature, with the steps of one mail program open."""
    del district
    page.goto("/staff/signature/")
    page.get_by_text("Gmail", exact=True).click()
    page.get_by_role("heading", name="Where to paste it").scroll_into_view_if_needed()
    page.evaluate("() => document.querySelector('#how-title').scrollIntoView()")


def own_logos(page: Page, district: District) -> None:
    """The logos that a person may use, with a membership that was just added."""
    del district
    page.goto("/staff/memberships/new/")
    page.locator("select[name=organization]").select_option(index=1)
    page.locator("input[name=expires]").fill("2027-06-30")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Yours automatically").wait_for()
    page.evaluate("() => document.querySelector('#always-title').scrollIntoView()")


# Something waits for the office, in a district that reviews.
HANDED_IN = """
from django.utils import timezone
from district_cms.people.models import Staff
from signatures.models import Entitlement, SignatureSettings
settings = SignatureSettings.load()
settings.review_entitlements = True
settings.save()
Entitlement.objects.create(staff=Staff.objects.get(user__email__startswith="elena.rivera"),
    basis="quote", label="What we learn with pleasure we never forget.", author="Alfred Mercier",
    connection="I teach reading", handed_in_at=timezone.now(), state="waiting")
print("done")
"""


def signature_approvals(page: Page, district: District) -> None:
    """What employees handed in, with the place for a reason opened."""
    district.ask(HANDED_IN)
    page.goto("/admin/entitlements/?state=waiting")
    page.get_by_role("link", name="What we learn").first.click()


def signature_template(page: Page, district: District) -> None:
    """A new template, as it looks with four names."""
    del district
    page.goto("/admin/signature-templates/")
    made = page.get_by_role("link", name="For everyone", exact=True)
    if made.count():  # for a picture in another size
        made.first.click()
    else:
        page.goto("/admin/signature-templates/new/")
        page.locator("#id_name").fill("For everyone")
        page.get_by_role("button", name="Create").click()
    page.get_by_role("heading", name="The draft, with four names").wait_for()


def at(path: str) -> Callable[[Page, District], Any]:
    return lambda page, district: page.goto(path)


SCREENS = (
    Screen("sign-in", None, at("/admin/login/")),
    Screen("teacher-dashboard", TEACHER, at("/admin/"), in_docs=True, is_main=True),
    Screen("composer", TEACHER, composer, is_main=True),
    Screen("composer-asking", TEACHER, composer_asking, in_docs=True, size="narrow", is_main=True),
    Screen("update-refused", TEACHER, refused_update, in_docs=True),
    Screen("other-sections", "hollis.tanaka", other_sections, in_docs=True),
    Screen("principal-dashboard", PRINCIPAL, at("/admin/"), in_docs=True, is_main=True),
    Screen("school-at-a-glance", PRINCIPAL, school_at_a_glance, is_main=True),
    Screen("principal-review", PRINCIPAL, waiting_update, in_docs=True),
    Screen("review-queue", PRINCIPAL, review_queue, in_docs=True, is_main=True),
    Screen("subscribe", None, subscribe_box, in_docs=True, size="narrow"),
    Screen("digest", OFFICE, a_digest, in_docs=True, size="mail"),
    Screen("preferences", OFFICE, preferences, in_docs=True, size="narrow"),
    Screen("outbox", OFFICE, outbox, in_docs=True),
    Screen(
        "report-barrier",
        None,
        at("/accessibility/report/?page=/juniper-creek/"),
        in_docs=True,
        size="narrow",
    ),
    Screen("barriers", OFFICE, at("/admin/barriers/"), in_docs=True),
    Screen("accessibility-report", OFFICE, at("/admin/reports/accessibility/")),
    Screen("my-signature", "elena.rivera", at("/staff/signature/"), in_docs=True),
    Screen("checked-signature", "elena.rivera", checked_signature, in_docs=True),
    Screen("paste-steps", "elena.rivera", paste_steps, in_docs=True, size="narrow"),
    Screen("own-logos", "percival.adeyemi", own_logos, in_docs=True),
    Screen("signature-approvals", OFFICE, signature_approvals, in_docs=True),
    Screen("signature-template", OFFICE, signature_template, in_docs=True),
    Screen("classes-i-follow", "percival.adeyemi", at("/staff/classes/"), is_main=True),
    Screen("staff-guides", "percival.adeyemi", at("/staff/guides/")),
    Screen("nothing-to-edit", "percival.adeyemi", at("/admin/pages/")),
    Screen("office-dashboard", OFFICE, at("/admin/"), is_main=True),
    Screen("administrator-dashboard", ADMINISTRATOR, at("/admin/"), is_main=True),
    Screen("district-figures", OFFICE, at("/admin/reports/figures/"), in_docs=True, is_main=True),
    Screen("set-up", OFFICE, at("/admin/set-up/"), in_docs=True),
    Screen("school-figures", PRINCIPAL, at("/admin/reports/figures/")),
    Screen("what-stood-on-the-page", PRINCIPAL, what_stood, in_docs=True),
    Screen("activity", None, at("/juniper-creek/garden-club/"), in_docs=True, size="narrow"),
    Screen("logos", OFFICE, at("/admin/logos/"), in_docs=True),
    Screen("new-logo", OFFICE, at("/admin/logos/new/")),
    Screen("statements", OFFICE, at("/admin/statements/")),
    Screen("class-template", OFFICE, class_template, in_docs=True),
    Screen("guidance", "elena.rivera", guidance, in_docs=True),
    Screen("look-of-the-website", OFFICE, at("/admin/settings/brand/websitelook/")),
    Screen("school-years", OFFICE, at("/admin/school-years/")),
    Screen("staff", ADMINISTRATOR, at("/admin/staff/"), in_docs=True),
    Screen("class-assignments", ADMINISTRATOR, at("/admin/class-assignments/")),
)
