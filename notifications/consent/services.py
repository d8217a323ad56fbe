"""Consent given and taken back: every write of a subscription, with its record.

The record names the person by UUID and never by address. `VerifiedAddress` ties the two together
for as long as the person gets anything.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from district_cms.audit_log.services import record
from district_cms.web.addresses import normalize_address

from .. import sources
from ..models import (
    Channel,
    ConsentRecord,
    MessageClass,
    PendingNumber,
    PendingSubscription,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from ..selectors import STOPPED, is_wanted, subscriber_of
from ..services import cancel_waiting
from ..suppressions.stops_file import note_stops
from . import wording
from .numbers import alone_with, give_up

Act, Source, Proof = ConsentRecord.Act, ConsentRecord.Source, ConsentRecord.Proof

# How a person stopped: where they were, and how we know that it was them.
WAYS: dict[str, tuple[ConsentRecord.Source, ConsentRecord.Proof]] = {
    "one-click": (Source.ONE_CLICK, Proof.LINK),
    "stop page": (Source.STOP_PAGE, Proof.LINK),
    "preferences": (Source.PREFERENCES, Proof.LINK),
    "text": (Source.TEXT, Proof.NUMBER),
    "joined": (Source.PREFERENCES, Proof.CODE),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a consent: what the person read, in which language, where, and how we know that
    it was the owner of the address. `asked_at` is when they first asked."""

    wording: str
    language: str
    source: ConsentRecord.Source
    proof: ConsentRecord.Proof
    asked_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class NumberProof:
    """What a code that was typed back led to."""

    subscriber: Subscriber
    subscription: Subscription | None  # None where the number was only added
    new: bool  # whether the number was not theirs before


@transaction.atomic
def give(*, pending: PendingSubscription, now: dt.datetime | None = None) -> Subscription:
    """The owner of the address pressed the button: begin the subscription, note the proof.

    Someone who has it already keeps it as it is, and no second record is written. The language
    of the newest request becomes the person's.
    """
    now = now or timezone.now()
    subscriber = _owner_of_address(pending, now)
    with translation.override(pending.language):
        place = sources.place(pending.scope, pending.page_uuid)
        words = wording.by_email(place) if place else wording.by_email_gone()
    return begin(
        subscriber=subscriber,
        channel=Channel.EMAIL,
        scope=pending.scope,
        page=(pending.page_uuid, place),
        evidence=Evidence(
            words, pending.language, Source.FORM, Proof.BUTTON, asked_at=pending.created_at
        ),
        now=now,
    )


@transaction.atomic
def give_by_code(*, pending: PendingNumber, now: dt.datetime | None = None) -> NumberProof:
    """The owner of the number typed the code: it is theirs, and what they asked for begins.

    From a page's form it becomes the number of a person who has no other address: whoever has
    the telephone now learns nothing of those who had it before, and they nothing of this one.
    """
    now = now or timezone.now()
    if pending.subscriber_uuid is not None:
        subscriber = Subscriber.objects.get(uuid=pending.subscriber_uuid)
    else:
        subscriber = _person_of_number_alone(pending, now)
    _known, new = VerifiedAddress.objects.get_or_create(
        subscriber=subscriber,
        channel=Channel.TEXT,
        address=pending.number,
        defaults={"verified_at": now},
    )
    if pending.page_uuid is None:
        return NumberProof(subscriber, None, new)
    _speak(subscriber, pending.language)
    subscription = begin(
        subscriber=subscriber,
        channel=Channel.TEXT,
        scope=pending.scope,
        page=(pending.page_uuid, sources.place(pending.scope, pending.page_uuid)),
        evidence=Evidence(
            pending.wording, pending.language, Source.FORM, Proof.CODE, asked_at=pending.created_at
        ),
        now=now,
    )
    return NumberProof(subscriber, subscription, new)


@transaction.atomic
def begin(
    *,
    subscriber: Subscriber,
    channel: Channel,
    scope: str,
    page: tuple[UUID, sources.Place | None],
    evidence: Evidence,
    now: dt.datetime,
) -> Subscription:
    """Begin a subscription with its record; one that runs is left as it is."""
    page_uuid, place = page
    subscription, begun = Subscription.objects.active().get_or_create(
        subscriber=subscriber,
        channel=channel,
        scope=scope,
        page_uuid=page_uuid,
        ended_at=None,
        defaults={"started_at": now},
    )
    if begun:
        ConsentRecord.objects.create(
            at=now,
            subscriber_uuid=subscriber.uuid,
            act=Act.GIVEN,
            channel=channel,
            scope=scope,
            page_uuid=page_uuid,
            title=place.title if place else "",
            school=place.school if place else "",
            wording=evidence.wording,
            language=evidence.language,
            source=evidence.source,
            proof=evidence.proof,
            asked_at=evidence.asked_at,
        )
    return subscription


@transaction.atomic
def withdraw(
    *,
    subscriber: Subscriber,
    subscriptions: Sequence[Subscription] | None = None,
    channels: Iterable[str] | None = None,
    by: str,
    now: dt.datetime | None = None,
) -> int:
    """Stop these subscriptions of the person, or all of them, on all channels or on `channels`.
    Returns how many were stopped.

    `by` is a key of `WAYS`. When nothing is left on a channel, what waits in the outbox for the
    person there is taken back. Stopping what is stopped changes nothing.
    """
    now = now or timezone.now()
    source, proof = WAYS[by]
    rows = Subscription.objects.filter(subscriber=subscriber, ended_at__isnull=True)
    if subscriptions is not None:
        rows = rows.filter(pk__in=[subscription.pk for subscription in subscriptions])
    if channels is not None:
        rows = rows.filter(channel__in=list(channels))
    ending = list(rows.select_for_update().order_by("pk"))
    Subscription.objects.filter(pk__in=[each.pk for each in ending]).update(ended_at=now)
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            at=now,
            subscriber_uuid=subscriber.uuid,
            act=Act.WITHDRAWN,
            channel=subscription.channel,
            scope=subscription.scope,
            page_uuid=subscription.page_uuid,
            language=subscriber.language,
            source=source,
            proof=proof,
        )
        for subscription in ending
    )
    if by != "joined":  # what it followed goes on as the other person's
        entry = {"since": now, "person": subscriber.uuid, "by": by}
        note_stops([{**entry, "subscription": each.pk} for each in ending])
    _take_back_what_waits(subscriber)
    return len(ending)


@transaction.atomic
def remove_number(*, known: VerifiedAddress, now: dt.datetime | None = None) -> None:
    """Text this person no more at one of their numbers. With the last of them their subscriptions
    by text end; whoever shares the telephone keeps theirs."""
    now = now or timezone.now()
    person, number = known.subscriber, known.address
    others = person.addresses.filter(channel=Channel.TEXT).exclude(pk=known.pk)
    if not others.exists():
        withdraw(subscriber=person, channels=[Channel.TEXT], by="preferences", now=now)
    give_up(VerifiedAddress.objects.filter(pk=known.pk), now=now)
    if not is_wanted(address=number, channel=Channel.TEXT):
        cancel_waiting(
            address=number,
            channel=Channel.TEXT,
            message_class=MessageClass.SUBSCRIPTION,
            reason=STOPPED,
        )


def _take_back_what_waits(subscriber: Subscriber) -> None:
    """From addresses for which nobody wants anything any more: of a shared telephone, the other
    person may."""
    for known in subscriber.addresses.all():
        if is_wanted(address=known.address, channel=known.channel):
            continue
        cancel_waiting(
            address=known.address,
            channel=known.channel,
            message_class=MessageClass.SUBSCRIPTION,
            reason=STOPPED,
        )


def _owner_of_address(pending: PendingSubscription, now: dt.datetime) -> Subscriber:
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
    _speak(subscriber, pending.language)
    return subscriber


def _person_of_number_alone(pending: PendingNumber, now: dt.datetime) -> Subscriber:
    """Who has this number and no other address; made when there is nobody.

    Only while that is surely the same person: whoever proves a number that was stopped, was never
    used since, or was last proved long ago, is taken for someone new.
    """
    found = alone_with(pending.number, now).first()
    if found is not None:
        return found
    return Subscriber.objects.create(language=pending.language, created_at=now)


def _speak(subscriber: Subscriber, language: str) -> None:
    if subscriber.language != language:
        subscriber.language = language
        subscriber.save(update_fields=["language"])


@transaction.atomic
def join_number(*, owner: Subscriber, number: str, now: dt.datetime) -> None:
    """Make what this number alone asks for the owner's: to call when they have proved it.

    Whoever has another address as well stays a person of their own: people may share a telephone.
    So does whoever was last proved too long ago: see `numbers.alone_with`.
    """
    for other in alone_with(number, now).exclude(pk=owner.pk):
        _join(owner, other, now)


def _join(owner: Subscriber, other: Subscriber, now: dt.datetime) -> None:
    running = list(other.subscriptions.active())
    given = {
        (entry.scope, entry.page_uuid): entry
        for entry in ConsentRecord.objects.of(other.uuid).filter(act=ConsentRecord.Act.GIVEN)
    }
    places = sources.places((each.scope, each.page_uuid) for each in running)
    for each in running:
        key = (each.scope, each.page_uuid)
        proof = given[key]
        begin(
            subscriber=owner,
            channel=Channel(each.channel),
            scope=each.scope,
            page=(each.page_uuid, places.get(key)),
            evidence=Evidence(
                proof.wording,
                proof.language,
                ConsentRecord.Source(proof.source),
                ConsentRecord.Proof(proof.proof),
                asked_at=proof.asked_at or proof.at,
            ),
            now=now,
        )
    withdraw(subscriber=other, by="joined", now=now)
    PendingNumber.objects.filter(subscriber_uuid=other.uuid).delete()
    other.subscriptions.update(nickname="")
    give_up(VerifiedAddress.objects.filter(subscriber=other), now=now)
    # Nothing is behind the links of the one that is no more.
    other.links_since = now + dt.timedelta(seconds=1)
    other.save(update_fields=["links_since"])
    record(
        action="subscriber.joined",
        actor="the person",
        at=now,
        subscriber=str(owner.uuid),
        joined=str(other.uuid),
    )
