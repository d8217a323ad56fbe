"""Which messages in the outbox are a person's own.

To read, what names the person, and of the rest what came to an address since it is theirs: a number
may have been somebody else's before. To delete, all that went to their addresses and names nobody
who is still there.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Exists, OuterRef, Q

from district_cms.people.selectors import staff_addresses

from ...models import Channel, MessageClass, Subscriber, VerifiedAddress
from ...texts.codes import CODE_FOR
from ..tokens import CONFIRM_FOR

# What families get. All else that goes to the same address is about someone's work or account.
_OF_FAMILIES: Final = (
    MessageClass.SUBSCRIPTION,
    MessageClass.NOTICE,
    MessageClass.URGENT,
    MessageClass.CONFIRMATION,
    MessageClass.REPLY,
)
# The button or the code that proved an address went there so long before, at most.
_ASKED_BEFORE: Final = {Channel.EMAIL: CONFIRM_FOR, Channel.TEXT: CODE_FOR}

type Theirs = Mapping[VerifiedAddress, dt.datetime]


def own_addresses(subscriber: Subscriber) -> dict[VerifiedAddress, dt.datetime]:
    """Those that the person shares with nobody, each with the moment since when (UTC): a telephone
    may be shared, and may have been somebody else's before."""
    known = list(subscriber.addresses.order_by("verified_at", "pk"))
    others = VerifiedAddress.objects.filter(
        address__in=[each.address for each in known], channel=Channel.TEXT
    ).exclude(subscriber=subscriber)
    shared = set(others.values_list("address", flat=True))
    return {
        each: max(each.verified_at, each.alone_since or each.verified_at)
        for each in known
        if each.address not in shared
    }


def addresses_in(theirs: Theirs) -> set[str]:
    return {known.address for known in theirs}


def came_since(theirs: Theirs) -> Q:
    """Of rows with `address`, `channel` and `created_at`: what came to these since they are the
    person's."""
    found = Q(pk__in=[])
    for known, since in theirs.items():
        found |= Q(address=known.address, channel=known.channel, created_at__gte=since)
    return found


def messages_to_read(subscriber: Subscriber, theirs: Theirs) -> Q:
    """What names the person, and what came to these addresses, since they are theirs, and names
    nobody, with what proved them."""
    proved = Q(pk__in=[])
    for known, since in theirs.items():
        proved |= Q(
            address=known.address,
            message_class=MessageClass.CONFIRMATION,
            created_at__gte=since - _ASKED_BEFORE[Channel(known.channel)],
        )
    unnamed = Q(subscriber_uuid__isnull=True)
    kinds = _kinds(addresses_in(theirs))
    return Q(subscriber_uuid=subscriber.uuid) | (unnamed & kinds & (came_since(theirs) | proved))


def messages_to_delete(subscriber: Subscriber, addresses: Collection[str]) -> Q:
    """What names the person, and what went to these addresses at any time, but for what names
    somebody else whom we still write to."""
    still_there = VerifiedAddress.objects.filter(
        subscriber__uuid=OuterRef("subscriber_uuid")
    ).exclude(subscriber=subscriber)
    nobody_else = Q(~Exists(still_there))
    return Q(subscriber_uuid=subscriber.uuid) | (_kinds(addresses) & nobody_else)


def _kinds(addresses: Collection[str]) -> Q:
    """What families get at these addresses. Of someone who works here only what confirms an address
    of theirs: urgent notices reach them in their office too."""
    staff = staff_addresses(addresses)
    return Q(address__in=set(addresses) - staff, message_class__in=_OF_FAMILIES) | Q(
        address__in=staff, message_class=MessageClass.CONFIRMATION
    )
