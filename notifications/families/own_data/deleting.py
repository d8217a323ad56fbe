"""Deletes the data of a person who requests it: at once, except the proof of consent."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.selectors import staff_addresses

from ...consent import services as consent
from ...consent.services import give_up
from ...guardians.letter.invitations import LINK_FOR
from ...models import (
    Channel,
    DigestItem,
    Message,
    MessageClass,
    MessageContent,
    OwnDataCode,
    PendingNumber,
    PendingSubscription,
    Rhythm,
    SkippedDigest,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from ...retention.holds import must_keep
from ...rules.state import State
from ...services.transitions import move
from ...texts.numbers import CODE_FOR
from ..preferences.services import PUT_BACK_FOR

MOST: Final = 500
"""Deletions that waited for the end of a legal hold; at most this many are done in one night."""
_WAITING: Final = (State.READY, State.CLAIMED)
_CANCELED: Final = "the person deleted their data"
# The kinds that families get. All other messages to the same address are about someone's work or
# account.
_OF_FAMILIES: Final = (
    MessageClass.SUBSCRIPTION,
    MessageClass.NOTICE,
    MessageClass.YEAR_END,
    MessageClass.INVITATION,
    MessageClass.URGENT,
    MessageClass.CONFIRMATION,
    MessageClass.REPLY,
)
# The link or code that verified an address was sent at most this long before.
_ASKED_BEFORE: Final = {Channel.EMAIL: LINK_FOR, Channel.TEXT: CODE_FOR}

type Theirs = Mapping[VerifiedAddress, dt.datetime]


@transaction.atomic
def delete_person(*, subscriber: Subscriber, now: dt.datetime | None = None) -> bool:
    """Stop everything and delete what identifies the person. Returns True if a legal hold kept some
    of it, which `finish_deletions` deletes later.

    Consent records by UUID stay, as do the facts that a message was sent and why an address gets
    none. On a shared telephone the other person keeps their data.
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
    """Delete data that a legal hold, now lifted, kept of people who deleted their data. Returns the
    number of people, at most `MOST`; 0 during a hold."""
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


def forget_own(*, now: dt.datetime) -> int:
    """Delete expired codes, and children's names on subscriptions that can no longer be put back.
    Returns the number of rows."""
    codes, _by_model = OwnDataCode.objects.filter(expires_at__lt=now).delete()
    removed = Subscription.objects.filter(ended_at__lt=now - PUT_BACK_FOR).exclude(nickname="")
    return codes + removed.update(nickname="")


def _delete_what_was_sent(
    subscriber: Subscriber, alone: set[str], *, before: dt.datetime, now: dt.datetime
) -> None:
    """Delete what was sent up to `before`. A person who subscribed again meanwhile keeps their
    addresses and what was sent since."""
    _delete_messages(messages_to_delete(subscriber, alone) & Q(created_at__lte=before))
    DigestItem.objects.filter(address__in=alone, created_at__lte=before).delete()
    SkippedDigest.objects.filter(subscriber_uuid=subscriber.uuid, at__lte=before).delete()
    if not subscriber.subscriptions.filter(ended_at__isnull=True).exists():
        give_up(VerifiedAddress.objects.filter(subscriber=subscriber), now=now)


def _delete_messages(theirs: Q) -> None:
    # A worker is sending these.
    rows = Message.objects.filter(theirs).exclude(state=State.HANDED_OVER)
    contents = set(rows.values_list("content", flat=True))
    rows.delete()
    # Contents that other messages share stay.
    MessageContent.objects.filter(pk__in=contents, messages__isnull=True).delete()


def _forget_choices(subscriber: Subscriber, now: dt.datetime) -> None:
    """Reset the person's choices and expire all links to their pages, except the link to stop
    messages."""
    subscriber.rhythm = Rhythm.POSTING_DAYS
    subscriber.paused_from = subscriber.paused_until = None
    subscriber.quiet_from = subscriber.quiet_until = None
    subscriber.links_since = now + dt.timedelta(seconds=1)
    subscriber.save()


def own_addresses(subscriber: Subscriber) -> dict[VerifiedAddress, dt.datetime]:
    """Returns the addresses that the person shares with nobody, each with the moment (UTC) since
    which it is theirs alone: a telephone may be shared, and may have belonged to somebody else
    before."""
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
    """Selects, from rows with `address`, `channel` and `created_at`, what was sent to these
    addresses since they belong to the person."""
    selected = Q(pk__in=[])
    for known, since in theirs.items():
        selected |= Q(address=known.address, channel=known.channel, created_at__gte=since)
    return selected


def messages_to_read(subscriber: Subscriber, theirs: Theirs) -> Q:
    """Selects the messages that name the person, and those that name nobody but went to these
    addresses since they are the person's, including the messages that verified them."""
    proved = Q(pk__in=[])
    for known, since in theirs.items():
        proved |= Q(
            address=known.address,
            message_class__in=(MessageClass.CONFIRMATION, MessageClass.INVITATION),
            created_at__gte=since - _ASKED_BEFORE[Channel(known.channel)],
        )
    unnamed = Q(subscriber_uuid__isnull=True)
    kinds = _kinds(addresses_in(theirs))
    return Q(subscriber_uuid=subscriber.uuid) | (unnamed & kinds & (came_since(theirs) | proved))


def messages_to_delete(subscriber: Subscriber, addresses: Collection[str]) -> Q:
    """Selects the messages that name the person, and all messages to these addresses at any time,
    except those that name somebody else who still gets messages."""
    still_there = VerifiedAddress.objects.filter(
        subscriber__uuid=OuterRef("subscriber_uuid")
    ).exclude(subscriber=subscriber)
    nobody_else = Q(~Exists(still_there))
    return Q(subscriber_uuid=subscriber.uuid) | (_kinds(addresses) & nobody_else)


def _kinds(addresses: Collection[str]) -> Q:
    """Selects what families get at these addresses. For staff members only confirmations of their
    address, because urgent notices reach them in their office too."""
    staff = staff_addresses(addresses)
    return Q(address__in=set(addresses) - staff, message_class__in=_OF_FAMILIES) | Q(
        address__in=staff, message_class=MessageClass.CONFIRMATION
    )
