"""Gives and withdraws consent; verifies, stops and gives up numbers; finishes a restore."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation

from district_cms.audit_log.services import record
from district_cms.web.addresses import normalize_address

from .. import sources
from ..models import (
    Channel,
    ConsentRecord,
    DigestItem,
    Message,
    MessageClass,
    PendingNumber,
    PendingSubscription,
    StopsFileSize,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from ..retention.holds import must_keep
from ..rules.state import State
from ..selectors import STOPPED, has_subscribers, subscriber_of
from ..services import cancel_waiting
from ..services.transitions import move
from ..suppressions.rules import Cause
from ..suppressions.services import ProviderReport, lift_by_owner, suppress, suppressed
from ..suppressions.stops import end_of_stops, is_behind, note_stops, unknown_stops
from . import wording

NOT_REASSIGNED_WITHIN: Final = dt.timedelta(days=45)
"""A carrier does not reassign a number that was given up for at least this long (47 CFR
52.15(f)(1)(ii)). After a code is typed, the telephone's owner is the same for this long."""


def alone_with(
    number: str, now: dt.datetime, within: dt.timedelta = NOT_REASSIGNED_WITHIN
) -> QuerySet[Subscriber]:
    """Returns the people who have this number and no other address, follow something, and are
    certainly the owner of the telephone at `now` (aware), the first one first.

    After a stop nothing is followed; after a silence of more than `within` it may be somebody else.
    """
    proved = ConsentRecord.objects.filter(
        subscriber_uuid=OuterRef("uuid"),
        act=ConsentRecord.Act.GIVEN,
        channel=Channel.TEXT,
        proof=ConsentRecord.Proof.CODE,
        at__gt=now - within,
    )
    others = VerifiedAddress.objects.filter(subscriber=OuterRef("pk"))
    return (
        Subscriber.objects.filter(
            Exists(proved),
            ~Exists(others.exclude(channel=Channel.TEXT, address=number)),
            addresses__channel=Channel.TEXT,
            addresses__address=number,
            subscriptions__ended_at__isnull=True,
            subscriptions__isnull=False,
        )
        .distinct()
        .order_by("pk")
    )


def give_up(known: QuerySet[VerifiedAddress], *, now: dt.datetime) -> tuple[int, int]:
    """Delete these addresses, and what was sent there if nobody has them any more. A person who
    keeps a formerly shared telephone can read only what comes to it from now on, because earlier
    messages may have been the other person's. A legal hold keeps what was sent. Returns the numbers
    of deleted addresses and of deleted records of sent updates. Call it in a transaction."""
    addresses = set(known.values_list("address", flat=True))
    deleted, _by_model = known.delete()
    left = VerifiedAddress.objects.filter(address__in=addresses)
    shared = set(left.values_list("address", flat=True))
    left.update(alone_since=now)
    if must_keep():
        return deleted, 0
    items, _by_model = DigestItem.objects.filter(address__in=addresses - shared).delete()
    return deleted, items


SAID_SO: Final = "the owner said so by a text"


def is_stopped(number: str) -> bool:
    """Returns True if the owner of a phone number wants no texts."""
    return bool(stopped_among([number]))


def stopped_among(numbers: Collection[str]) -> set[str]:
    """Returns the numbers whose owners want no texts. One query, or none without numbers."""
    causes = suppressed(numbers) if numbers else {}
    return {each for each in numbers if Cause.STOP in causes.get((each, Channel.TEXT), ())}


def stop_number(number: str, *, at: dt.datetime) -> bool:
    """Send nothing to this number from now on, and cancel all waiting messages of any kind. Returns
    True if the stop is new."""
    before = is_stopped(number)
    suppress([ProviderReport(number, Channel.TEXT, Cause.STOP, at, SAID_SO)])
    waiting = Message.objects.filter(
        address=number, channel=Channel.TEXT, state__in=(State.READY, State.CLAIMED)
    )
    move(waiting, State.CANCELED, detail="the owner of the number stopped all texts")
    return not before


def lift_stop(number: str) -> bool:
    """Allow texts to this number again, because its owner said so. Returns True if it was
    stopped."""
    return bool(lift_by_owner(address=number, how=SAID_SO))


Act, Source, Proof = ConsentRecord.Act, ConsentRecord.Source, ConsentRecord.Proof

# How a person stopped: where, and how we know that it was them.
WAYS: dict[str, tuple[ConsentRecord.Source, ConsentRecord.Proof]] = {
    "one-click": (Source.ONE_CLICK, Proof.LINK),
    "stop page": (Source.STOP_PAGE, Proof.LINK),
    "preferences": (Source.PREFERENCES, Proof.LINK),
    "text": (Source.TEXT, Proof.NUMBER),
    "joined": (Source.PREFERENCES, Proof.CODE),
    "year end": (Source.YEAR_END, Proof.DISTRICT),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a consent: what the person read, in which language, where, and how we know that
    it was the owner of the address. `asked_at` is when they first requested it."""

    wording: str
    language: str
    source: ConsentRecord.Source
    proof: ConsentRecord.Proof
    asked_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class NumberProof:
    """The result of a code that was typed back."""

    subscriber: Subscriber
    subscription: Subscription | None  # None if the number was only added
    new: bool  # True if the person did not have the number before


@transaction.atomic
def give(*, pending: PendingSubscription, now: dt.datetime | None = None) -> Subscription:
    """Start the subscription and record the proof, because the owner of the address pressed the
    button.

    An existing subscription stays as it is, and no second record is written. The language of the
    newest request becomes the person's.
    """
    now = now or timezone.now()
    subscriber = owner_of_address(pending.address, pending.language, now)
    _speak(subscriber, pending.language)
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
    """Confirm a number by the code that its owner typed, and start the requested subscription. A
    number from a page's form goes to a person without any other address, so that a new owner of the
    telephone and the earlier one learn nothing about each other."""
    now = now or timezone.now()
    if pending.subscriber_uuid is not None:
        subscriber = Subscriber.objects.get(uuid=pending.subscriber_uuid)
    else:
        # A number becomes a new person if it was stopped, was not used since, or was last verified
        # long ago.
        subscriber = alone_with(pending.number, now).first() or Subscriber.objects.create(
            language=pending.language, created_at=now
        )
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
    """Start a subscription with its record. An active one stays as it is."""
    page_uuid, place = page
    subscription, created = Subscription.objects.active().get_or_create(
        subscriber=subscriber,
        channel=channel,
        scope=scope,
        page_uuid=page_uuid,
        ended_at=None,
        defaults={"started_at": now},
    )
    if created:
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
def end(rows: QuerySet[Subscription], *, by: str, now: dt.datetime) -> list[Subscription]:
    """End these active subscriptions, each with its record; returns them, with their people. `by`
    is a key of `WAYS`. A fixed number of statements."""
    source, proof = WAYS[by]
    locked = rows.select_for_update(of=("self",)).select_related("subscriber")
    ending = list(locked.order_by("pk"))
    Subscription.objects.filter(pk__in=[each.pk for each in ending]).update(ended_at=now)
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            at=now,
            subscriber_uuid=subscription.subscriber.uuid,
            act=Act.WITHDRAWN,
            channel=subscription.channel,
            scope=subscription.scope,
            page_uuid=subscription.page_uuid,
            language=subscription.subscriber.language,
            source=source,
            proof=proof,
        )
        for subscription in ending
    )
    if by != "joined":  # its subscriptions continue as the other person's
        note_stops(
            [
                {"since": now, "person": each.subscriber.uuid, "by": by, "subscription": each.pk}
                for each in ending
            ]
        )
    return ending


@transaction.atomic
def withdraw(
    *,
    subscriber: Subscriber,
    subscriptions: Sequence[Subscription] | None = None,
    channels: Iterable[str] | None = None,
    by: str,
    now: dt.datetime | None = None,
) -> int:
    """Stop these subscriptions of the person, or all, on all channels or on `channels`. Returns the
    number of stopped subscriptions.

    `by` is a key of `WAYS`. If nothing is left on a channel, the person's waiting messages there
    are canceled. Stopping again changes nothing.
    """
    now = now or timezone.now()
    rows = Subscription.objects.filter(subscriber=subscriber, ended_at__isnull=True)
    if subscriptions is not None:
        rows = rows.filter(pk__in=[subscription.pk for subscription in subscriptions])
    if channels is not None:
        rows = rows.filter(channel__in=list(channels))
    ending = end(rows, by=by, now=now)
    for known in subscriber.addresses.all():
        _cancel_unwanted(known.address, known.channel)
    return len(ending)


@transaction.atomic
def remove_number(*, known: VerifiedAddress, now: dt.datetime | None = None) -> None:
    """Stop texts to one of the person's numbers. Removing the last number ends their subscriptions
    by text. Other people with the same telephone keep theirs."""
    now = now or timezone.now()
    person, number = known.subscriber, known.address
    others = person.addresses.filter(channel=Channel.TEXT).exclude(pk=known.pk)
    if not others.exists():
        withdraw(subscriber=person, channels=[Channel.TEXT], by="preferences", now=now)
    give_up(VerifiedAddress.objects.filter(pk=known.pk), now=now)
    _cancel_unwanted(number, Channel.TEXT)


def _cancel_unwanted(address: str, channel: str) -> None:
    """Cancel waiting messages to an address if nobody subscribes there any more. On a shared
    telephone, the other person may."""
    if not has_subscribers(address=address, channel=channel):
        for kind in (MessageClass.SUBSCRIPTION, MessageClass.YEAR_END):
            cancel_waiting(address=address, channel=channel, message_class=kind, reason=STOPPED)


def owner_of_address(address: str, language: str, now: dt.datetime) -> Subscriber:
    """Returns the person of the address, created with this language if it is new. Two clicks at
    once create one person."""
    subscriber = subscriber_of(address)
    if subscriber is None:
        try:
            with transaction.atomic():
                subscriber = Subscriber.objects.create(language=language, created_at=now)
                VerifiedAddress.objects.create(
                    subscriber=subscriber,
                    channel=Channel.EMAIL,
                    address=normalize_address(address),
                    verified_at=now,
                )
        except IntegrityError:
            subscriber = subscriber_of(address)
            if subscriber is None:
                raise
    return subscriber


def _speak(subscriber: Subscriber, language: str) -> None:
    if subscriber.language != language:
        subscriber.language = language
        subscriber.save(update_fields=["language"])


@transaction.atomic
def join_number(*, owner: Subscriber, number: str, now: dt.datetime) -> None:
    """Move the subscriptions of this number alone to the owner. Call it when the owner has verified
    the number.

    People with another address stay separate, because people may share a telephone. So do people
    who were last verified too long ago: see `alone_with`.
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
    # The links of the other person open nothing any more.
    other.links_since = now + dt.timedelta(seconds=1)
    other.save(update_fields=["links_since"])
    record(
        action="subscriber.joined",
        actor="the person",
        at=now,
        subscriber=str(owner.uuid),
        joined=str(other.uuid),
    )


REASON = "A backup was put back: it may have been sent after the backup was made."


@transaction.atomic
def finish_restore() -> tuple[int, int]:
    """Stop again what the database does not know as stopped, and cancel every waiting message of
    any kind. Returns the number of stops and of messages.

    Call it after restoring a backup and before starting the worker: nothing of this outbox is then
    sent twice, and what the site had not sent before the backup was lost is not sent either.
    Digests written after the backup are missing from it: see the command's `--digests`.
    """
    end, entries = end_of_stops(), unknown_stops()
    for entry in entries:
        at = dt.datetime.fromisoformat(entry["since"])
        if "address" in entry:
            cause, why = Cause(entry["cause"]), entry["evidence"]
            suppress([ProviderReport(entry["address"], entry["channel"], cause, at, why)])
            continue
        theirs = Subscription.objects.active().filter(subscriber__uuid=entry["person"])
        for each in theirs.filter(pk=entry["subscription"]).select_related("subscriber"):
            withdraw(subscriber=each.subscriber, subscriptions=[each], by=entry["by"], now=at)
    if is_behind():  # also if every line is damaged
        StopsFileSize.objects.update_or_create(pk=1, defaults={"known": end})
    waiting = Message.objects.filter(state__in=(State.READY, State.CLAIMED))
    canceled = len(move(waiting, State.CANCELED, detail=REASON))
    record(action="outbox.canceled_after_restore", actor="operator", messages=canceled)
    return len(entries), canceled
