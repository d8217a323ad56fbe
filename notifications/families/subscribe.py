"""Subscribing by email. The answer on the screen is the same for every address."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.web.addresses import normalize_address

from .. import sources
from ..consent import services as consent
from ..consent import students
from ..models import Channel, PendingSubscription, Subscription
from ..selectors import subscriber_of
from ..sources import Place
from . import mails
from .tokens import CONFIRM_FOR, hash_of, new_confirm_token

WELCOME: Final = "notifications.digests.tasks.welcome"


class NotOffered(Exception):
    """No class of this page offers mail."""


def check_offered(place: Place) -> None:
    """Raise `NotOffered` unless the page can be subscribed to today."""
    if not place.offers:
        raise NotOffered(place.title)


@transaction.atomic
def request_subscription(
    *, address: str, place: Place, language: str, now: dt.datetime | None = None
) -> None:
    """Send a mail to the address: a link to confirm, or a message that its owner already has the
    subscription or is a student who may not follow the page. Raises `NotOffered`. Nothing starts
    before the owner presses the button."""
    check_offered(place)
    now = now or timezone.now()
    address = normalize_address(address)
    refusal = students.refusal(address, place)
    if refusal is not None:
        mails.send_not_for_students(
            address=address, place=place, language=language, refusal=refusal
        )
        return
    subscriber = subscriber_of(address)
    if subscriber is not None and _has(subscriber.pk, place.scope, place.page):
        mails.send_already_subscribed(subscriber=subscriber, address=address, place=place)
        return
    token, token_hash = new_confirm_token()
    PendingSubscription.objects.create(
        token_hash=token_hash,
        address=address,
        scope=place.scope,
        page_uuid=place.page,
        language=language,
        created_at=now,
        expires_at=now + CONFIRM_FOR,
    )
    mails.send_confirmation(
        address=address, place=place, language=language, token=token, key=token_hash
    )


def pending_of(token: str, now: dt.datetime | None = None) -> PendingSubscription | None:
    """Returns the request that this link confirms; None if it expired or never existed."""
    now = now or timezone.now()
    return PendingSubscription.objects.filter(token_hash=hash_of(token), expires_at__gt=now).first()


def refusal_of(pending: PendingSubscription) -> students.Refusal | None:
    """Returns why a student may no longer confirm their request. No query for everyone else."""
    if not students.standings([pending.address]):
        return None
    place = sources.place(pending.scope, pending.page_uuid)
    return students.refusal(pending.address, place) if place is not None else None


@transaction.atomic
def confirm(*, pending: PendingSubscription, now: dt.datetime | None = None) -> bool:
    """Confirm the request, because the owner pressed the button. Pressing it again, even after
    stopping the messages, changes nothing; nor does a student's press if they may no longer follow
    the page. Returns True for the first press."""
    now = now or timezone.now()
    if refusal_of(pending) is not None:
        return False
    first = PendingSubscription.objects.filter(pk=pending.pk, confirmed_at__isnull=True).update(
        confirmed_at=now
    )
    if first:
        subscription = consent.give(pending=pending, now=now)
        if subscription.started_at == now:
            # Rendered by the worker, so that nobody waits for it after pressing the button.
            transaction.on_commit(lambda: async_task(WELCOME, subscription.pk), robust=True)
    return bool(first)


def was_stopped(pending: PendingSubscription) -> bool:
    """Returns True if the owner stopped the confirmed subscription since. Two queries if it was
    confirmed."""
    if pending.confirmed_at is None:
        return False
    subscriber = subscriber_of(pending.address)
    return subscriber is None or not _has(subscriber.pk, pending.scope, pending.page_uuid)


def _has(subscriber_id: int, scope: str, page: UUID) -> bool:
    return (
        Subscription.objects.active()
        .filter(
            channel=Channel.EMAIL,
            subscriber_id=subscriber_id,
            scope=scope,
            page_uuid=page,
        )
        .exists()
    )
