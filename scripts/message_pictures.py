"""Messages that families get, for `make screenshots`: each kind in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from scripts.district import District
from scripts.screens import OFFICE, Screen

# Someone of each language who follows a school by email and by text, and that it will be closed.
# The demo sends texts, which the settings of the browser tests do not.
WRITTEN = """
import datetime as dt
from django.conf import settings
from django.utils import timezone
from district_cms.people.models import User
from district_cms.schools.models import SchoolPage
from notifications.digests.services import write_due_digests
from notifications.digests.welcome import send_welcome
from notifications.models import (
    Channel, Scope, Subscriber, Subscription, UrgentNotice, VerifiedAddress
)
from notifications.notices.services import send_urgent_notice
from notifications.notices.wording import usual_words
from notifications.notices.writing import write_all

settings.TEXT_PROVIDER = "sandbox"

def of(name):
    return User.objects.get(email=f"{name}@larkspur.example")

def follow(person, channel, address):
    VerifiedAddress.objects.create(subscriber=person, channel=channel, address=address)
    since = timezone.now() - dt.timedelta(days=1 if channel == Channel.EMAIL else 30)
    return [
        Subscription.objects.create(subscriber=person, channel=channel, scope=scope,
            page_uuid=school.translation_key, started_at=since)
        for scope in (Scope.SCHOOL, Scope.NOTICES)
    ]

school = SchoolPage.objects.get(slug="juniper-creek")
if not UrgentNotice.objects.exists():
    for number, language in enumerate(("en", "es")):
        person = Subscriber.objects.create(language=language)
        classes, notices = follow(person, Channel.EMAIL, f"new.{language}@example.net")
        send_welcome(subscription_id=classes.pk)
        follow(person, Channel.TEXT, f"+1406555017{number}")
    write_due_digests(channel=Channel.TEXT)
    notice = UrgentNotice.objects.create(**usual_words("closed", school.title),
        ends_at=timezone.now() + dt.timedelta(hours=20), made_by=of("marguerite.solheim"))
    notice.schools.set([school])
    write_all(send_urgent_notice(notice=notice, user=of("noor.castellane"),
        seen=notice.fingerprint))
"""
FOUND = """
from notifications.models import Message
print(Message.objects.filter(**{which}).latest("created_at").pk)
"""


def message(**which: str) -> Callable[[Page, District], Any]:
    """The way to the newest of these messages: a mail as a mail program shows it, a text as a
    telephone does."""

    def way(page: Page, district: District) -> None:
        key = district.ask(WRITTEN + FOUND.format(which=which))
        by_email = which["channel"] == "email"
        page.goto(f"/admin/outbox/{key}/{'html/' if by_email else ''}")

    return way


KINDS = {
    "welcome": {"channel": "email", "rhythm": "welcome"},
    "digest": {"channel": "email", "rhythm": "posting-days"},
    "notice": {"channel": "email", "message_class": "urgent"},
    "text": {"channel": "text", "rhythm": "posting-days"},
    "text-notice": {"channel": "text", "message_class": "urgent"},
}
MESSAGES = tuple(
    Screen(f"{kind}-{language}", OFFICE, message(**which, language=language))
    for kind, which in KINDS.items()
    for language in ("en", "es")
)
