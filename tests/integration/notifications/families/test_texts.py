"""From a phone number on a class page to texts, by a code that is typed back."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from district_cms.audit_log.models import AuditEntry
from notifications.consent.stops import stop_number
from notifications.digests.services import write_due_digests
from notifications.families.tokens import preferences_token, stop_token
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
from notifications.retention.purging import forget_old
from notifications.screens.class_mail.services import set_offer
from notifications.texts import limits
from notifications.texts.codes import TRIES
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests, types_number

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


def test_texts_begin_with_the_code_that_was_texted(texting: District, family: Family) -> None:
    form = family.browser.get(
        reverse("texts:subscribe", args=["class", texting.classroom.translation_key])
    ).content.decode()
    page = asks(family, texting.classroom)
    assert not Subscriber.objects.exists()
    assert NUMBER not in page.url
    done = family.browser.post(page.url, {"code": code_of()}, follow=True).content.decode()
    assert "Done: your number is confirmed" in done
    # By text alone one has no page on which one could choose otherwise.
    assert "unless you choose otherwise" not in done
    by_email = ["class", texting.classroom.translation_key]
    assert reverse("notifications:subscribe", args=by_email) in done
    subscription = Subscription.objects.get()
    assert (subscription.channel, subscription.scope) == ("text", "class")
    record = ConsentRecord.objects.get()
    assert (record.channel, record.source, record.proof) == ("text", "form", "code")
    assert record.title == "Math 3"
    # What was read stands there whole: programme, frequency, price, STOP and HELP.
    assert record.wording in html.unescape(form)
    for words in (
        *("Larkspur Valley Public Schools class updates", "up to 5 a week"),
        *("Message and data rates may apply", "STOP", "HELP"),
    ):
        assert words in record.wording
    assert "4065550123" not in str(ConsentRecord.objects.values())
    (welcome,) = [text for text in texts() if "signed up" in text]
    assert "STOP" in welcome
    assert "HELP" in welcome


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_of_proof_names_a_class_or_a_school(
    texting: District, family: Family, language: str
) -> None:
    subscribes(family, texting.classroom, headers={"accept-language": language})
    assert len(texts()) == 2
    for text in texts():
        assert "Math" not in text
        assert "Juniper" not in text
        assert "Rivera" not in text


def test_a_wrong_code_begins_nothing_and_five_end_it(texting: District, family: Family) -> None:
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


def test_a_code_of_one_request_opens_no_other(texting: District, family: Family) -> None:
    first = asks(family, texting.classroom).url
    old = code_of()
    second = asks(family, texting.classroom, "406-555-0124").url
    if code_of("+14065550124") == old:
        pytest.fail("two codes alike: one in a million")
    family.browser.post(second, {"code": old})
    assert not Subscription.objects.exists()
    family.browser.post(first, {"code": old})
    assert VerifiedAddress.objects.get().address == NUMBER


def test_a_second_press_changes_nothing(texting: District, family: Family) -> None:
    page = asks(family, texting.classroom).url
    code = code_of()
    family.browser.post(page, {"code": code})
    before = everything()
    family.browser.post(page, {"code": code})
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_program_that_follows_every_link_changes_nothing(
    texting: District, family: Family, method: str
) -> None:
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    code_page = asks(family, texting.classroom).url
    links = [
        code_page + f"?code={code_of()}",
        reverse("texts:subscribe", args=["class", texting.classroom.translation_key])
        + f"?number={NUMBER}",
        reverse("texts:add_number", args=[preferences_token(person.uuid)]) + f"?number={NUMBER}",
        reverse("texts:about"),
    ]
    before = everything()
    for link in links:
        answer = getattr(Client(), method)(link)
        assert answer.status_code == 200
        assert not answer.cookies
    assert everything() == before


def test_the_answer_is_the_same_for_a_number_that_is_known_new_or_stopped(
    texting: District, family: Family
) -> None:
    subscribes(family, texting.classroom)
    stop_number("+14065550125", at=timezone.now())
    answers = [
        asks(family, texting.classroom, number)
        for number in (TYPED, "406-555-0124", "406-555-0125")
    ]
    assert {answer.status_code for answer in answers} == {302}
    pages = [family.browser.get(answer.url).content.decode() for answer in answers]
    without = [re.sub(r"code/[\w-]+/", "", page) for page in pages]
    assert without[0] == without[1] == without[2]
    assert texts("+14065550125") == []


@pytest.mark.parametrize("typed", ["", "12", "+52 55 1234 5678", "800-555-0199", "a@example.net"])
def test_a_slip_is_said_beside_the_box(texting: District, family: Family, typed: str) -> None:
    answer = asks(family, texting.classroom, typed)
    assert answer.status_code == 200
    assert "Please check these answers" in answer.content.decode()
    assert not Message.objects.filter(channel="text").exists()


def test_a_number_is_sent_few_codes_an_hour(texting: District, family: Family) -> None:
    for _ in range(limits.CODES_BY_NUMBER.times):
        assert asks(family, texting.classroom).status_code == 302
    assert asks(family, texting.classroom).status_code == 429
    assert len(texts()) == limits.CODES_BY_NUMBER.times


def test_one_client_may_not_text_the_whole_town(texting: District, family: Family) -> None:
    for number in range(limits.CODES_BY_CLIENT.times):
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

    @pytest.mark.parametrize("which", ["classroom", "teacher_page", "school"])
    def test_with_it_pages_link_to_the_form(
        self, texting: District, family: Family, which: str
    ) -> None:
        page = family.browser.get(getattr(texting, which).url).content.decode()
        assert "Or get them by text message" in page

    def test_texts_can_be_offered_without_email(self, texting: District, family: Family) -> None:
        set_offer(classroom=texting.classroom, offered=False, user=texting.teacher)
        page = family.browser.get(texting.classroom.url).content.decode()
        assert "Get updates by text message" in page
        assert 'name="email"' not in page

    def test_a_district_without_a_provider_of_texts_offers_none(
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

    def test_the_teacher_turns_it_on_apart_from_email(
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
    """The preference page of someone who has email."""

    @pytest.fixture
    def person(self, texting: District, family: Family) -> Subscriber:
        family.subscribes(texting.classroom)
        return Subscriber.objects.get()

    def link(self, person: Subscriber) -> str:
        return reverse("notifications:preferences", args=[preferences_token(person.uuid)])

    def adds_number(self, person: Subscriber, family: Family) -> None:
        page = types_number(family, person, TYPED)
        family.browser.post(page.url, {"code": code_of()})

    def test_a_number_is_added_by_a_code_and_begins_nothing(
        self, person: Subscriber, family: Family
    ) -> None:
        assert (
            "Get updates by text message too"
            in family.browser.get(self.link(person)).content.decode()
        )
        self.adds_number(person, family)
        assert VerifiedAddress.objects.get(channel="text").subscriber == person
        assert not Subscription.objects.filter(channel="text").exists()
        page = family.browser.get(self.link(person)).content.decode()
        assert "at …23?" in page
        assert "555-0123" not in page

    def test_an_old_link_adds_no_number(
        self, person: Subscriber, family: Family, clock: Clock
    ) -> None:
        url = reverse("texts:add_number", args=[preferences_token(person.uuid)])
        clock("2026-12-24 09:00")
        answer = family.browser.post(url, {"number": TYPED})
        assert "This link has expired" in answer.content.decode()
        assert not PendingNumber.objects.exists()

    def test_each_class_is_chosen_for_each_channel(
        self, person: Subscriber, family: Family, texting: District
    ) -> None:
        self.adds_number(person, family)
        key = f"class.{texting.classroom.translation_key}"
        family.browser.post(self.link(person), {"keep-had": key, "text": [key], "language": "en"})
        assert [s.channel for s in Subscription.objects.active()] == ["text"]
        by_text = ConsentRecord.objects.get(channel="text")
        assert (by_text.source, by_text.proof) == ("preferences", "link")
        assert "Message and data rates may apply" in by_text.wording
        family.browser.post(self.link(person), {"keep": [key], "text-had": key, "language": "en"})
        assert [s.channel for s in Subscription.objects.active()] == ["email"]

    def test_a_class_that_sends_no_texts_cannot_be_chosen(
        self, person: Subscriber, family: Family, texting: District
    ) -> None:
        self.adds_number(person, family)
        set_offer(
            classroom=texting.classroom, offered=False, user=texting.teacher, channel=Channel.TEXT
        )
        key = f"class.{texting.classroom.translation_key}"
        assert "Sends no texts right now." in family.browser.get(self.link(person)).content.decode()
        family.browser.post(self.link(person), {"keep": [key], "text": [key], "language": "en"})
        assert not Subscription.objects.filter(channel="text").exists()

    def test_who_never_proved_a_number_gets_no_texts(
        self, person: Subscriber, family: Family, texting: District
    ) -> None:
        key = f"class.{texting.classroom.translation_key}"
        family.browser.post(self.link(person), {"keep": [key], "text": [key], "language": "en"})
        assert not Subscription.objects.filter(channel="text").exists()

    def test_the_link_to_stop_email_leaves_texts(
        self, person: Subscriber, family: Family, texting: District
    ) -> None:
        self.adds_number(person, family)
        key = f"class.{texting.classroom.translation_key}"
        family.browser.post(self.link(person), {"keep": [key], "text": [key], "language": "en"})
        stop = reverse("notifications:stop", args=[stop_token(person.uuid)])
        asked, said = Client().get(stop), Client().post(stop)
        for page in (asked, said):
            assert "The texts to your phone continue." in page.content.decode()
        assert [s.channel for s in Subscription.objects.active()] == ["text"]
        family.browser.post(self.link(person), {"stop": "1"})
        assert not Subscription.objects.active().exists()


def test_who_has_the_telephone_now_is_not_who_had_it(texting: District, family: Family) -> None:
    """A number on a family's own page, then the number of somebody else."""
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    page = types_number(family, person, TYPED)
    family.browser.post(page.url, {"code": code_of()})
    done = subscribes(family, texting.school, scope="school").content.decode()
    assert "Math 3" not in done
    newcomer = Subscriber.objects.exclude(pk=person.pk).get()
    assert Subscription.objects.get(channel="text").subscriber == newcomer
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    assert (
        f"school.{texting.school.translation_key}" not in family.browser.get(link).content.decode()
    )


def test_codes_and_numbers_are_forgotten_in_time(
    texting: District, family: Family, clock: Clock
) -> None:
    subscribes(family, texting.classroom)
    now = clock("2026-11-10 09:30")
    assert forget_old(now=now).requests >= 1
    assert not PendingNumber.objects.exists()
    assert VerifiedAddress.objects.exists()


def test_a_number_is_forgotten_thirty_days_after_the_last_text_was_wanted(
    texting: District, family: Family, clock: Clock
) -> None:
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    page = types_number(family, person, TYPED)
    family.browser.post(page.url, {"code": code_of()})
    now = clock("2026-12-09 09:00")
    forget_old(now=now)
    assert VerifiedAddress.objects.filter(channel="text").exists()
    now = clock("2026-12-11 09:01")
    forget_old(now=now)
    assert [known.channel for known in VerifiedAddress.objects.all()] == ["email"]


def test_who_wants_texts_only_gets_no_email_of_it(
    texting: District, family: Family, clock: Clock
) -> None:
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    page = types_number(family, person, TYPED)
    family.browser.post(page.url, {"code": code_of()})
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    key = f"class.{texting.classroom.translation_key}"
    family.browser.post(link, {"keep-had": key, "text": [key], "language": "en"})
    Walk.begin(texting).submit().approve()
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 0
    assert digests() == []
