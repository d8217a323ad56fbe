"""A number that was given up, and that a carrier gave to somebody else: whoever has it now learns
nothing of who had it, whatever they try, and whoever had it nothing of who has it now."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.consent.numbers import NOT_REASSIGNED_WITHIN
from notifications.consent.services import remove_number
from notifications.consent.stops import lift_stop
from notifications.digests.services import write_due_digests
from notifications.families.own_data.deleting import delete_person
from notifications.families.tokens import preferences_token
from notifications.models import (
    Channel,
    ConsentRecord,
    DigestItem,
    LegalHold,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.services import enqueue_message
from notifications.texts.inbound import handle_inbound_text
from notifications.texts.links import token_of
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, newest, types_number
from .test_own_data import data_page, types
from .test_texts import NUMBER, TYPED, code_of, subscribes, texting

__all__ = ["texting"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]

NEW = "new@example.net"
# The texts of the day of proof, and the day after the carrier may give the number away.
PROVED, REASSIGNED = "2026-11-10 09:00", "2026-12-26 09:00"


def proves(family: Family, person: Subscriber) -> None:
    page = types_number(family, person, TYPED)
    Client().post(page.url, {"code": code_of()})
    assert person.addresses.filter(channel=Channel.TEXT).exists()


def somebody_new(family: Family, district: District) -> Subscriber:
    """Who has a page of their own, for all classes of the school by email."""
    family.subscribes(district.school, scope="school", address=NEW)
    return Subscriber.objects.get(addresses__address=NEW)


def page_of(person: Subscriber) -> str:
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    return Client().get(link).content.decode()


def download_of(person: Subscriber, mailbox: str = NEW) -> dict[str, Any]:
    Client().post(data_page(person), {"send": "1"})
    found = re.search(r"^\d{6}$", newest(mailbox).text, re.MULTILINE)
    assert found is not None
    data: dict[str, Any] = json.loads(types(person, "download", found[0]).content)
    return data


def follows_by_text(person: Subscriber, district: District) -> None:
    key = district.classroom.translation_key
    Subscription.objects.create(
        subscriber=person, channel=Channel.TEXT, scope="class", page_uuid=key
    )


@pytest.fixture
def old(texting: District, family: Family, clock: Clock) -> Subscriber:
    """Somebody with a page of their own, who was sent an update by text."""
    family.subscribes(texting.classroom)
    old = Subscriber.objects.get()
    proves(family, old)
    follows_by_text(old, texting)
    Walk.begin(texting).submit().approve()
    clock("2026-11-24 17:05")
    assert write_due_digests(channel=Channel.TEXT).messages == 1
    Message.objects.filter(channel=Channel.TEXT).update(state="delivered")
    return old


class TestWhoHasTheNumberNow:
    def test_downloads_nothing_of_who_had_it(
        self, old: Subscriber, texting: District, family: Family, clock: Clock
    ) -> None:
        enqueue_message(
            message_class=MessageClass.URGENT, channel=Channel.TEXT, address=NUMBER, text="Snow."
        )
        remove_number(known=old.addresses.get(channel=Channel.TEXT))
        clock(REASSIGNED)
        new = somebody_new(family, texting)
        proves(family, new)
        data = download_of(new)
        assert data["updates_sent"] == []
        # The code that the new owner asked for themselves, and the mails.
        by_text = [each["kind"] for each in data["messages"] if each["channel"] == "text"]
        assert by_text == ["confirmation"]
        assert "Math 3" not in json.dumps([data["consent"], data["subscriptions"]])

    def test_does_not_read_that_the_number_was_stopped_before(
        self, texting: District, family: Family, clock: Clock
    ) -> None:
        subscribes(family, texting.classroom)
        stops(clock("2026-11-11 09:00"))
        lift_stop(NUMBER)
        clock(REASSIGNED)
        new = somebody_new(family, texting)
        proves(family, new)
        assert download_of(new)["addresses_that_get_no_messages"] == []

    def test_does_not_read_which_classes_it_followed(
        self, texting: District, family: Family, clock: Clock
    ) -> None:
        subscribes(family, texting.classroom)
        clock(REASSIGNED)
        new = somebody_new(family, texting)
        proves(family, new)
        assert "Math 3" not in page_of(new)
        assert not ConsentRecord.objects.of(new.uuid).filter(channel=Channel.TEXT).exists()
        assert "Math 3" not in json.dumps(download_of(new))

    def test_does_not_read_them_by_signing_up_at_a_class_page_first(
        self, texting: District, family: Family, clock: Clock
    ) -> None:
        subscribes(family, texting.classroom)
        clock(REASSIGNED)
        subscribes(family, texting.school, scope="school")
        new = somebody_new(family, texting)
        proves(family, new)
        # What the new owner asked for by the number themselves is theirs, and nothing else.
        by_text = new.subscriptions.active().filter(channel=Channel.TEXT)
        assert [each.scope for each in by_text] == ["school"]
        (left,) = Subscription.objects.active().filter(scope="class")
        assert left.subscriber.addresses.get().address == NUMBER

    def test_is_another_person_at_a_class_page_too(
        self, texting: District, family: Family, clock: Clock
    ) -> None:
        subscribes(family, texting.classroom)
        first = Subscriber.objects.get()
        clock(REASSIGNED)
        subscribes(family, texting.classroom, headers={"accept-language": "es"})
        assert Subscriber.objects.count() == 2
        first.refresh_from_db()
        assert first.language == "en"

    def test_gets_nothing_back_that_was_stopped_a_moment_before(
        self, texting: District, family: Family, clock: Clock
    ) -> None:
        subscribes(family, texting.classroom)
        stops(clock("2026-11-11 09:00"))
        lift_stop(NUMBER)
        new = somebody_new(family, texting)
        proves(family, new)
        assert "Math 3" not in page_of(new)
        assert not new.subscriptions.filter(channel=Channel.TEXT).exists()

    def test_deletes_their_own_and_leaves_the_other_one_s_record(
        self, old: Subscriber, texting: District, family: Family, clock: Clock
    ) -> None:
        of_old = Message.objects.get(subscriber_uuid=old.uuid, channel=Channel.TEXT)
        remove_number(known=old.addresses.get(channel=Channel.TEXT))
        clock(REASSIGNED)
        new = somebody_new(family, texting)
        proves(family, new)
        delete_person(subscriber=new)
        left = Message.objects.filter(address=NUMBER)
        assert [each.pk for each in left] == [of_old.pk]
        assert not VerifiedAddress.objects.filter(address=NUMBER).exists()


def test_who_kept_the_number_on_their_page_reads_nothing_of_who_had_it_since(
    old: Subscriber, texting: District, family: Family, clock: Clock
) -> None:
    clock(REASSIGNED)
    new = somebody_new(family, texting)
    proves(family, new)
    DigestItem.objects.create(
        address=NUMBER,
        channel=Channel.TEXT,
        page_uuid=new.uuid,
        message_uuid=new.uuid,
        created_at=timezone.now(),
    )
    enqueue_message(
        message_class=MessageClass.REPLY, channel=Channel.TEXT, address=NUMBER, text="Help."
    )
    clock("2027-01-10 09:00")
    delete_person(subscriber=new)
    data = download_of(old, "parent@example.net")
    assert [each["page"] for each in data["updates_sent"] if each["channel"] == "text"] == []
    assert "reply" not in [each["kind"] for each in data["messages"]]


class TestWhoIsSurelyTheSame:
    @pytest.mark.parametrize(
        ("after", "joined"),
        [
            (dt.timedelta(0), True),
            (NOT_REASSIGNED_WITHIN - dt.timedelta(seconds=1), True),
            (NOT_REASSIGNED_WITHIN, False),
            (NOT_REASSIGNED_WITHIN + dt.timedelta(days=100), False),
        ],
    )
    def test_keeps_what_runs_for_as_long_as_no_carrier_gives_a_number_away(
        self, texting: District, family: Family, clock: Clock, after: dt.timedelta, joined: bool
    ) -> None:
        proved = clock(PROVED)
        subscribes(family, texting.classroom)
        clock((timezone.localtime(proved) + after).strftime("%Y-%m-%d %H:%M:%S"))
        new = somebody_new(family, texting)
        proves(family, new)
        assert new.subscriptions.filter(channel=Channel.TEXT).exists() is joined
        assert ("Math 3" in page_of(new)) is joined

    def test_is_handed_no_message_no_name_and_nothing_that_ended(
        self, texting: District, family: Family
    ) -> None:
        subscribes(family, texting.classroom)
        subscribes(family, texting.school, scope="school")
        before = Subscriber.objects.get()
        before.subscriptions.filter(scope="class").update(ended_at=timezone.now(), nickname="Sam")
        before.subscriptions.filter(scope="school").update(nickname="Sam")
        enqueue_message(
            message_class=MessageClass.NOTICE,
            channel=Channel.TEXT,
            address=NUMBER,
            text="A notice.",
            subscriber_uuid=before.uuid,
        )
        new = somebody_new(family, texting)
        proves(family, new)
        (row,) = new.subscriptions.filter(channel=Channel.TEXT)
        assert (row.scope, row.nickname) == ("school", "")
        assert "notice" not in [each["kind"] for each in download_of(new)["messages"]]


def test_under_a_legal_hold_what_was_sent_stays_and_is_still_not_the_next_owner_s(
    old: Subscriber, texting: District, family: Family, clock: Clock
) -> None:
    LegalHold.objects.create(reason="A lawsuit", set_by="Rosalind Achterberg")
    remove_number(known=old.addresses.get(channel=Channel.TEXT))
    assert DigestItem.objects.filter(address=NUMBER).exists()
    clock(REASSIGNED)
    new = somebody_new(family, texting)
    proves(family, new)
    assert download_of(new)["updates_sent"] == []


def test_what_was_sent_to_a_number_goes_with_it_and_others_still_read_the_same_text(
    old: Subscriber, texting: District, family: Family, clock: Clock
) -> None:
    text = Message.objects.get(subscriber_uuid=old.uuid, channel=Channel.TEXT)
    link = reverse("text_news", args=[token_of(text.content_id)])
    other = Message.objects.get(pk=text.pk)
    item = DigestItem.objects.get(message_uuid=text.pk)
    other.pk, other.address = item.message_uuid.__class__(int=1), "+14065550124"
    other.save(force_insert=True)
    item.pk, item.address, item.message_uuid = None, other.address, other.pk
    item.save(force_insert=True)
    remove_number(known=old.addresses.get(channel=Channel.TEXT))
    assert not DigestItem.objects.filter(address=NUMBER).exists()
    assert "Math 3" in Client().get(link).content.decode()


def stops(at: dt.datetime) -> None:
    handle_inbound_text(sender=NUMBER, to="+14065550100", body="STOP", at=at)
