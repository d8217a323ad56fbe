"""Which messages in the outbox are a person's own."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import Q

from district_cms.people.selectors import staff_addresses

from ...models import Channel, MessageClass, Subscriber, VerifiedAddress

# What families get. All else that goes to the same address is about someone's work or account.
_OF_FAMILIES: Final = (
    MessageClass.SUBSCRIPTION,
    MessageClass.NOTICE,
    MessageClass.URGENT,
    MessageClass.CONFIRMATION,
    MessageClass.REPLY,
)


def own_addresses(subscriber: Subscriber) -> set[str]:
    """Those that the person shares with nobody: a telephone may be shared."""
    known = set(subscriber.addresses.values_list("address", flat=True))
    others = VerifiedAddress.objects.filter(address__in=known, channel=Channel.TEXT)
    return known - set(others.exclude(subscriber=subscriber).values_list("address", flat=True))


def messages_of(subscriber: UUID, addresses: Collection[str]) -> Q:
    """What names the person, and what families get at these addresses. Of someone who works here
    only what confirms an address of theirs: urgent notices reach them in their office too."""
    staff = staff_addresses(addresses)
    return (
        Q(subscriber_uuid=subscriber)
        | Q(address__in=set(addresses) - staff, message_class__in=_OF_FAMILIES)
        | Q(address__in=staff, message_class=MessageClass.CONFIRMATION)
    )
