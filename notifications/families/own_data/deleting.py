"""Forgetting a person who asks for it: at once, and all but the proof of consent."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record

from ...consent import services as consent
from ...consent.numbers import give_up
from ...models import (
    DigestItem,
    Message,
    MessageContent,
    OwnDataCode,
    PendingNumber,
    PendingSubscription,
    Rhythm,
    SkippedDigest,
    Subscriber,
    VerifiedAddress,
)
from ...retention.holds import must_keep
from ...rules.state import State
from ...services.transitions import move
from .belonging import addresses_in, messages_to_delete, own_addresses

MOST: Final = 500
"""So many deletions that waited for the end of a legal hold are done in one night."""
_WAITING: Final = (State.READY, State.CLAIMED)
_CANCELED: Final = "the person deleted their data"


@transaction.atomic
def delete_person(*, subscriber: Subscriber, now: dt.datetime | None = None) -> bool:
    """Stop everything and delete what tells who the person is: addresses, names of children,
    choices, requests, messages and what was in them. Returns whether a legal hold kept some of it.

    What stays: the record of consent by the person's UUID, when subscriptions began and ended, that
    a message was sent (its events name no address), why an address gets no messages, and what a
    worker is handing over at this moment, which goes with the old messages. Of a shared telephone
    the other person keeps theirs.

    Under a legal hold everything stops as well, and what tells what was sent where stays until the
    hold is lifted: then `finish_deletions` deletes it.
    """
    now = now or timezone.now()
    held = must_keep()
    alone = addresses_in(own_addresses(subscriber))
    consent.withdraw(subscriber=subscriber, by="preferences", now=now)
    waiting = Message.objects.filter(messages_to_delete(subscriber, alone), state__in=_WAITING)
    move(waiting, State.CANCELED, detail=_CANCELED)
    PendingSubscription.objects.filter(address__in=alone).delete()
    PendingNumber.objects.filter(Q(subscriber_uuid=subscriber.uuid) | Q(number__in=alone)).delete()
    OwnDataCode.objects.filter(subscriber=subscriber).delete()
    subscriber.subscriptions.exclude(nickname="").update(nickname="")
    if held:
        subscriber.deletion_asked_at = now
    else:
        _delete_what_was_sent(subscriber, alone, before=now, now=now)
    _forget_choices(subscriber, now)
    record(
        action="subscriber.deleted",
        actor="the person",
        at=now,
        subscriber=str(subscriber.uuid),
        held=held,
    )
    return held


@transaction.atomic
def finish_deletions(*, now: dt.datetime) -> int:
    """Delete what a legal hold that is over has kept of people who deleted their data. Returns how
    many people, at most `MOST`; none while a hold stands."""
    if must_keep():
        return 0
    waiting = Subscriber.objects.filter(deletion_asked_at__isnull=False).order_by("pk")
    people = list(waiting.select_for_update()[:MOST])
    for person in people:
        assert person.deletion_asked_at is not None
        alone = addresses_in(own_addresses(person))
        _delete_what_was_sent(person, alone, before=person.deletion_asked_at, now=now)
        person.deletion_asked_at = None
        person.save(update_fields=["deletion_asked_at"])
        record(
            action="subscriber.deletion_finished",
            actor="nightly",
            at=now,
            subscriber=str(person.uuid),
        )
    return len(people)


def _delete_what_was_sent(
    subscriber: Subscriber, alone: set[str], *, before: dt.datetime, now: dt.datetime
) -> None:
    """Up to that moment: who came back meanwhile keeps their addresses, and what came since."""
    _delete_messages(messages_to_delete(subscriber, alone) & Q(created_at__lte=before))
    DigestItem.objects.filter(address__in=alone, created_at__lte=before).delete()
    SkippedDigest.objects.filter(subscriber_uuid=subscriber.uuid, at__lte=before).delete()
    if not subscriber.subscriptions.filter(ended_at__isnull=True).exists():
        give_up(VerifiedAddress.objects.filter(subscriber=subscriber), now=now)


def _delete_messages(theirs: Q) -> None:
    # A worker has these in its hands.
    rows = Message.objects.filter(theirs).exclude(state=State.HANDED_OVER)
    contents = set(rows.values_list("content", flat=True))
    rows.delete()
    # Words that others share stay.
    MessageContent.objects.filter(pk__in=contents, messages__isnull=True).delete()


def _forget_choices(subscriber: Subscriber, now: dt.datetime) -> None:
    """All links to the person's pages are over; the one to stop messages still answers."""
    subscriber.rhythm = Rhythm.POSTING_DAYS
    subscriber.paused_from = subscriber.paused_until = None
    subscriber.quiet_from = subscriber.quiet_until = None
    subscriber.links_since = now + dt.timedelta(seconds=1)
    subscriber.save()
