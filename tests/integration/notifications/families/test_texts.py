"""From a phone number on a class page to texts, with a code that is typed back."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from district_cms.audit_log.models import AuditEntry
from notifications.families.tokens import preferences_token
from notifications.models import (
    Channel,
    ConsentRecord,
    MailOffer,
    Message,
    PendingNumber,
    Subscriber,
    Subscription,
    Suppression,
    VerifiedAddress,
)
from notifications.screens.class_mail import set_offer
from notifications.texts import proving
from notifications.texts.numbers import TRIES
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import Family, types_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]

TYPED, NUMBER = "(406) 555-0123", "+14065550123"


@pytest.fixture
def texting(offered: District) -> District:
    """The district, whose one class offers texts too."""
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher, channel=Channel.TEXT)
    return offered


def texts(number: str = NUMBER) -> list[str]:
    rows = Message.objects.filter(channel="text", address=number).order_by("created_at", "pk")
    return [message.text for message in rows]


def code_of(number: str = NUMBER) -> str:
    """The newest code that was texted."""
    pending = PendingNumber.objects.filter(number=number).latest("pk")
    text = Message.objects.get(dedupe_key=f"code:{pending.token_hash}").text
    found = re.search(r"\b(\d{6})\b", text)
    assert found is not None
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def asks(family: Family, page: Page, number: str = TYPED, scope: str = "class", **more: Any) -> Any:
    url = reverse("texts:subscribe", args=[scope, page.translation_key])
    return family.browser.post(url, {"number": number}, **more)


def subscribes(family: Family, page: Page, number: str = TYPED, **more: Any) -> Any:
    answer = asks(family, page, number, **more)
    assert answer.status_code == 302, answer.content.decode()
    stored = PendingNumber.objects.latest("pk").number
    return family.browser.post(answer.url, {"code": code_of(stored)}, follow=True)


def everything() -> list[Any]:
    models = (
        *(PendingNumber, Subscriber, VerifiedAddress, Subscription, ConsentRecord, Message),
        *(AuditEntry, Suppression),
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_wrong_code_starts_nothing_and_five_expire_it(texting: District, family: Family) -> None:
    page = asks(family, texting.classroom).url
    right = code_of()
    for _ in range(TRIES):
        answer = family.browser.post(page, {"code": wrong(right)})
        assert "Done" not in answer.content.decode()
    assert family.browser.post(page, {"code": right}).status_code == 404
    assert not Subscription.objects.exists()


def test_a_code_runs_out_after_ten_minutes(texting: District, family: Family, clock: Clock) -> None:
    page = asks(family, texting.classroom).url
    code = code_of()
    assert Message.objects.get(channel="text").expires_at == timezone.now() + dt.timedelta(
        minutes=10
    )
    clock("2026-11-10 09:11")
    assert family.browser.post(page, {"code": code}).status_code == 404
    assert not Subscription.objects.exists()


def test_codes_are_limited_per_client(texting: District, family: Family) -> None:
    for number in range(proving.CODES_BY_CLIENT.times):
        asks(family, texting.classroom, f"406-555-01{number:02}")
    assert asks(family, texting.classroom, "406-555-0199").status_code == 429
    elsewhere = asks(family, texting.classroom, "406-555-0198", REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_another_site_s_form_is_refused(texting: District, family: Family) -> None:
    answer = asks(family, texting.classroom, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not PendingNumber.objects.exists()


class TestTheTeachersSwitch:
    def test_without_it_there_is_no_link_and_no_code(
        self, offered: District, family: Family
    ) -> None:
        page = family.browser.get(offered.classroom.url).content.decode()
        assert "by text message" not in page
        answer = asks(family, offered.classroom)
        assert "does not send updates by text message" in answer.content.decode()
        assert not PendingNumber.objects.exists()

    def test_texts_can_be_offered_without_email(self, texting: District, family: Family) -> None:
        set_offer(classroom=texting.classroom, offered=False, user=texting.teacher)
        page = family.browser.get(texting.classroom.url).content.decode()
        assert "Get updates by text message" in page
        assert 'name="email"' not in page

    def test_a_district_without_a_text_provider_offers_no_texts(
        self, texting: District, family: Family, settings: Any, client: Client
    ) -> None:
        settings.TEXT_PROVIDER = ""
        page = family.browser.get(texting.classroom.url).content.decode()
        assert "by text message" not in page
        client.force_login(texting.teacher)
        url = reverse("notifications_class_mail", args=[texting.classroom.pk])
        assert "By text message" not in client.get(url).content.decode()
        client.post(url, {"offered": "on", "channel": "text"})
        assert not AuditEntry.objects.filter(action="class_texts.off").exists()

    def test_the_teacher_turns_texts_on_independently_of_email(
        self, nothing_offered: District, client: Client
    ) -> None:
        client.force_login(nothing_offered.teacher)
        url = reverse("notifications_class_mail", args=[nothing_offered.classroom.pk])
        assert "Turn texts on" in client.get(reverse("wagtailadmin_home")).content.decode()
        answer = client.post(url, {"offered": "on", "channel": "text"}, follow=True)
        assert "Turn texts off" in answer.content.decode()
        assert "Turn email on" in answer.content.decode()
        offer = MailOffer.objects.get(page=nothing_offered.classroom)
        assert (offer.by_text, offer.offered) == (True, False)
        assert AuditEntry.objects.filter(action="class_texts.on").count() == 1


class TestOwnPage:
    """The preferences page of someone with email."""

    @pytest.fixture
    def person(self, texting: District, family: Family) -> Subscriber:
        family.subscribes(texting.classroom)
        return Subscriber.objects.get()

    def link(self, person: Subscriber) -> str:
        return reverse("notifications:preferences", args=[preferences_token(person.uuid)])

    def adds_number(self, person: Subscriber, family: Family) -> None:
        page = types_number(family, person, TYPED)
        family.browser.post(page.url, {"code": code_of()})

    def test_without_a_verified_number_there_are_no_texts(
        self, person: Subscriber, family: Family, texting: District
    ) -> None:
        key = f"class.{texting.classroom.translation_key}"
        family.browser.post(self.link(person), {"keep": [key], "text": [key], "language": "en"})
        assert not Subscription.objects.filter(channel="text").exists()


def reads_by_code(family: Family, number: str = TYPED) -> Any:
    """Types the number on the page for those who get texts alone."""
    answer = family.browser.post(reverse("texts:family"), {"number": number})
    assert answer.status_code == 302
    return answer


def test_who_gets_texts_alone_opens_the_family_page_with_a_code(
    texting: District, family: Family, clock: Clock
) -> None:
    subscribes(family, texting.classroom)
    clock("2027-03-10 12:00")
    before = len(texts())
    place = reads_by_code(family).url
    assert len(texts()) == before + 1
    assert "Code" in family.browser.get(place).text
    assert family.browser.post(place, {"code": wrong(code_of())}).status_code == 200
    page = family.browser.post(place, {"code": code_of()}, follow=True)
    assert page.redirect_chain[0][0].partition("/family/")[1]
    assert "Your family page" in page.text
    assert "Math 3" in page.text
    # Nothing was started, and no other text came.
    assert Subscription.objects.count() == 1
    assert len(texts()) == before + 1
    # Never where a child's name is on it: the number may have a new owner.
    Subscription.objects.update(nickname="Sam")
    reads_by_code(family)
    assert len(texts()) == before + 1


def test_a_number_of_nobody_gets_no_code_and_the_same_answer(
    texting: District, family: Family
) -> None:
    answer = reads_by_code(family)
    assert texts() == []
    assert "Code from the text" in family.browser.get(answer.url).text
    typed = family.browser.post(answer.url, {"code": "123456"})
    assert "This is not the code" in typed.text


def test_who_gets_email_too_gets_no_code_for_the_page(texting: District, family: Family) -> None:
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    VerifiedAddress.objects.create(
        subscriber=person, channel=Channel.TEXT, address=NUMBER, verified_at=timezone.now()
    )
    reads_by_code(family)
    assert texts() == []
