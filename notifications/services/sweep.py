"""Each minute: frees messages that dead workers left, and resolves those that stayed unknown."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.web.bulk_sql import one_of
from district_cms.web.queue.heartbeat import EVERY, living

from ..models import Channel, DigestItem, Message
from ..models.outbox import MessageQuerySet
from ..permissions import check_may_pause
from ..providers.registry import channels_in_use, make_provider
from ..rules.policy import POLICIES, Unanswered
from ..rules.state import ANSWER_TIMEOUT, CLAIM_TIMEOUT, MOST_CLAIMS, State
from .enqueue import dispatch_at_commit
from .outgoing import as_outgoing
from .results import note_all_evidence, release_updates
from .transitions import add_events, move

log = logging.getLogger("district.outbox")

AT_ONCE = 1_000  # in one transaction
SIGN_IS_LATE = dt.timedelta(seconds=EVERY + 5)
ASKED_AT_ONCE = 500  # per channel; the rest waits for the next minute's sweep
ROLLED_ON = "never answered: its updates go into the next digest once more"
HAD_TWO = "never answered, and its updates have been sent twice: left as it is"
SENT_AGAIN = "never answered: sent once more"
LEFT = "never answered: not sent again"
UNCONFIRMED = (State.UNKNOWN, State.RESOLVED)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many messages were freed, became unknown, and were given up."""

    freed: int
    unknown: int
    given_up: int

    def __str__(self) -> str:
        return f"{self.freed} freed, {self.unknown} unknown, {self.given_up} given up"


def sweep_stale(now: dt.datetime | None = None) -> Swept:
    """Free messages that were claimed and never started; mark as unknown those that were handed
    over and never answered.

    Both happen once the worker is known to be gone, or after ten minutes if nobody can tell. A
    message that was handed over is never freed, because the provider may have it. `now` is aware.
    """
    now = now or timezone.now()
    absent = ~Q(claimed_by="") & ~Q(claimed_by__in=living(now))
    claimed = Message.objects.filter(
        absent | Q(claimed_at__lt=now - CLAIM_TIMEOUT), state=State.CLAIMED
    )
    given_up = _move_all(
        claimed.filter(claims__gte=MOST_CLAIMS),
        State.REJECTED,
        detail="taken up again and again, never begun",
        error="could not be prepared for sending",
    )
    release_updates(given_up)
    freed = _move_all(claimed, State.READY, detail="the worker stopped before it began")
    unknown = _move_all(
        Message.objects.filter(
            absent | Q(handed_over_at__lt=now - ANSWER_TIMEOUT), state=State.HANDED_OVER
        ),
        State.UNKNOWN,
        detail="the worker stopped while the provider had it",
        error="the provider’s answer never came",
    )
    if unknown or given_up:
        log.warning("outbox: %d messages unknown, %d given up", len(unknown), len(given_up))
    return Swept(freed=len(freed), unknown=len(unknown), given_up=len(given_up))


def _move_all(rows: MessageQuerySet, to: State, **values: Any) -> list[UUID]:
    """Move all rows, however many a worker left, in transactions of a limited size."""
    moved: list[UUID] = []
    while some := move(rows, to, most=AT_ONCE, skip_locked=True, **values):
        moved += some
    return moved


def is_sending(now: dt.datetime) -> bool:
    """Returns True if a live worker has claimed messages and will continue with the next. A worker
    with a late heartbeat does not count: two workers do no harm, but messages without a worker wait
    for the next sweep."""
    there = Q(claimed_by="") | Q(claimed_by__in=living(now, SIGN_IS_LATE))
    under_way = Message.objects.filter(state__in=(State.CLAIMED, State.HANDED_OVER))
    return under_way.filter(there).exists()


@dataclass(frozen=True, slots=True)
class Resolved:
    """How many unknown messages were resolved by evidence, moved to the next digest, sent again,
    and left."""

    known: int = 0
    rolled_on: int = 0
    sent_again: int = 0
    left: int = 0

    @property
    def number(self) -> int:
        return self.known + self.rolled_on + self.sent_again + self.left

    def __str__(self) -> str:
        return (
            f"{self.known} known by evidence, {self.rolled_on} rolled on, "
            f"{self.sent_again} sent again, {self.left} left"
        )


def resolve_unknown(now: dt.datetime) -> Resolved:
    """Ask the providers about messages that have been unknown as long as their class waits for
    evidence, and apply its policy to the others. If a provider cannot be asked, its messages wait
    as long again. `now` is aware."""
    unknown: list[Message] = []
    known: dict[UUID, State] = {}
    for channel in Channel:
        # Urgent messages first, so that they do not wait behind messages about which no provider
        # can be asked.
        waited = _waited(now, 1).filter(channel=channel).order_by("priority", "settled_at")
        batch = list(waited[:ASKED_AT_ONCE])
        try:
            answered, unasked = _ask_provider(channel, batch)
        except Exception:  # a failure must stop neither the other channel nor the sweep
            log.exception("the provider of %s could not be asked about unknown messages", channel)
            answered, unasked = {}, frozenset(message.pk for message in batch)
        late = _waited(now, 2).filter(pk__in=unasked).values_list("pk", flat=True)
        wait = unasked - set(late)
        known |= answered
        unknown += [message for message in batch if message.pk not in wait]
    if not unknown:
        return Resolved()
    rest = [message for message in unknown if message.pk not in known]
    by_policy: dict[Unanswered, list[Message]] = {way: [] for way in Unanswered}
    for message in rest:
        by_policy[POLICIES[message.message_class].unanswered].append(message)
    rolled_on, kept = _roll_on(by_policy[Unanswered.NEXT_DIGEST])
    sent_again = _send_again(by_policy[Unanswered.SEND_AGAIN])
    left = _resolve([message.pk for message in by_policy[Unanswered.LEAVE]], LEFT)
    done = Resolved(len(known), rolled_on, sent_again, kept + len(left))
    log.warning("outbox: unknown messages: %s", done)
    return done


def _waited(now: dt.datetime, times: int) -> MessageQuerySet:
    """Returns the messages that have been unknown for `times` as long as their class waits for
    evidence."""
    waited = Q(pk__in=[])
    for message_class, policy in POLICIES.items():
        waited |= Q(message_class=message_class, settled_at__lte=now - times * policy.evidence)
    return Message.objects.filter(waited, state=State.UNKNOWN)


def _ask_provider(
    channel: str, messages: Sequence[Message]
) -> tuple[dict[UUID, State], frozenset[UUID]]:
    """Returns what the records of a channel's provider say, and the messages it could not be asked
    about."""
    if not messages or channel not in channels_in_use():
        return {}, frozenset()
    provider = make_provider(channel)
    try:
        records = provider.find_evidence(as_outgoing(messages))
    finally:
        provider.close()
    return note_all_evidence(records.evidence), records.unavailable


@transaction.atomic
def _roll_on(messages: Sequence[Message]) -> tuple[int, int]:
    """Let the updates of these digests go out once more, unless they already did. Returns the
    numbers of messages with and without such updates."""
    moved = _resolve([message.pk for message in messages], ROLLED_ON)
    items = DigestItem.objects.filter(message_uuid__in=moved, repeats=0)
    again = set(items.values_list("message_uuid", flat=True))
    items.update(may_repeat=True)
    kept = [pk for pk in moved if pk not in again]
    if kept:
        add_events(kept, State.RESOLVED, at=timezone.now(), detail=HAD_TWO)
    return len(again), len(kept)


@transaction.atomic
def _send_again(messages: Sequence[Message]) -> int:
    """Write one more message in place of each, once: a copy is never copied."""
    moved = set(_resolve([message.pk for message in messages], SENT_AGAIN))
    return _write_copies(
        [message for message in messages if message.pk in moved and message.again_for is None]
    )


def unconfirmed() -> MessageQuerySet:
    """Returns the messages that were handed over and never confirmed, are still useful, and were
    not sent again. Digests are excluded, because the next one includes their updates."""
    waits = [
        name for name, policy in POLICIES.items() if policy.unanswered == Unanswered.NEXT_DIGEST
    ]
    of_use = Message.objects.filter(expires_at__gt=timezone.now(), state__in=UNCONFIRMED)
    return of_use.exclude(message_class__in=waits).exclude(error=SENT_AGAIN)


@transaction.atomic
def send_unconfirmed(*, user: User) -> int:
    """Send unconfirmed messages again, as the office decided. Returns the number of messages.
    Raises `PermissionDenied`."""
    check_may_pause(user)
    messages = list(unconfirmed().select_for_update())
    _resolve([message.pk for message in messages if message.state == State.UNKNOWN], SENT_AGAIN)
    if messages:
        record(action="outbox.sent_again", actor=user, messages=len(messages))
    return _write_copies(messages)


def _write_copies(messages: Sequence[Message]) -> int:
    copies = [_copy_of(message) for message in messages]
    Message.objects.bulk_create(copies)
    ids = [message.pk for message in messages]
    Message.objects.filter(pk__in=one_of(UUID, ids)).update(error=SENT_AGAIN)
    add_events([copy.pk for copy in copies], State.READY, at=timezone.now())
    if copies:
        dispatch_at_commit()
    return len(copies)


def _copy_of(message: Message) -> Message:
    same = (
        "message_class", "priority", "channel", "address", "subscriber_uuid", "language",
        "from_email", "reply_to", "subject", "content_id", "parts", "substitutions", "alike",
        "expires_at", "time_zone",
    )  # fmt: skip
    new = {"again_for": message.pk, "dedupe_key": f"again:{message.pk}"}  # a second copy is refused
    return Message(**new, **{name: getattr(message, name) for name in same})


def _resolve(ids: Sequence[UUID], detail: str) -> list[UUID]:
    if not ids:
        return []
    return move(Message.objects.filter(pk__in=ids), State.RESOLVED, detail=detail)
