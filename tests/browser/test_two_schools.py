"""A parent with children in two schools, from the first box to "Delete me": by email and by text,
through both providers.

The providers are servers of this machine that check what they are asked against the descriptions
of the real ones, and sign what families text. The worker is a process of its own, and has the
clock of the next afternoon when the digests are written.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

import pytest
from lxml.html import fromstring
from playwright.sync_api import Browser, Page, expect

from tests.browser import district
from tests.browser.district import District
from tests.fakes.provider_servers.sendgrid import SendGridServer, Taken
from tests.fakes.provider_servers.twilio import TwilioServer

from .conftest import PATIENCE, WIDE, place_of_the_loaded, sign_in
from .watching import Watch

FIRST = "/larkspur-middle/mr-doyle/2026-27/world-geography-7/"
SECOND = "/juniper-creek/ms-rivera/2026-27/math-3/"
# Of two children in two schools.
CLASSES = {
    FIRST: "World Geography 7",
    "/larkspur-middle/mx-tanaka/2026-27/earth-science-7-period-1/": "Earth Science 7",
    SECOND: "Math 3",
    "/juniper-creek/ms-rivera/2026-27/reading-3/": "Reading 3",
}
PARENT, TYPED, NUMBER = "dana.walker@example.net", "(406) 555-0177", "+14065550177"
NEXT_DAY = "2026-11-25T17:01-07:00"
BACK = "2026-12-07"  # the day on which a pause ends
SECONDS = 60  # for what the worker does, beside the tests of another process

OFFERS = """
from classroom.models import ClassroomPage
from district_cms.people.models import User
from notifications.models import Channel
from notifications.screens.class_mail import set_offer
office = User.objects.get(email="noor.castellane@larkspur.example")
for room in ClassroomPage.objects.filter(pk__in={classes}):
    for channel in (Channel.EMAIL, Channel.TEXT):
        set_offer(classroom=room, offered=True, user=office, channel=channel)
print()
"""
NEWS = """
import datetime as dt
from django_q.tasks import async_task
from classroom.models import ClassroomPage
from district_cms.people.models import User
from district_cms.schools.models import CurriculumPage
from tests.factories.pages import make_draft, update_content
office = User.objects.get(email="noor.castellane@larkspur.example")
for room in ClassroomPage.objects.filter(pk__in={classes}):
    words = {{"title": "Rivers and towns", "period_start": dt.date(2026, 11, 25)}}
    words = update_content(CurriculumPage.objects.first(), **words)
    draft = make_draft(room, owner=office, **words)
    draft.get_latest_revision().publish(user=office)
async_task("notifications.digests.tasks.write_digests")
async_task("notifications.digests.tasks.write_text_digests")
print()
"""

FOLLOWERS = """
from django.utils import timezone
from district_cms.schools.models import SchoolPage
from notifications.models import Channel, Scope
from tests.integration.notifications.notices.conftest import follow
school = SchoolPage.objects.get(slug="juniper-creek")
follow(school, Scope.NOTICES, address="{parent}")
follow(school, Scope.NOTICES, channel=Channel.TEXT, address="{number}", language="es")
print()
"""


@dataclass(frozen=True)
class Phone:
    """The parent's mailbox and telephone."""

    sendgrid: SendGridServer
    twilio: TwilioServer
    site: District

    def mails(self, subject: str) -> list[Taken]:
        """Those to the parent with this in their subject, the oldest first."""
        return [
            mail
            for mail in list(self.sendgrid.taken)
            if mail.address == PARENT and re.search(subject, mail.subject)
        ]

    def texts(self, words: str) -> list[str]:
        sent = list(self.twilio.texts.values())
        bodies = [text.body for text in sent if text.to == NUMBER]
        return [body for body in bodies if re.search(words, body)]

    def mail(self, subject: str, count: int = 1) -> Taken:
        """The newest of so many, once they are there."""
        return _waited_for(lambda: self.mails(subject), count, f"mails about {subject}")

    def text(self, words: str, count: int = 1) -> str:
        return _waited_for(lambda: self.texts(words), count, f"texts with {words}")

    def says(self, words: str) -> None:
        """Texts this to the district's number: Twilio tells our webhook of it, signed."""
        url = f"{self.site.address}/providers/twilio/texts/"
        told = self.twilio.inbound(url, NUMBER, words)
        headers = {**told.headers, "Content-Type": "application/x-www-form-urlencoded"}
        with urlopen(Request(told.url, data=told.body, headers=headers)) as answer:
            assert answer.status == 200


def _waited_for[T](found: Callable[[], list[T]], count: int, what: str) -> T:
    end = time.monotonic() + SECONDS
    while len(there := found()) < count:
        assert time.monotonic() < end, f"{len(there)} of {count} {what}"
        time.sleep(0.2)
    return there[-1]


def link(mail: Taken, words: str) -> str:
    links = fromstring(mail.html).iter("a")
    return next(a.get("href") for a in links if re.search(words, a.text_content()))


def code(words: str) -> str:
    found = re.search(r"\b\d{6}\b", words)
    assert found is not None, words
    return found[0]


@pytest.fixture(scope="module")
def phone(served: District, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    """A district of its own, which sends through both providers."""
    with (
        SendGridServer() as sendgrid,
        TwilioServer() as twilio,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        for name, value in {
            "MAIL_PROVIDER": "sendgrid",
            "SENDGRID_API_KEY": sendgrid.api_key,
            "SENDGRID_URL": sendgrid.url,
            "SENDGRID_WEBHOOK_KEY": sendgrid.public_key,
            "TEXT_PROVIDER": "twilio",
            "TWILIO_ACCOUNT_SID": twilio.account_sid,
            "TWILIO_AUTH_TOKEN": twilio.auth_token,
            "TWILIO_MESSAGING_SERVICE_SID": twilio.service_sid,
            "TWILIO_URL": twilio.url,
        }.items():
            monkeypatch.setenv(name, value)
        url, place = place_of_the_loaded(tmp_path_factory)
        with (
            TemporaryDirectory(prefix="d-") as folder,
            district.temporary_district(Path(folder), url, place=place) as site,
        ):
            yield Phone(sendgrid, twilio, site)
        assert sendgrid.drift == twilio.drift == []


@contextmanager
def window(phone: Phone, chromium: Browser) -> Iterator[Page]:
    """Of someone who was never here before."""
    watching = Watch(phone.site.address)
    context = chromium.new_context(
        base_url=phone.site.address, viewport=WIDE, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    watching.look_at(page)
    yield page
    context.close()
    assert watching.unexpected() == []


@pytest.fixture
def family(phone: Phone, chromium: Browser) -> Iterator[Page]:
    with window(phone, chromium) as page:
        yield page


def save(family: Page) -> None:
    family.get_by_role("button", name="Save", exact=True).click()
    expect(family.get_by_role("status")).to_contain_text("Your changes are saved.")


@pytest.mark.slow
def test_a_parent_of_two_schools_gets_one_message_by_each_way_and_stops_starts_and_leaves(
    phone: Phone, family: Page
) -> None:
    classes = [phone.site.ids[path] for path in CLASSES]
    phone.site.ask(OFFERS.format(classes=classes))
    by_text = family.get_by_role("group", name="What do you want to get by text message")
    with phone.site.working():
        for number, path in enumerate(CLASSES, start=1):
            family.goto(path)
            panel = family.locator(".subscribe-panel")
            panel.get_by_label("Your email address").fill(PARENT)
            panel.get_by_role("button", name="Send me the updates").click()
            family.goto(link(phone.mail("Please confirm", number), "."))
            family.get_by_role("button", name="Yes, send me the updates").click()
            expect(family.get_by_role("heading", level=1)).to_contain_text("Done")
        choices = link(phone.mail("You are signed up", len(CLASSES)), "Change what you get")

        # The number: a code to the mailbox first, then one to the telephone.
        family.goto(choices)
        family.get_by_role("link", name="Get updates by text message too").click()
        family.get_by_role("button", name="Send me a code").click()
        family.get_by_role("textbox", name="Code").fill(code(phone.mail("^Your code").text))
        family.get_by_role("textbox", name="Your mobile phone number").fill(TYPED)
        family.get_by_role("button", name="Text me a code").click()
        family.get_by_role("textbox", name="Code from the text").fill(
            code(phone.text("your code is"))
        )
        family.get_by_role("button", name="Confirm").click()
        family.get_by_role("link", name="Back to your class updates").click()
        for box in by_text.get_by_role("checkbox").all():
            box.check()
        save(family)
        phone.mail("number")  # its owner is told that it was added

    # The next afternoon: one email and one text about all four classes of both schools.
    phone.site.ask(NEWS.format(classes=classes))
    with phone.site.working(NEXT_DAY):
        mail = phone.mail("^New in")
        text = phone.text("Read more:")
    for words in (mail.html, mail.text, text):
        assert "Larkspur Middle" in words
        assert "Juniper Creek" in words
    for name in CLASSES.values():
        assert name in mail.html
        assert name in mail.text
    assert (len(phone.mails("^New in")), len(phone.texts("Read more:"))) == (1, 1)
    read_more = re.search(r"Read more: (\S+)", text)
    assert read_more is not None
    family.goto(f"http://{read_more[1]}")
    expect(family.get_by_role("main")).to_contain_text("Rivers and towns")
    family.goto(link(mail, "See this week"))
    expect(family.get_by_role("main")).to_contain_text("World Geography 7")

    # She goes away, and comes back sooner than she thought.
    family.goto(choices)
    away = family.get_by_role("region", name="Going away?")
    away.locator("input[name=until]").fill(BACK)
    away.get_by_role("button", name="Pause").click()
    expect(family.get_by_role("heading", name="Paused until")).to_contain_text("December 7")
    family.get_by_role("button", name="End the pause now").click()
    expect(family.get_by_role("status")).to_contain_text("the pause is over")
    expect(away).to_be_visible()

    with phone.site.working():
        phone.says("Please stop texting me")
        phone.text("you are unsubscribed")
        family.goto(choices)
        expect(family.get_by_role("main")).to_contain_text("The number …77 gets no texts")
        expect(by_text).to_have_count(0)
        save(family)  # which begins no texts
        phone.says("HELP")
        phone.text("Questions:")
        phone.says("START")
        phone.text("allowed again")
        family.goto(choices)
        expect(family.get_by_role("main")).not_to_contain_text("gets no texts")
        for box in by_text.get_by_role("checkbox").all():
            expect(box).not_to_be_checked()
            box.check()
        family.get_by_role("radio", name="Español").check()
        family.get_by_role("button", name="Save", exact=True).click()
        expect(family.locator("html")).to_have_attribute("lang", "es")

        # "Delete me" needs a code to an address of hers.
        family.locator("a[href$='/data/']").click()
        family.get_by_role("button", name="Enviarme un código").click()
        family.locator("input[name=code]").fill(code(phone.mail("código").text))
        family.locator("input[name=sure]").check()
        family.locator("button[name=delete]").click()
        expect(family.get_by_role("heading", level=1)).to_have_text("Sus datos se borraron")
    # Her links open nothing of hers anymore.
    family.goto(choices)
    expect(family.get_by_role("main")).to_contain_text("Este enlace ya no funciona")
    expect(family.get_by_role("checkbox")).to_have_count(0)


@pytest.mark.slow
def test_a_closing_stands_first_on_the_website_and_the_texts_follow(
    phone: Phone, family: Page, chromium: Browser
) -> None:
    phone.site.ask(FOLLOWERS.format(parent=PARENT, number=NUMBER))
    banner = family.locator(".notice").filter(has_text="Juniper Creek Elementary is closed")
    with window(phone, chromium) as principal, window(phone, chromium) as office:
        sign_in(principal, "marguerite.solheim")
        principal.goto("/admin/urgent-notices/new/")
        principal.get_by_role("link", name="Closed", exact=True).click()
        principal.get_by_role("button", name="Save and look it over").click()
        expect(principal.get_by_role("main")).to_contain_text("Nothing is sent yet")
        expect(principal.get_by_role("button", name="It is right: send it")).to_have_count(0)
        family.goto("/juniper-creek/")
        expect(banner).to_have_count(0)

        sign_in(office, "noor.castellane")
        office.goto(principal.url)
        office.get_by_role("button", name="It is right: send it").click()
        expect(office.get_by_role("main")).to_contain_text("The notice is on the website")

        # Nothing has left the house yet, and families read it above all else.
        assert (phone.mails("closed"), phone.texts("cierra")) == ([], [])
        for path in ("/juniper-creek/", SECOND):
            family.goto(path)
            expect(banner).to_be_visible()
            first = family.locator("body > :not(.skip-link)").first
            expect(first).to_contain_text("Juniper Creek Elementary is closed")
        family.goto("/larkspur-middle/")
        expect(banner).to_have_count(0)

        # Who sent it watches it leave, without asking again.
        progress = office.locator("#notice-progress")
        expect(progress).to_have_attribute("data-running", "")
        expect(progress).to_contain_text("0 messages are sent.")
        # How many get which words is told once all of them are written.
        sheet = office.locator(".notice-sheet")
        expect(sheet.get_by_role("heading", name="Email, English")).not_to_contain_text("recipient")
        with phone.site.working():
            text, mail = phone.text("cierra"), phone.mail("[Cc]losed")
            expect(progress).not_to_have_attribute("data-running", "", timeout=1000 * SECONDS)
        expect(progress).not_to_contain_text("0 messages are sent.")
        expect(progress.get_by_role("progressbar")).to_have_count(0)
        expect(sheet.get_by_role("button", name="Stop what has not left")).to_have_count(0)
        expect(sheet.get_by_role("button", name="Take it off the website")).to_be_visible()
        expect(sheet.get_by_role("heading", name="Email, English")).to_contain_text("recipient")
        expect(sheet).not_to_contain_text("Being sent")
        office.get_by_role("link", name="Who got it, who did not, and why").click()
        expect(office.get_by_role("main")).to_contain_text(PARENT)
    assert "Juniper Creek Elementary" in text
    assert "There are no classes and no buses" in mail.text
    assert (len(phone.texts("cierra")), len(phone.mails("[Cc]losed"))) == (1, 1)
