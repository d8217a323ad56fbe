"""Forgetting a person who asks for it: at once, and all but the proof of consent."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record

from ...consent import services as consent
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
from ...retention.holds import standing_holds
from ...rules.state import State

# A worker has these in its hands; they go with the old ones, at night.
_UNDER_WAY = (State.CLAIMED, State.HANDED_OVER)


@transaction.atomic
def delete_person(*, subscriber: Subscriber, now: dt.datetime | None = None) -> bool:
    """Stop everything and delete what tells who the person is: addresses, names of children,
    choices, requests, messages and what was in them. Returns whether a legal hold kept some of it.

    What stays: the record of consent by the person's UUID, when subscriptions began and ended, that
    a message was sent (its events name no address), and that a number wants no texts. Of a shared
    telephone the other person keeps theirs.

    Under a legal hold everything stops as well, and what tells what was sent where stays until the
    hold is lifted: then the night deletes it with the rest that is old.
    """
    now = now or timezone.now()
    held = standing_holds().exists()
    consent.withdraw(subscriber=subscriber, by="preferences", now=now)
    if not held:
        _delete_what_was_sent(subscriber)
    OwnDataCode.objects.filter(subscriber=subscriber).delete()
    subscriber.subscriptions.exclude(nickname="").update(nickname="")
    _forget_choices(subscriber, now)
    record(
        action="subscriber.deleted",
        actor="the person",
        at=now,
        subscriber=str(subscriber.uuid),
        held=held,
    )
    return held


def _delete_what_was_sent(subscriber: Subscriber) -> None:
    own = list(subscriber.addresses.all())
    shared = set(
        VerifiedAddress.objects.filter(address__in=[each.address for each in own])
        .exclude(subscriber=subscriber)
        .values_list("address", flat=True)
    )
    alone = {each.address for each in own} - shared
    _delete_messages(Q(subscriber_uuid=subscriber.uuid) | Q(address__in=alone))
    DigestItem.objects.filter(address__in=alone).delete()
    PendingSubscription.objects.filter(address__in=alone).delete()
    PendingNumber.objects.filter(Q(subscriber_uuid=subscriber.uuid) | Q(number__in=alone)).delete()
    SkippedDigest.objects.filter(subscriber_uuid=subscriber.uuid).delete()
    subscriber.addresses.all().delete()


def _delete_messages(theirs: Q) -> None:
    rows = Message.objects.filter(theirs).exclude(state__in=_UNDER_WAY)
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
