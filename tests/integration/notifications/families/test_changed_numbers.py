"""A number that was given up and reassigned by a carrier: its new owner learns nothing about the
earlier one, whatever they try, and the reverse."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from notifications.consent.services import remove_number
from notifications.digests.services import write_due_digests
from notifications.families.own_data.views import sections
from notifications.families.tokens import preferences_token
from notifications.models import (
    Channel,
    DigestItem,
    LegalHold,
    Message,
    Subscriber,
    Subscription,
)
from notifications.texts.inbound import handle_inbound_text
from notifications.texts.messages import token_of
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, types_number
from .test_texts import (
    NUMBER,
    TYPED,
    code_of,
    subscribes,
    texting,
)

__all__ = ["texting"]  # fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]

NEW = "new@example.net"
# The texts of the day of verification, and the day after which the carrier may reassign the number.
PROVED, REASSIGNED = "2026-11-10 09:00", "2026-12-26 09:00"


def proves(family: Family, person: Subscriber) -> None:
    page = types_number(family, person, TYPED)
    Client().post(page.url, {"code": code_of()})
    assert person.addresses.filter(channel=Channel.TEXT).exists()


def somebody_new(family: Family, district: District) -> Subscriber:
    """Someone with their own page, who follows all classes of the school by email."""
    family.subscribes(district.school, scope="school", address=NEW)
    return Subscriber.objects.get(addresses__address=NEW)


def page_of(person: Subscriber) -> str:
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    return Client().get(link).content.decode()


def follows_by_text(person: Subscriber, district: District) -> None:
    key = district.classroom.translation_key
    Subscription.objects.create(
        subscriber=person, channel=Channel.TEXT, scope="class", page_uuid=key
    )


@pytest.fixture
def old(texting: District, family: Family, clock: Clock) -> Subscriber:
    """Someone with their own page, who was sent an update by text."""
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
    def test_is_a_different_person_on_a_class_page_too(
        self, texting: District, family: Family, clock: Clock
    ) -> None:
        subscribes(family, texting.classroom)
        first = Subscriber.objects.get()
        clock(REASSIGNED)
        subscribes(family, texting.classroom, headers={"accept-language": "es"})
        assert Subscriber.objects.count() == 2
        first.refresh_from_db()
        assert first.language == "en"


def test_a_legal_hold_keeps_what_was_sent_but_hides_it_from_the_next_owner(
    old: Subscriber, texting: District, family: Family, clock: Clock
) -> None:
    LegalHold.objects.create(reason="A lawsuit", set_by="Rosalind Achterberg")
    remove_number(known=old.addresses.get(channel=Channel.TEXT))
    assert DigestItem.objects.filter(address=NUMBER).exists()
    clock(REASSIGNED)
    new = somebody_new(family, texting)
    proves(family, new)
    data = {section.title: section.items for section in sections(new)}
    assert data["Updates in those messages"] == []


def test_giving_up_a_number_deletes_its_texts_but_not_those_of_others(
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
