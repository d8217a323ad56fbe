"""The record of consent: written once, and what stands beside it agrees."""

import datetime as dt
from random import Random
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from district_cms.audit_log import triggers
from district_cms.audit_log.models import Seal
from district_cms.audit_log.sealing import seal_log
from notifications.consent import services as consent
from notifications.consent.agreeing import disagreements
from notifications.consent.asking import decisions
from notifications.consent.rules import Reason
from notifications.consent.stops import stop_number
from notifications.models import (
    Channel,
    ConsentRecord,
    DigestItem,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.screens.class_mail.services import set_offer
from notifications.selectors import objections
from notifications.services import enqueue_message
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.conftest import Clock

from .conftest import Family
from .test_texts import texting

__all__ = ["texting"]  # a fixture

pytestmark = pytest.mark.django_db

WORDS = consent.Evidence(
    "You agree to this.", "en", ConsentRecord.Source.PREFERENCES, ConsentRecord.Proof.LINK
)


def test_the_database_refuses_to_change_or_delete_a_record(
    offered: District, family: Family
) -> None:
    triggers.install()
    family.subscribes(offered.classroom)
    record = ConsentRecord.objects.get()
    for change in (
        lambda: ConsentRecord.objects.update(wording="You agreed to more."),
        lambda: ConsentRecord.objects.update(act="withdrawn"),
        record.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    record.refresh_from_db()
    assert "Math 3" in record.wording


def test_a_consent_without_its_wording_is_refused(offered: District) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRecord.objects.create(
            subscriber_uuid=UUID(int=1), act="given", channel="email", scope="class",
            page_uuid=UUID(int=2), language="en", source="form", proof="button",
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_after_any_walk_the_subscriptions_are_what_the_record_comes_to(
    offered: District, seed: int
) -> None:
    chance, now = Random(seed), timezone.now()
    people = [Subscriber.objects.create() for _ in range(3)]
    for number, person in enumerate(people):
        VerifiedAddress.objects.create(subscriber=person, address=f"p{number}@example.net")
        VerifiedAddress.objects.create(
            subscriber=person, channel=Channel.TEXT, address="+14065550123"
        )
    pages = [("class", UUID(int=number)) for number in range(3)] + [("school", UUID(int=9))]
    for step in range(40):
        person, (scope, page) = chance.choice(people), chance.choice(pages)
        channel = chance.choice(list(Channel))
        moment = now + dt.timedelta(minutes=step)
        if chance.random() < 0.7:
            consent.begin(
                subscriber=person, channel=channel, scope=scope, page=(page, None),
                evidence=WORDS, now=moment,
            )  # fmt: skip
        elif chance.random() < 0.5:
            consent.withdraw(subscriber=person, channels=[channel], by="text", now=moment)
        else:
            own = list(Subscription.objects.active().filter(subscriber=person))[:1]
            consent.withdraw(subscriber=person, subscriptions=own, by="preferences", now=moment)
    assert list(disagreements()) == []
    assert ConsentRecord.objects.filter(act="withdrawn").exists()


def test_the_command_names_whoever_gets_something_else_than_they_agreed_to(
    offered: District, family: Family, capsys: pytest.CaptureFixture[str]
) -> None:
    family.subscribes(offered.classroom)
    call_command("check_consent")
    assert "All 1 subscriptions stand in the record" in capsys.readouterr().out
    person = Subscriber.objects.get()
    Subscription.objects.create(subscriber=person, scope="school", page_uuid=UUID(int=1))
    with pytest.raises(CommandError, match="1 people get something else"):
        call_command("check_consent")
    assert f"{person.uuid}: 1 subscriptions that nobody agreed to" in capsys.readouterr().out


def test_when_a_write_fails_neither_stands(
    offered: District, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Subscriber.objects.create()

    def breaks(**values: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(ConsentRecord.objects, "create", breaks)
    with pytest.raises(RuntimeError):
        consent.begin(
            subscriber=person, channel=Channel.EMAIL, scope="class",
            page=(offered.classroom.translation_key, None), evidence=WORDS, now=timezone.now(),
        )  # fmt: skip
    assert not Subscription.objects.exists()


def test_records_are_sealed_into_the_chain(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom)
    seal_log(late=True)
    assert Seal.objects.filter(name="consent").count() == 1


class TestAskedAtTheMomentOfSending:
    @pytest.fixture
    def message(self, texting: District, family: Family) -> Message:
        """A digest by text, written in the daytime."""
        person = Subscriber.objects.create()
        VerifiedAddress.objects.create(
            subscriber=person, channel=Channel.TEXT, address="+14065550123"
        )
        Subscription.objects.create(
            subscriber=person, channel=Channel.TEXT, scope="class",
            page_uuid=texting.classroom.translation_key,
        )  # fmt: skip
        update = make_update(texting.classroom, **update_content(texting.curriculum))
        message = enqueue_message(
            message_class=MessageClass.SUBSCRIPTION, channel=Channel.TEXT,
            address="+14065550123", text="New in Math 3", subscriber_uuid=person.uuid,
        )  # fmt: skip
        assert message is not None
        DigestItem.objects.create(
            address="+14065550123", channel=Channel.TEXT, page_uuid=update.translation_key,
            message_uuid=message.pk,
        )  # fmt: skip
        return message

    def reason(self, message: Message) -> Reason | None:
        return decisions([message])[message.pk].reason

    def test_it_goes(self, message: Message) -> None:
        assert self.reason(message) is None
        assert objections([message]) == {}

    def test_the_family_stopped(self, message: Message) -> None:
        consent.withdraw(subscriber=Subscriber.objects.get(), by="preferences")
        assert self.reason(message) is Reason.STOPPED

    def test_the_number_stopped(self, message: Message) -> None:
        stop_number("+14065550123", at=timezone.now())
        assert self.reason(message) is Reason.STOPPED

    def test_the_teacher_turned_it_off(self, message: Message, texting: District) -> None:
        set_offer(
            classroom=texting.classroom, offered=False, user=texting.teacher, channel=Channel.TEXT
        )
        assert self.reason(message) is Reason.SWITCHED_OFF
        assert objections([message]) == {message.pk: Reason.SWITCHED_OFF.value}

    def test_it_became_night(self, message: Message, clock: Clock) -> None:
        clock("2026-11-10 21:30")
        decision = decisions([message])[message.pk]
        assert decision.waits
        assert objections([message]) == {}

    def test_any_number_of_messages_takes_the_same_queries(
        self, message: Message, django_assert_max_num_queries: object
    ) -> None:
        more = [message] * 40
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            objections(more)
