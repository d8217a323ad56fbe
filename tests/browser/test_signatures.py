"""Signatures as an employee and the communications office live with them: what is chosen is seen
and copied, and axe-core finds nothing on any screen."""

import json
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.district import District

from .conftest import OpenPage, sign_in
from .test_axe import findings
from .watching import Watch

EMPLOYEE = "percival.adeyemi"
OFFICE = "noor.castellane"
QUOTE = "It takes a village to raise a child."
MINE = "/staff/signature/"
NEW_TITLE = """
from district_cms.people.models import Staff
jonah = Staff.objects.filter(user__email__startswith="jonah.bellweather")
print(jonah.update(title="Grade 5 Teacher and Coach"))
"""
# Something waits, is drawn, and has been taken.
HANDED_IN = """
import datetime as dt
import json
from django.utils import timezone
from district_cms.brand.models import Logo, Organization, Statement
from district_cms.demo.pages import DEMO_PASSWORD
from district_cms.people.models import Staff, User
from signatures.models import Entitlement, SignatureSettings, SignatureTemplate
elena = Staff.objects.get(user__email__startswith="elena.rivera")
owner = Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL).first()
given = dict(staff=elena, handed_in_at=timezone.now(), state="waiting")
Entitlement.objects.create(basis="quote", label="Begin anywhere.", author="A. Mercier",
    connection="I teach art", **given)
waits = Entitlement.objects.create(organization=owner, basis="member", label=f"Member, {owner}",
    expires=dt.date(2027, 6, 30), **given)
User.objects.create_user(email="nia.recordless@larkspur.example", password=DEMO_PASSWORD)
template = SignatureTemplate.objects.create(name="For everyone")
settings = SignatureSettings.load()
settings.review_entitlements = True
settings.save()
print(json.dumps({"waits": waits.pk, "template": template.pk,
    "logo": Logo.objects.get(name="Larkspur High").pk,
    "statement": Statement.objects.first().pk}))
"""
LONG = "a_long_name_that_goes_on_and_on"
HOSTILE = (
    f'<body background="cid:{LONG}.jpg"><p>Elena<br>elena@mail.example<img src="file:///D:/{LONG}">'
)


def copied(page: Page) -> tuple[str, str]:
    """What the clipboard holds, read in a page of the same profile."""
    found = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const read = async (type) => (await item.getType(type)).text();
            return [await read("text/html"), await read("text/plain")];
        }"""
    )
    return found[0], found[1]


def copy(page: Page) -> tuple[str, str]:
    with page.expect_response(lambda answer: "/take/" in answer.url):
        page.get_by_role("button", name="Copy my signature").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("Copied.")
    return copied(page)


def test_a_choice_is_seen_at_once_and_copying_is_noted(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "mateo.brightwater")
    page.goto("/staff/signature/")
    preview = page.frame_locator(".signature-preview__frame")
    expect(preview.locator("body")).to_contain_text("Juniper Creek")
    # All of it is seen: nothing lies below the end of its frame.
    page.wait_for_function(
        "document.querySelector('[data-whole-frame]').contentWindow.innerHeight >="
        " document.querySelector('[data-whole-frame]').contentDocument.body.scrollHeight"
    )
    for box in page.locator("input[type=checkbox][name=school]").all():
        box.uncheck()
    expect(preview.locator("body")).not_to_contain_text("Juniper Creek")
    page.get_by_label("Dark").check()
    expect(preview.locator("body")).to_have_css("background-color", "rgb(30, 30, 30)")
    page.get_by_role("button", name="Copy my signature").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("Copied.")
    # The next visit begins with what was copied.
    with page.expect_response("**/staff/signature/take/"):
        page.get_by_role("button", name="Copy my signature").click()
    page.goto("/staff/signature/")
    expect(preview.locator("body")).not_to_contain_text("Juniper Creek")


def test_the_short_one_is_copied_by_itself_and_the_whole_one_stays_asked_for(
    open_page: OpenPage,
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "mateo.brightwater")
    page.goto(MINE)
    page.get_by_text("A short one, for replies and for phones", exact=True).click()
    with page.expect_response(lambda answer: "/take/" in answer.url) as noted:
        page.get_by_role("button", name="Copy the short one").click()
    assert noted.value.status == 204
    area = page.locator("[data-copy-area]")
    expect(area.get_by_role("status")).to_contain_text("Copied the short one.")
    html, text = copied(page)
    assert text.startswith("Mateo Brightwater")
    assert "<img" not in html
    # What was said stands beside the button that was pressed.
    expect(page.locator("[data-copy-status]")).to_be_empty()


@pytest.mark.slow
def test_a_change_is_told_on_the_page_until_the_new_one_is_copied(
    open_page: OpenPage, served: District
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "jonah.bellweather")  # whose title no other test reads
    page.goto("/staff/signature/")
    with page.expect_response("**/staff/signature/take/"):
        page.get_by_role("button", name="Copy my signature").click()
    served.ask(NEW_TITLE)
    page.goto("/staff/signature/")
    asks = page.get_by_text("New in it: your title.")
    expect(asks).to_be_visible()
    with page.expect_response("**/staff/signature/take/"):
        page.get_by_role("button", name="Copy my signature").click()
    expect(asks).to_have_count(0)
    page.goto("/staff/signature/")
    expect(asks).to_have_count(0)


def test_it_is_made_on_a_narrow_phone_without_scripts(open_page: OpenPage) -> None:
    page = open_page(
        java_script_enabled=False, viewport={"width": 320, "height": 700}, bypass_csp=True
    )
    sign_in(page, "elena.rivera")
    page.goto("/staff/signature/")
    expect(page.get_by_role("button", name="Copy my signature")).to_be_hidden()
    page.get_by_label("Phone", exact=True).check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".signature-preview__frame--narrow")).to_be_visible()
    page.get_by_role("button", name="I copied it from the preview").click()
    expect(page.get_by_text("We noted that you have this signature now.")).to_be_visible()


def test_a_copy_after_the_session_has_ended_says_so_and_keeps_the_choices(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("403")
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "mateo.brightwater")
    page.goto("/staff/signature/")
    preview = page.frame_locator(".signature-preview__frame")
    for box in page.locator("input[type=checkbox][name=school]").all():
        box.uncheck()
    expect(preview.locator("body")).not_to_contain_text("Juniper Creek")
    for session in ("sessionid", "csrftoken"):  # it has ended, then all of it is gone
        page.context.clear_cookies(name=session)
        page.get_by_role("button", name="Copy my signature").click()
        expect(page.locator("[data-copy-status]")).to_contain_text("You are signed out.")
        expect(page.locator("[data-copy-status]")).not_to_contain_text("Copied.")
    again = page.get_by_role("link", name="Sign in and copy again")
    expect(again).to_have_attribute("href", re.compile(r"\?.*chosen=1"))
    again.click()
    expect(page).to_have_url(re.compile(r"/login/\?next=.*chosen"))


def review_entitlements(office: Page) -> None:
    office.goto("/admin/settings/signatures/signaturesettings/")
    office.get_by_label("We review memberships, credentials and quotes first").check()
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("updated")).to_be_visible()


# Its steps are held without a browser: `test_approvals.py`.
@pytest.mark.slow
def test_a_quote_is_reviewed_and_then_chosen(open_page: OpenPage) -> None:
    office = open_page(OFFICE)
    review_entitlements(office)

    mine = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(mine, EMPLOYEE)
    mine.goto("/staff/memberships/quote/")
    mine.get_by_label("Quote").fill(QUOTE)
    mine.get_by_label("Who said or wrote it").fill("A proverb")
    mine.get_by_label("How it connects to your work").fill("I help students and their families")
    mine.get_by_role("button", name="Send it to the communications office").click()
    mine.goto(MINE)
    expect(mine.get_by_label(QUOTE)).to_have_count(0)

    office.goto("/admin/entitlements/?state=waiting")
    office.get_by_role("link", name=QUOTE).first.click()
    office.get_by_role("button", name="Approve", exact=True).click()
    expect(office.locator(".messages[role=status]")).to_contain_text("Approved.")

    mine.goto(MINE)
    mine.get_by_label(QUOTE).check()
    html, text = copy(mine)
    assert QUOTE in html
    assert QUOTE in text
    assert text.splitlines()[:2] == ["Percival Adeyemi", "School Counselor"]


# Of the pages of the staff area all is ours. What is like others, is looked at before a release.
STAFF_PAGES = (
    (MINE, "/staff/memberships/new/"),
    ("/staff/signature/check/", "/staff/memberships/", "/staff/memberships/quote/"),
)
# Of the office's screens what we draw, by its selector.
OFFICE_SCREENS = (
    {
        "/admin/entitlements/{waits}/": ".review-queue",
        "/admin/signature-templates/inspect/{template}/": ".signature-template",
        "/admin/logos/{logo}/replace/": ".affected",
    },
    {
        "/admin/signature-templates/": "#listing-results",
        "/admin/signatures-issued/": "#listing-results",
        "/admin/logos/": "#listing-results",
        "/admin/logos/edit/{logo}/": ".affected",
        "/admin/logos/{logo}/retire/": ".affected",
        "/admin/statements/": "#listing-results",
        "/admin/statements/edit/{statement}/": ".affected",
    },
)
FIRST_AND_REST = (0, pytest.param(1, marks=pytest.mark.slow))


# What stands beside the window, of a part of the page.
OVER = """part => [...document.querySelectorAll(`${part}, ${part} *`)]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width
        && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((each) => `beside the window: ${each.tagName}.${each.className}`)
"""


@pytest.fixture(scope="module")
def handed_in(served: District) -> dict[str, int]:
    found: dict[str, int] = json.loads(served.ask(HANDED_IN))
    return found


def faults(page: Page, part: str = "") -> list[str]:
    """What axe-core objects to on a dark phone and on a light desktop, and what is too wide."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, scheme in ((320, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{page.url}, {scheme}: {each}" for each in findings(page, part)]
        found += [f"{page.url}, {width} px: {each}" for each in page.evaluate(OVER, part or "main")]
    return found


@pytest.mark.parametrize("part", FIRST_AND_REST)
def test_axe_finds_nothing_on_the_pages_of_an_employee(
    open_page: OpenPage, handed_in: dict[str, int], part: int
) -> None:
    # axe-core gives elements inline styles to measure them.
    page = open_page(bypass_csp=True)
    sign_in(page, "elena.rivera")
    found = []
    for address in STAFF_PAGES[part]:
        page.goto(address)
        for closed in page.locator("main details").all():
            closed.evaluate("each => each.open = true")
        found += faults(page)
    assert found == []


# The same list of findings stands on the screens of the gate.
@pytest.mark.slow
def test_axe_finds_nothing_on_what_the_check_found(open_page: OpenPage) -> None:
    page = open_page(bypass_csp=True)
    sign_in(page, "elena.rivera")
    page.goto("/staff/signature/check/")
    page.get_by_label("Paste your signature").fill(HOSTILE)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="to look at")).to_be_visible()
    page.get_by_text("Where it is").first.click()
    assert faults(page) == []


# A page of the same template, with fewer parts.
@pytest.mark.slow
def test_axe_finds_nothing_on_the_page_of_someone_without_a_record(
    open_page: OpenPage, watch: Watch, handed_in: dict[str, int]
) -> None:
    watch.expect("404")
    page = open_page(bypass_csp=True)
    sign_in(page, "nia.recordless")
    page.goto(MINE)
    assert faults(page) == []


# The employee's pages, drawn by the same parts, stay.
@pytest.mark.slow
@pytest.mark.parametrize("number", FIRST_AND_REST)
def test_axe_finds_nothing_in_what_we_draw_for_the_office(
    open_page: OpenPage, handed_in: dict[str, int], number: int
) -> None:
    page = open_page(OFFICE)
    found = []
    for address, part in OFFICE_SCREENS[number].items():
        page.goto(address.format(**handed_in))
        expect(page.locator(part).first).to_be_attached()
        found += faults(page, part)
    assert found == []
