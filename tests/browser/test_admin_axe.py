"""Our own screens of the editor and our own mails: axe-core finds nothing in our markup.

Wagtail's frame around it (sidebar, header, its own tables) is Wagtail's to fix; what we draw is
named here by its selector.
"""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.district import District

from .conftest import OpenPage
from .test_axe import CONTRAST, findings

OFFICE = "noor.castellane"

# Who opens it, where, and which part of it is ours. Each role's own screens are looked at whole in
# `test_every_role_axe.py`.
SCREENS = {
    "outbox": (OFFICE, "/admin/outbox/", "#listing-results"),
    "accessibility report": (OFFICE, "/admin/reports/accessibility/", ".audit-report"),
    "findings": (OFFICE, "/admin/reports/accessibility/", "#listing-results"),
    "pages to fix": (OFFICE, "/admin/reports/accessibility/to-fix/", "#listing-results"),
}

# What an audit of a bad day leaves behind: findings, a page to fix, a trend of two.
BAD_DAY = """
import datetime as dt
from django.utils import timezone
from wagtail.models import Page
from district_cms.site_audit import services
from district_cms.site_audit.models import AuditedPage, AuditFinding, AuditRun, OutstandingPage

page = Page.objects.filter(depth=6).first()
now = timezone.now()
for rule in ("contrast-inline", "img-alt-missing"):
    run = AuditRun.objects.create(
        state="running", engines=["gate", "links", "axe"],
        skipped={"axe": "no-browser"}, pages=1, started_at=now, ruleset="2026-11-24")
    AuditedPage.objects.filter(page_id=page.pk).delete()  # one row a page, the newest
    row = AuditedPage.objects.create(
        run=run, page_id=page.pk, page_uuid=page.translation_key, title=page.title,
        school="Juniper Creek Elementary", teacher="Elena Rivera", address=page.full_url,
        state="seen", status=200)
    AuditFinding.objects.create(
        run=run, page=row, engine="axe", rule=rule, message="The text is too pale to read.",
        wcag="1.4.3", excerpt='<p style="color: #999">Faint words.</p>', selector="main > p")
    services.end_run(run=run, state="finished")
OutstandingPage.objects.get_or_create(
    page_uuid=page.translation_key, fixed_at=None, defaults=dict(
        page_id=page.pk, title=page.title, school="Juniper Creek Elementary",
        owner="Elena Rivera", address=page.full_url, rules=["img-alt-missing"],
        first_found=now.date(), fix_by=now.date() - dt.timedelta(days=1)))
print("done")
"""

# The first message of each kind, as the outbox keeps it; the demo sends none to staff.
MAILS = """
import json
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw
from notifications.models import Message
line = {"url": "https://www.larkspur.example/", "title": "Fractions", "place": "Math 3",
        "author": "Elena Rivera", "comment": "Please name the page of the book."}
found = {"staff": draw("moderation/email/review", subject="Review",
    office=DistrictSettings.cached(), name="Elena", queue_url=line["url"],
    returned=[line], waiting=[line], approved=[line]).html}
for message in Message.objects.exclude(content__html="").order_by("created_at"):
    found.setdefault(message.message_class, message.html)
print(json.dumps(found))
"""


# Other tests ask for the newest audit, and for what is to be fixed.
GOOD_DAY = """
from district_cms.site_audit.models import AuditRun, OutstandingPage
AuditRun.objects.filter(pages=1).delete()
OutstandingPage.objects.all().delete()
print("done")
"""


@pytest.fixture(scope="module")
def bad_day(served: District) -> Iterator[None]:
    served.ask(BAD_DAY)
    yield
    served.ask(GOOD_DAY)


# Wagtail's buttons turn from one scheme's color to the other's in a tenth of a second.
TURNED = """() => Promise.allSettled(document.getAnimations()
    .filter((each) => each instanceof CSSTransition)
    .map((each) => each.finished))"""


def look_at(page: Page, part: str) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator(part).first).to_be_attached()
    page.evaluate(AXE_SCRIPT)
    assert findings(page, part) == []
    page.emulate_media(color_scheme="dark")  # changes colors, and nothing else
    page.evaluate(TURNED)
    assert findings(page, part, [CONTRAST]) == []
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("name", [
    # The list of findings begins as the report does.
    pytest.param(name, marks=[pytest.mark.slow] if name == "accessibility report" else [])
    for name in SCREENS
])  # fmt: skip
def test_axe_finds_nothing_in_what_we_draw(open_page: OpenPage, bad_day: None, name: str) -> None:
    person, address, part = SCREENS[name]
    page = open_page(person)
    page.goto(address)
    look_at(page, part)


def test_axe_finds_nothing_in_the_mails(open_page: OpenPage, served: District) -> None:
    mails: dict[str, str] = json.loads(served.ask(MAILS))
    assert set(mails) == {"confirmation", "staff", "subscription"}
    page = open_page()
    for kind, html in mails.items():
        # On a page of its own: the screen that shows a mail lets no script run in it.
        page.set_content(
            html.replace("cid:district-logo", f"{served.address}/static/img/ridge-far.svg")
        )
        page.evaluate(AXE_SCRIPT)
        assert findings(page) == [], kind
