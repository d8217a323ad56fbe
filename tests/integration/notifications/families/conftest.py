"""A class that offers mail, and a family that subscribes."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from district_cms.audit_log.models import AuditEntry
from notifications.families.tokens import preferences_token
from notifications.models import (
    ConsentRecord,
    MailOffer,
    Message,
    MessageClass,
    MessageEvent,
    PendingNumber,
    PendingSubscription,
    Subscriber,
    Subscription,
    Suppression,
    VerifiedAddress,
)
from notifications.screens.class_mail import set_offer
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import Role, make_staff

PARENT = "parent@example.net"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@dataclass
class Family:
    """A browser without cookies of its own, and the family's actions."""

    browser: Client

    def asks(self, page: Page, scope: str = "class", address: str = PARENT, **more: Any) -> Any:
        url = reverse("notifications:subscribe", args=[scope, page.translation_key])
        return self.browser.post(url, {"email": address}, **more)

    def subscribes(
        self, page: Page, scope: str = "class", address: str = PARENT, language: str = "en"
    ) -> Message:
        """Subscribes: reads the mail, opens its link and presses the button. Returns the mail."""
        answer = self.asks(page, scope, address, headers={"accept-language": language})
        assert answer.status_code == 302
        mail = newest(address)
        self.browser.post(link_in(mail, "confirm"))
        return mail


def types_number(family: Family, person: Subscriber, number: str) -> Any:
    """On the person's own page: requests a code by mail, types it with a phone number, and comes to
    the page for the code that is texted."""
    url = reverse("texts:add_number", args=[preferences_token(person.uuid)])
    family.browser.post(url, {"send": "1"})
    mailbox = person.addresses.get(channel="email").address
    return family.browser.post(url, {"code": code_in(newest(mailbox)), "number": number})


def code_in(mail: Message) -> str:
    found = re.search(r"^\d{6}$", mail.text, re.MULTILINE)
    assert found is not None, mail.text
    return found[0]


def newest(address: str = PARENT, kind: str = MessageClass.CONFIRMATION) -> Message:
    found = {m.pk: m for m in Message.objects.filter(address=address, message_class=kind)}
    # The clock is frozen in tests, so only the events show the order.
    events = MessageEvent.objects.filter(message__in=found, state="ready").order_by("pk")
    return found[list(events)[-1].message]


def link_in(mail: Message, kind: str) -> str:
    """The path of the mail's link: "confirm", "choose" or "stop"."""
    found = re.search(rf"https?://[^/\s]+(/email/{kind}/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]


def digests(address: str = PARENT) -> list[Message]:
    found = Message.objects.filter(address=address, message_class=MessageClass.SUBSCRIPTION)
    return list(found.order_by("window_start"))


@pytest.fixture
def family() -> Family:
    return Family(Client(enforce_csrf_checks=True))


@pytest.fixture
def offered(district: District) -> District:
    """The district, whose one class posted on time on the 3rd and has offered mail since the 10th;
    built once per module."""
    return district


@pytest.fixture
def nothing_offered(district: District) -> District:
    """The district before anyone offered anything."""
    MailOffer.objects.all().delete()
    return district


@pytest.fixture
def add_class(district: District) -> Callable[..., Any]:
    """Creates one more class, with its own teacher, that offers mail."""

    def add(school: Any, title: str) -> Any:
        name = title.split()[0].lower()
        staff = make_staff((Role.TEACHER, school), email=f"{name}@larkspur.example")
        page = make_teacher_page(school, staff)
        # Nothing was due on the 3rd, because the class begins later.
        classroom = make_classroom(page, title=title, starts_on=dt.date(2026, 11, 9))
        set_offer(classroom=classroom, offered=True, user=account_of(staff))
        return classroom

    return add


@pytest.fixture
def reader(offered: District, family: Family) -> Family:
    """A family that follows Math 3 since the 10th of November."""
    family.subscribes(offered.classroom)
    return family


def everything() -> list[Any]:
    """Everything that a visitor could change, to compare before and after."""
    models = (
        *(PendingSubscription, PendingNumber, Subscriber, VerifiedAddress, Subscription),
        *(ConsentRecord, Suppression, Message, AuditEntry),
    )
    return [list(model.objects.order_by("pk").values()) for model in models]
