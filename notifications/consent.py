"""Consent given and withdrawn: every write of a subscription, with its proof.

The audit trail names the person by UUID and never by address. `VerifiedAddress` ties the two
together for as long as the person gets anything.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.web.addresses import normalize_address

from . import sources
from .models import (
    Channel,
    MessageClass,
    PendingSubscription,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from .selectors import STOPPED, subscriber_of
from .services import cancel_waiting


@transaction.atomic
def give(*, pending: PendingSubscription, now: dt.datetime | None = None) -> Subscription:
    """The owner of the address pressed the button: begin the subscription, note the proof.

    Someone who has it already keeps it as it is, and no second proof is written. The language
    of the newest request becomes the person's.
    """
    now = now or timezone.now()
    subscriber = _prove(pending, now)
    subscription, begun = _begin(subscriber, pending, now)
    if begun:
        place = sources.place(pending.scope, pending.page_uuid)
        record(
            action="consent.given",
            actor=f"subscriber {subscriber.uuid}",
            page=place.source if place else None,
            at=now,
            subscriber=str(subscriber.uuid),
            channel=Channel.EMAIL.value,
            scope=pending.scope,
            page_uuid=str(pending.page_uuid),
            language=pending.language,
            asked_at=pending.created_at.isoformat(),
            confirmed_at=now.isoformat(),
        )
    return subscription


@transaction.atomic
def withdraw(
    *,
    subscriber: Subscriber,
    subscriptions: list[Subscription] | None = None,
    by: str,
    now: dt.datetime | None = None,
) -> int:
    """Stop these subscriptions of the person, or all of them. Returns how many were stopped.

    `by` says how: "one-click", "stop page" or "preferences". When nothing is left, what waits in
    the outbox for the person is taken back. Stopping what is stopped changes nothing.
    """
    now = now or timezone.now()
    rows = Subscription.objects.filter(subscriber=subscriber, ended_at__isnull=True)
    if subscriptions is not None:
        rows = rows.filter(pk__in=[subscription.pk for subscription in subscriptions])
    stopped = 0
    for subscription in rows.select_for_update():
        subscription.ended_at = now
        subscription.save(update_fields=["ended_at"])
        stopped += 1
        record(
            action="consent.withdrawn",
            actor=f"subscriber {subscriber.uuid}",
            at=now,
            subscriber=str(subscriber.uuid),
            channel=Channel.EMAIL.value,
            scope=subscription.scope,
            page_uuid=str(subscription.page_uuid),
            by=by,
        )
    if not Subscription.objects.active().filter(subscriber=subscriber).exists():
        for known in subscriber.addresses.all():
            cancel_waiting(
                address=known.address,
                channel=known.channel,
                message_class=MessageClass.SUBSCRIPTION,
                reason=STOPPED,
            )
    return stopped


def _prove(pending: PendingSubscription, now: dt.datetime) -> Subscriber:
    """The person of the address, made when it is new. Two clicks at once make one person."""
    subscriber = subscriber_of(pending.address)
    if subscriber is None:
        try:
            with transaction.atomic():
                subscriber = Subscriber.objects.create(language=pending.language, created_at=now)
                VerifiedAddress.objects.create(
                    subscriber=subscriber,
                    channel=Channel.EMAIL,
                    address=normalize_address(pending.address),
                    verified_at=now,
                )
        except IntegrityError:
            subscriber = subscriber_of(pending.address)
            if subscriber is None:
                raise
    if subscriber.language != pending.language:
        subscriber.language = pending.language
        subscriber.save(update_fields=["language"])
    return subscriber


def _begin(
    subscriber: Subscriber, pending: PendingSubscription, now: dt.datetime
) -> tuple[Subscription, bool]:
    return Subscription.objects.active().get_or_create(
        subscriber=subscriber,
        scope=pending.scope,
        page_uuid=pending.page_uuid,
        ended_at=None,
        defaults={"started_at": now},
    )
