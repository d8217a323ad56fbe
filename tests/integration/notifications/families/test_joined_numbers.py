"""Someone follows a class by text first, and adds the same number to their own page later."""

import pytest
from django.test import Client

from notifications.families.own_data.deleting import delete_person
from notifications.models import (
    Channel,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from tests.factories.district import District

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


@pytest.fixture
def person(texting: District, family: Family) -> Subscriber:
    """Follows a class by text from its page's form, and by email, and then verifies the number on
    their own page."""
    subscribes(family, texting.classroom)
    family.subscribes(texting.classroom)
    Message.objects.filter(channel=Channel.TEXT).update(message_class=MessageClass.NOTICE)
    person = Subscriber.objects.get(addresses__channel=Channel.EMAIL)
    Client().post(types_number(family, person, TYPED).url, {"code": code_of()})
    return person


def test_deleting_the_person_ends_the_texts_and_deletes_the_number(person: Subscriber) -> None:
    delete_person(subscriber=person)
    assert not Subscription.objects.active().exists()
    assert not VerifiedAddress.objects.filter(address=NUMBER).exists()
    assert not Message.objects.filter(address=NUMBER).exists()
