"""Forgetting: what we know of families, no longer than it serves them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from district_cms.barriers.mails import REFERENCE_HEADER

from .families.forgetting import forget_own
from .models import (
    Channel,
    DigestItem,
    DigestRun,
    Message,
    MessageContent,
    PendingNumber,
    PendingSubscription,
    SkippedDigest,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from .webhooks.retention import forget_webhooks

WITHOUT_SUBSCRIPTION: Final = dt.timedelta(days=30)
"""Someone who stopped everything may come back by their old link for this long."""
RECORDS: Final = dt.timedelta(days=400)
"""What was sent to whom, and why not: a school year and the summer after it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of each kind were deleted."""

    requests: int
    addresses: int
    records: int

    def __str__(self) -> str:
        return f"{self.requests} requests, {self.addresses} addresses, {self.records} records"


@transaction.atomic
def forget_old(*, now: dt.datetime) -> Forgotten:
    """Delete requests that ran out, addresses of people who get nothing any more, old records.

    The person's UUID and the ends of their subscriptions stay: they are the proof of consent, and
    name nobody without the address.
    """
    requests, _by_model = PendingSubscription.objects.filter(expires_at__lt=now).delete()
    requests += PendingNumber.objects.filter(expires_at__lt=now).delete()[0]
    requests += forget_own(now=now)
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
    addresses = VerifiedAddress.objects.filter(Q(subscriber__in=gone) | unused)
    known = set(addresses.values_list("address", flat=True))
    deleted, _by_model = addresses.delete()
    # Of a shared telephone the other person may still get texts.
    known -= set(
        VerifiedAddress.objects.filter(address__in=known).values_list("address", flat=True)
    )
    records, _by_model = DigestItem.objects.filter(address__in=known).delete()
    old = now - RECORDS
    records += DigestItem.objects.filter(created_at__lt=old).delete()[0]
    records += SkippedDigest.objects.filter(at__lt=old).delete()[0]
    records += DigestRun.objects.filter(window_start__lt=old).delete()[0]
    records += sum(forget_webhooks(now=now))
    return Forgotten(requests, deleted, records)


def forget_barrier_answers(references: Collection[str]) -> int:
    """Delete the outbox's copies of answers to these reports of barriers: each names the address
    that is forgotten with its report. Their events stay, and say that something was sent. Returns
    how many. Called inside the transaction that forgets the rest."""
    words = MessageContent.objects.filter(**{f"headers__{REFERENCE_HEADER}__in": list(references)})
    contents = list(words.values_list("pk", flat=True))
    deleted, _by_model = Message.objects.filter(content__in=contents).delete()
    MessageContent.objects.filter(pk__in=contents).delete()
    return deleted
