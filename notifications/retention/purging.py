"""Deletes, each night, data of families in messages that is no longer needed, and reports it in the
audit log. A legal hold (`holds`) stops all of it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, Exists, F, Max, Min, OuterRef, Q, When
from django.db.models.functions import Cast

from district_cms.audit_log.services import record
from district_cms.barriers.mails import REFERENCE_HEADER
from district_cms.barriers.models import BarrierReport
from district_cms.schools.models import DistrictSettings

from ..consent.services import give_up
from ..families.own_data.deleting import finish_deletions, forget_own
from ..guardians.letter.invitations import forget_unanswered
from ..models import (
    Channel,
    DigestItem,
    DigestRun,
    Guardian,
    LegalHold,
    Message,
    MessageContent,
    PendingNumber,
    PendingSubscription,
    SkippedDigest,
    Subscriber,
    Subscription,
    Suppression,
    VerifiedAddress,
)
from ..rules.state import SETTLED
from ..webhooks.services import forget_webhooks
from .holds import must_keep, standing_holds

BLOCK: Final = 2_000
MOST: Final = 20_000
"""At most this many messages in one run; the next one continues."""
CAUGHT_UP: Final = dt.timedelta(days=7)
"""How long after a hold the nightly run looks for data that the hold kept."""


def forget_addresses(*, before: dt.datetime, now: dt.datetime, most: int = MOST) -> int:
    """Remove address and links from settled messages written before `before`, and the words of
    those for one recipient. Class, window, status and events stay, so that counts do not change.
    Returns the number of messages, at most `most`. Two statements a block."""
    done = 0
    while done < most:
        rows = Message.objects.filter(
            created_at__lt=before, address_purged_at__isnull=True, state__in=SETTLED
        )
        block = list(
            rows.order_by("created_at").values_list("pk", "content_id", "alike")[
                : min(BLOCK, most - done)
            ]
        )
        if not block:
            break
        # The id replaces the address: it is unique as well, and identifies nobody.
        Message.objects.filter(pk__in=[pk for pk, _content, _alike in block]).update(
            address=Cast("pk", CharField()),
            # A key without the address still prevents a second message.
            dedupe_key=Case(
                When(dedupe_key__contains=F("address"), then=None), default=F("dedupe_key")
            ),
            substitutions={},
            address_purged_at=now,
        )
        own = {content for _pk, content, alike in block if not alike}
        MessageContent.objects.filter(pk__in=own).update(text="", html="", headers={})
        done += len(block)
    return done


def forget_barrier_answers(references: Collection[str]) -> int:
    """Delete the outbox's copies of answers to these barrier reports, because each contains the
    address that is deleted with its report. Their events stay, as a record that something was sent.
    Returns the number; 0 while records must be kept. Call it in the transaction that deletes the
    rest."""
    if not references or must_keep():
        return 0
    words = MessageContent.objects.filter(**{f"headers__{REFERENCE_HEADER}__in": list(references)})
    contents = list(words.values_list("pk", flat=True))
    deleted, _by_model = Message.objects.filter(content__in=contents).delete()
    MessageContent.objects.filter(pk__in=contents).delete()
    return deleted


def catch_up_barrier_answers(now: dt.datetime) -> int:
    """Delete the copies of answers that a recently lifted hold kept. Returns the number."""
    holds = LegalHold.objects.aggregate(first=Min("since"), lifted=Max("lifted_at"))
    if holds["lifted"] is None or holds["lifted"] < now - CAUGHT_UP:
        return 0
    reports = BarrierReport.objects.filter(contact_deleted_at__gte=holds["first"])
    return forget_barrier_answers(list(reports.values_list("reference", flat=True)))


WITHOUT_SUBSCRIPTION: Final = dt.timedelta(days=30)
"""A person who stopped everything may return by their old link for this long."""


@dataclass(frozen=True, slots=True)
class ForgottenPeople:
    """The numbers of deleted addresses, and of deleted records of what was sent there."""

    addresses: int
    items: int


def forget_requests(now: dt.datetime) -> int:
    """Delete expired requests. Returns the number."""
    requests, _by_model = PendingSubscription.objects.filter(expires_at__lt=now).delete()
    requests += PendingNumber.objects.filter(expires_at__lt=now).delete()[0]
    requests += forget_unanswered(now)
    return int(requests + forget_own(now=now))


def forget_people(now: dt.datetime) -> ForgottenPeople:
    """Delete the addresses of people who get nothing any more, and listed guardians whose students
    all left the list.

    The person's UUID and the ends of their subscriptions stay: they are the proof of consent, and
    identify nobody without the address.
    """
    Guardian.objects.filter(children__isnull=True).delete()
    recent = Subscription.objects.filter(subscriber=OuterRef("pk"))
    limit = now - WITHOUT_SUBSCRIPTION
    gone = Subscriber.objects.filter(created_at__lt=limit).exclude(
        Exists(recent.filter(ended_at__isnull=True)) | Exists(recent.filter(ended_at__gte=limit))
    )
    # A number is deleted when its owner wants no texts any more, whatever email they get.
    by_text = Subscription.objects.filter(
        subscriber=OuterRef("subscriber"), channel=Channel.TEXT
    ).filter(Q(ended_at__isnull=True) | Q(ended_at__gte=limit))
    unused = Q(channel=Channel.TEXT, verified_at__lt=limit) & ~Exists(by_text)
    # People who deleted their data while records had to be kept still need their addresses: they
    # are deleted later by them.
    addresses = VerifiedAddress.objects.filter(
        Q(subscriber__in=gone) | unused, subscriber__deletion_asked_at=None
    )
    return ForgottenPeople(*give_up(addresses, now=now))


RECORDS: Final = dt.timedelta(days=400)
"""How long to keep which digests were written and why someone got none: a school year and the
following summer."""
PURGED: Final = "messages.purged"
HELD: Final = "messages.purge_held"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The numbers of deleted rows by kind. `messages` lost their address; their rows stay.
    `deletions` are people whose own deletion had waited for the end of a legal hold."""

    requests: int = 0
    addresses: int = 0
    records: int = 0
    messages: int = 0
    answers: int = 0
    suppressions: int = 0
    payloads: int = 0
    events: int = 0
    deletions: int = 0

    @property
    def more(self) -> bool:
        """Returns True if messages may be left for another run."""
        return self.messages >= MOST

    def __str__(self) -> str:
        return ", ".join(f"{number} {name}" for name, number in asdict(self).items())


@dataclass(frozen=True, slots=True)
class OnLegalHold:
    """Reports that a legal hold prevented the deletion."""

    hold: int
    since: dt.datetime
    more: bool = False

    def __str__(self) -> str:
        return f"nothing deleted: legal hold {self.hold} since {self.since:%Y-%m-%d}"


@transaction.atomic
def forget_old(*, now: dt.datetime) -> Forgotten | OnLegalHold:
    """Delete expired requests, addresses of people who get nothing any more, old records, old
    addresses of messages, and provider reports. All or nothing, and nothing during a legal hold.
    Until the retention schedule is entered, only requests, and addresses that are on no message.
    Writes the result into the audit log. `now` is aware."""
    hold = standing_holds().first()
    if hold is not None:
        return _held(hold, now)
    if not DistrictSettings.cached().retention_schedule:
        addresses = forget_people(now).addresses
        return _recorded(Forgotten(requests=forget_requests(now), addresses=addresses), now)
    deletions = finish_deletions(now=now)
    people = forget_people(now)
    limit = now - dt.timedelta(days=settings.MESSAGE_ADDRESSES_KEPT_DAYS)
    old = now - RECORDS
    records = people.items + DigestItem.objects.filter(created_at__lt=limit).delete()[0]
    records += SkippedDigest.objects.filter(at__lt=old).delete()[0]
    records += DigestRun.objects.filter(window_start__lt=old).delete()[0]
    payloads, events = forget_webhooks(now=now)
    done = Forgotten(
        requests=forget_requests(now),
        addresses=people.addresses,
        records=records,
        messages=forget_addresses(before=limit, now=now),
        answers=catch_up_barrier_answers(now),
        suppressions=Suppression.objects.filter(lifted_at__lt=limit).delete()[0],
        payloads=payloads,
        events=events,
        deletions=deletions,
    )
    return _recorded(done, now)


def _recorded(done: Forgotten, now: dt.datetime) -> Forgotten:
    record(action=PURGED, actor="nightly", at=now, **asdict(done))
    return done


def _held(hold: LegalHold, now: dt.datetime) -> OnLegalHold:
    record(action=HELD, actor="nightly", at=now, hold=hold.pk)
    return OnLegalHold(hold.pk, hold.since)
