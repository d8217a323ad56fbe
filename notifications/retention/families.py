"""People who get nothing any more, and requests that ran out."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q

from ..consent.numbers import give_up
from ..families.own_data.deleting import forget_own
from ..models import (
    Channel,
    PendingNumber,
    PendingSubscription,
    Subscriber,
    Subscription,
    VerifiedAddress,
)

WITHOUT_SUBSCRIPTION: Final = dt.timedelta(days=30)
"""Someone who stopped everything may come back by their old link for this long."""


@dataclass(frozen=True, slots=True)
class ForgottenPeople:
    """How many addresses, and how many rows that said what was sent there."""

    addresses: int
    items: int


def forget_requests(now: dt.datetime) -> int:
    """Delete requests that ran out. Returns how many."""
    requests, _by_model = PendingSubscription.objects.filter(expires_at__lt=now).delete()
    requests += PendingNumber.objects.filter(expires_at__lt=now).delete()[0]
    return int(requests + forget_own(now=now))


def forget_people(now: dt.datetime) -> ForgottenPeople:
    """Delete the addresses of people who get nothing any more.

    The person's UUID and the ends of their subscriptions stay: they are the proof of consent, and
    name nobody without the address.
    """
    recent = Subscription.objects.filter(subscriber=OuterRef("pk"))
    limit = now - WITHOUT_SUBSCRIPTION
    gone = Subscriber.objects.filter(created_at__lt=limit).exclude(
        Exists(recent.filter(ended_at__isnull=True)) | Exists(recent.filter(ended_at__gte=limit))
    )
    # A number goes when no text is wanted any more, whatever email its owner gets.
    by_text = Subscription.objects.filter(
        subscriber=OuterRef("subscriber"), channel=Channel.TEXT
    ).filter(Q(ended_at__isnull=True) | Q(ended_at__gte=limit))
    unused = Q(channel=Channel.TEXT, verified_at__lt=limit) & ~Exists(by_text)
    # What someone deleted while records had to be kept is deleted later by their addresses.
    addresses = VerifiedAddress.objects.filter(
        Q(subscriber__in=gone) | unused, subscriber__deletion_asked_at=None
    )
    return ForgottenPeople(*give_up(addresses, now=now))
