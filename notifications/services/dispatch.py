"""Sending: claim a batch, hand it over in chunks, and record the provider's answers.

The database is never locked while a provider works: `handed_over` is committed before the call, and
the results are written after it. If a worker dies in between, the rows show it.
"""

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from district_cms.web.bulk_sql import one_of
from district_cms.web.queue.heartbeat import own_name

from ..consent.rules import Decision, Reason
from ..models import Channel, Message, MessageClass
from ..providers.base import Answer, NotProcessed, Outgoing, Provider, Rejected, Unclear
from ..providers.registry import make_provider, may_receive, provider_class
from ..rules.policy import POLICIES
from ..rules.state import State
from ..selectors import decisions
from . import rate_limit
from .outgoing import Contents, Marks, as_outgoing, words_to_send
from .pausing import paused_classes
from .results import NOT_SENT, release_updates, settle_all
from .transitions import move, move_claimed

log = logging.getLogger("district.outbox")

BATCH = 500
# The maximum of different requests in one chunk: a dead worker leaves this many unknown, and the
# first answers wait for all of them before they are recorded.
MOST_REQUESTS = 100
CHANNEL = attrgetter("channel")
# No chunk starts after this many seconds: the last one must end within the queue's timeout.
BATCH_SECONDS = 60
# How often a batch checks for an urgent notice.
LOOK_SECONDS = 5
# The updates of these messages are still wanted, so the next digest includes them.
RELEASING: Final = frozenset({Reason.TOO_LATE, Reason.TAKEN_DOWN})


@dataclass(slots=True)
class Dispatched:
    """How many messages of one batch reached each state, and how many were put back."""

    counts: dict[State, int] = field(default_factory=dict)
    put_back: int = 0

    def add(self, states: Iterable[State]) -> None:
        for state in states:
            self.counts[state] = self.counts.get(state, 0) + 1

    def __str__(self) -> str:
        words = [f"{number} {state}" for state, number in sorted(self.counts.items())]
        if self.put_back:
            words.append(f"{self.put_back} put back")
        return ", ".join(words) or "nothing to send"


def next_channel(last: str = "", without: Collection[str] = ()) -> str:
    """Returns the channel with the most urgent due message; of equals, another than `last`. Returns
    "" if nothing is due, or only on resting channels."""
    without = {*without, *rate_limit.resting(timezone.now())}
    due = Message.objects.due().exclude(message_class__in=paused_classes())
    urgent: dict[str, int] = {}
    for channel in Channel:
        first = due.filter(channel=channel).values_list("priority", flat=True).first()
        if first is not None and channel not in without:
            urgent[channel.value] = first
    return min(urgent, key=lambda channel: (urgent[channel], channel == last), default="")


def next_send_at(before: dt.datetime) -> dt.datetime | None:
    """Returns when the next waiting message can be sent, if that is `before` this moment
    (aware)."""
    now = timezone.now()
    ready = Message.objects.filter(state=State.READY, send_after__lte=before)
    soon = ready.filter(send_after__gt=now).order_by("send_after")
    moments = list(soon.values_list("send_after", flat=True)[:1])
    for channel, until in rate_limit.resting(now).items():
        if until <= before and ready.filter(channel=channel).exists():
            moments.append(until)
    return min(moments, default=None)


def claim_batch(size: int = BATCH, *, channel: str = "") -> list[UUID]:
    """Claim up to `size` due messages, of one `channel` or of all; nobody else gets the same ones.

    The most urgent first, then the longest waiting; messages with the same words are adjacent.
    Claims only a handful on a channel that has just rested.
    """
    if channel and rate_limit.rested_lately(channel, timezone.now()):
        size = min(size, provider_class(channel).most_at_once)
    due = Message.objects.due().exclude(message_class__in=paused_classes())
    return move(
        due.filter(channel=channel) if channel else due,
        State.CLAIMED,
        most=size,
        skip_locked=True,
        claimed_at=timezone.now(),
        claimed_by=own_name(),
        claims=F("claims") + 1,
    )


def dispatch_batch(ids: Sequence[UUID], broken: Collection[str] = ()) -> Dispatched:
    """Send the claimed messages, chunk by chunk. Messages that are not started in time are put
    back. The batch does not stop for urgent messages on a `broken` channel.

    Must not be called inside a transaction (raises `RuntimeError`): nothing would be committed
    before the provider is called.
    """
    return _Batch(ids, broken).send()


class _Batch:
    """One batch. `waiting` contains the claimed messages that are not started."""

    def __init__(self, ids: Sequence[UUID], broken: Collection[str]) -> None:
        self.done = Dispatched()
        self.waiting = list(ids)
        self.broken = frozenset(broken)
        self.stop_at = time.monotonic() + BATCH_SECONDS
        self.failure: Exception | None = None

    def send(self) -> Dispatched:
        try:
            claimed = Message.objects.filter(
                pk__in=one_of(UUID, self.waiting), state=State.CLAIMED
            ).order_by("priority", "send_after", "alike", "created_at")
            wanted = self._filter(list(claimed))
            self.waiting = [message.pk for message in wanted]
            for channel, group in groupby(sorted(wanted, key=CHANNEL), key=CHANNEL):
                try:
                    self._send_channel(channel, list(group))
                except Exception as error:  # must not hold up the other channels
                    log.exception("sending by %s failed", channel)
                    self.failure = self.failure or error
        finally:
            # Also after a failure, so that the others need not wait for the sweep.
            self._put_back(self.waiting, "not begun, waits for the next batch")
        if self.failure is not None:
            raise self.failure
        return self.done

    def _filter(self, messages: Sequence[Message]) -> list[Message]:
        """Returns the messages that may leave. Cancels unwanted and expired ones, and postpones
        those that would ring at night. A message whose check fails stays claimed."""
        wanted: list[Message] = []
        canceled: dict[Reason, list[Message]] = defaultdict(list)
        put_off: dict[dt.datetime, list[Message]] = defaultdict(list)
        checked = self._decide(messages, timezone.now())
        for message in messages:
            decision = checked.get(message.pk)
            if decision is None:
                continue
            if decision.until is not None:
                put_off[decision.until].append(message)
            elif decision.reason is not None:
                canceled[decision.reason].append(message)
            else:
                # The provider must not retry at night what it could not deliver before.
                message.silent_from = decision.silent_from
                wanted.append(message)
        for reason, rows in canceled.items():
            moved = move(Message.objects.as_claimed(rows), State.CANCELED, detail=reason)
            self.done.add([State.CANCELED] * len(moved))
            if reason in RELEASING:
                release_updates(moved)
        for until, rows in put_off.items():
            moved = move(
                Message.objects.as_claimed(rows),
                State.READY,
                detail="waits for the end of the quiet hours",
                claims=F("claims") - 1,
                send_after=until,
            )
            self.done.add([State.READY] * len(moved))
        return wanted

    def _decide(self, messages: Sequence[Message], now: dt.datetime) -> dict[UUID, Decision]:
        late = [
            message
            for message in messages
            if message.expires_at is not None and message.expires_at <= now
        ]
        checked = {message.pk: Decision(Reason.TOO_LATE) for message in late}
        rest = [message for message in messages if message.pk not in checked]
        try:
            return checked | decisions(rest, now)
        except Exception as failure:  # a fault of one message must not hold up the others
            log.exception("the consent check failed; checking each message separately")
            self.failure = failure
        for message in rest:
            try:
                checked |= decisions([message], now)
            except Exception:
                log.exception("message %s: the consent check failed", message.pk)
        return checked

    def _send_channel(self, channel: str, messages: list[Message]) -> None:
        provider = make_provider(channel)
        try:
            self._send_by(provider, messages)
        finally:
            provider.close()

    def _send_by(self, provider: Provider, messages: list[Message]) -> None:
        rest, words = messages, words_to_send(messages)
        marks = Marks(words)
        look_at = self.stop_at - BATCH_SECONDS + LOOK_SECONDS
        while rest and (now := time.monotonic()) < self.stop_at:
            if now >= look_at:
                if self._is_overtaken(rest):
                    return
                look_at = now + LOOK_SECONDS
            held = paused_classes()
            rest = [message for message in rest if message.message_class not in held]
            chunk = _next_chunk(rest, provider)
            granted = rate_limit.take(provider.channel, len(chunk))
            if granted.number < len(chunk):
                late = [message.pk for message in rest[granted.number :]]
                self._put_back(late, granted.reason, send_after=granted.again_at)
                chunk, rest = chunk[: granted.number], []
            else:
                rest = rest[len(chunk) :]
            if not chunk or not self._send_chunk(chunk, words, marks, provider):
                return

    def _is_overtaken(self, rest: Sequence[Message]) -> bool:
        """Returns True if an urgent notice is due on an open channel and the rest has none. The
        rest is then put back."""
        if rest[0].message_class == MessageClass.URGENT:
            return False
        now = timezone.now()
        open_channels = set(Channel.values) - self.broken - rate_limit.resting(now).keys()
        urgent = POLICIES[MessageClass.URGENT].priority
        due = Message.objects.filter(state=State.READY, priority=urgent, send_after__lte=now)
        return due.filter(channel__in=open_channels).exists()

    def _send_chunk(
        self, chunk: list[Message], words: Contents, marks: Marks, provider: Provider
    ) -> bool:
        """Hand over a chunk and record the results. Returns False if the provider takes no more
        now."""
        started = set(_hand_over(chunk, marks, provider.name))
        self._not_waiting(message.pk for message in chunk)
        messages = [message for message in chunk if message.pk in started]
        answers: dict[UUID, Answer] = {}
        try:
            return _call(provider, as_outgoing(messages, words), answers)
        finally:
            # After any failure, messages without an answer stay handed over and become unknown.
            self.done.add(settle_all(messages, answers, channel=provider.channel).values())

    def _put_back(self, ids: Sequence[UUID], detail: str, **values: Any) -> None:
        rows = Message.objects.filter(pk__in=one_of(UUID, ids), state=State.CLAIMED)
        if ids:
            moved = move(rows, State.READY, detail=detail, claims=F("claims") - 1, **values)
            self.done.put_back += len(moved)
        self._not_waiting(ids)

    def _not_waiting(self, ids: Iterable[UUID]) -> None:
        started = set(ids)
        self.waiting = [pk for pk in self.waiting if pk not in started]


def _next_chunk(messages: Sequence[Message], provider: Provider) -> list[Message]:
    """Returns the first messages, in order, that are handed over together."""
    chunk: list[Message] = []
    requests: set[str] = set()
    for message in messages[: provider.most_at_once]:
        requests.add(message.alike or str(message.pk))
        if provider.shares_words and len(requests) > MOST_REQUESTS:
            break
        chunk.append(message)
    return chunk


def _hand_over(messages: Sequence[Message], marks: Marks, provider: str) -> list[UUID]:
    """Commit the hand-over, with sender and words, before the provider is called. The attempt
    counts from here."""
    return move_claimed(
        messages,
        State.HANDED_OVER,
        details={message.pk: str(marks.of(message)) for message in messages},
        handed_over_at=timezone.now(),
        attempts=F("attempts") + 1,
        provider=provider,
        error="",
    )


def _call(provider: Provider, messages: Sequence[Outgoing], answers: dict[UUID, Answer]) -> bool:
    """Call the provider, once for messages that share their words if it requires that. Fills
    `answers` as they come. Returns False if the provider takes no more now."""
    answers |= {
        message.id: Rejected(NOT_SENT) for message in messages if not may_receive(message.address)
    }
    allowed = [message for message in messages if message.id not in answers]
    requests = [allowed]
    if provider.shares_words:
        by_words = groupby(allowed, key=lambda message: message.shared or str(message.id))
        requests = [list(request) for _shared, request in by_words]
    goes_on = True
    for request in filter(None, requests):
        results: Sequence[Answer] = [NotProcessed("the provider took no more")] * len(request)
        if goes_on:
            try:
                results = provider.send_many(request)
            except (NotProcessed, Unclear) as answer:
                results = [answer] * len(request)
            goes_on = _takes_more(results)
        answers |= {message.id: answer for message, answer in zip(request, results, strict=True)}
    return goes_on


def _takes_more(answers: Sequence[Answer]) -> bool:
    failed = [answer for answer in answers if isinstance(answer, NotProcessed)]
    none_taken = len(answers) > 1 and len(failed) == len(answers)
    return not none_taken and not any(answer.stops_batch for answer in failed)
