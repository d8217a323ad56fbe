"""Somebody texted a class's number first, and adds the same number to their own page later."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.consent.agreeing import disagreements
from notifications.families.own_data.deleting import delete_person
from notifications.families.tokens import preferences_token
from notifications.models import (
    Channel,
    ConsentRecord,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from tests.factories.district import District

from .conftest import Family, types_number
from .test_texts import NUMBER, TYPED, code_of, subscribes, texting

__all__ = ["texting"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


@pytest.fixture
def person(texting: District, family: Family) -> Subscriber:
    """Gets a class by text from the form of its page, and by email, and then proves the number on
    their own page."""
    subscribes(family, texting.classroom)
    family.subscribes(texting.classroom)
    Message.objects.filter(channel=Channel.TEXT).update(message_class=MessageClass.NOTICE)
    person = Subscriber.objects.get(addresses__channel=Channel.EMAIL)
    Client().post(types_number(family, person, TYPED).url, {"code": code_of()})
    return person


def test_is_one_person_from_then_on(person: Subscriber, texting: District) -> None:
    assert {each.subscriber for each in VerifiedAddress.objects.all()} == {person}
    assert {each.subscriber for each in Subscription.objects.active()} == {person}
    given = ConsentRecord.objects.of(person.uuid).get(channel=Channel.TEXT)
    assert (given.source, given.proof, given.title) == ("form", "code", "Math 3")
    assert "Message and data rates may apply" in given.wording
    assert not list(disagreements())
    page = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    (by_text,) = Client().get(page).context["text_lines"]
    assert by_text["checked"]


def test_deleting_them_ends_the_texts_and_forgets_the_number(person: Subscriber) -> None:
    delete_person(subscriber=person)
    assert not Subscription.objects.active().exists()
    assert not VerifiedAddress.objects.filter(address=NUMBER).exists()
    assert not Message.objects.filter(address=NUMBER).exists()


def test_who_shares_the_telephone_and_has_an_email_address_of_their_own_stays_apart(
    texting: District, family: Family
) -> None:
    for address in ("one@example.net", "two@example.net"):
        family.subscribes(texting.classroom, address=address)
        person = Subscriber.objects.get(addresses__address=address)
        Client().post(types_number(family, person, TYPED).url, {"code": code_of()})
    assert VerifiedAddress.objects.filter(address=NUMBER).count() == 2
    assert Subscriber.objects.count() == 2
