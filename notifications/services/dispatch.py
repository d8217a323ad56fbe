"""Sending: claim a batch, hand it over in chunks, write down what the provider said.

The database is never held while a provider works: `handed_over` is committed before the call,
and what came of it is written after it. Whatever dies in between leaves rows that say so. Claims,
hand-overs and answers are statements for many messages, so that their number does not grow with
that of the messages.
"""

import datetime as dt
import logging
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from district_cms.web.queue.heartbeat import own_name
from district_cms.web.statements.arrays import one_of

from ..models import Channel, Message, MessageClass
from ..providers.base import Provider
from ..providers.registry import make_provider, provider_class
from ..rules.policy import POLICIES
from ..rules.state import State
from . import pace
from .answers import Handed, settle_all
from .calling import Called, call
from .marks import Marks
from .moving import move, move_claimed
from .outgoing import Kept, as_outgoing, words_to_send
from .pausing import held_classes
from .sifting import sift

log = logging.getLogger("district.outbox")

BATCH = 500
# Different requests within one hand-over: what one worker that dies can leave unknown, and how
# long the answers of the first ones wait to be written down.
MOST_REQUESTS = 100
CHANNEL = attrgetter("channel")
# A batch begins no further chunk after this many seconds: the last one must still end within
# the queue's time limit for a task. One that does not is cut off, and ends as unknown.
BATCH_SECONDS = 60
# So often a batch under way looks whether an urgent notice has come, which must not wait for it.
LOOK_SECONDS = 5


@dataclass(slots=True)
class Dispatched:
    """What one batch came to: how many messages reached each state; how many were put back."""

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
    """Whose turn it is: the channel whose messages that are due are the most urgent, of equals
    another than the `last` one; "" where nothing is due, or all that is rests. A channel that is
    slow, or breaks, must not keep what is as urgent waiting."""
    without = {*without, *pace.resting(timezone.now())}
    due = Message.objects.due().exclude(message_class__in=held_classes())
    urgent: dict[str, int] = {}
    for channel in Channel:
        first = due.filter(channel=channel).values_list("priority", flat=True).first()
        if first is not None and channel not in without:
            urgent[channel.value] = first
    return min(urgent, key=lambda channel: (urgent[channel], channel == last), default="")


def goes_on_at(before: dt.datetime) -> dt.datetime | None:
    """When the first message can be sent that cannot yet, if that is `before` this moment (aware):
    its time comes, or its channel has rested."""
    now = timezone.now()
    ready = Message.objects.filter(state=State.READY, send_after__lte=before)
    soon = ready.filter(send_after__gt=now).order_by("send_after")
    moments = list(soon.values_list("send_after", flat=True)[:1])
    for channel, until in pace.resting(now).items():
        if until <= before and ready.filter(channel=channel).exists():
            moments.append(until)
    return min(moments, default=None)


def claim_batch(size: int = BATCH, *, channel: str = "") -> list[UUID]:
    """Take up to `size` messages that are due, of one `channel` or of all; nobody else gets the
    same ones.

    What is urgent comes first, then who waits at the screen, then the longest waiting; those with
    the same words stand together. What the office's pause holds is left where it is. Of a channel
    that has just rested only a handful: each that is claimed and put back would be on record.
    """
    if channel and pace.rested_lately(channel, timezone.now()):
        size = min(size, provider_class(channel).most_at_once)
    due = Message.objects.due().exclude(message_class__in=held_classes())
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
    """Send the claimed messages, chunk by chunk. Those not begun in time are put back. For what is
    urgent on one of the `broken` channels, which has no batch now, nothing makes way.

    Must not be called inside a transaction (raises RuntimeError): nothing would be committed
    before the provider is called.
    """
    done = Dispatched()
    stop_at = time.monotonic() + BATCH_SECONDS
    waiting, shut = list(ids), frozenset(broken)
    try:
        messages = list(
            Message.objects.filter(pk__in=one_of(UUID, ids), state=State.CLAIMED).order_by(
                "priority", "send_after", "alike", "created_at"
            )
        )
        sifted = sift(messages)
        done.add(sifted.states)
        waiting = [message.pk for message in sifted.wanted]
        failure = sifted.failure
        for channel, group in groupby(sorted(sifted.wanted, key=CHANNEL), key=CHANNEL):
            try:
                _send_channel(channel, list(group), done, waiting, stop_at, shut)
            except Exception as error:  # what breaks on one channel must not hold up the others
                log.exception("sending by %s broke off", channel)
                failure = failure or error
    finally:
        # Also when something broke: the others need not wait for the sweep.
        done.put_back += len(_put_back(waiting))
    if failure is not None:
        raise failure
    return done


def _send_channel(
    channel: str,
    messages: list[Message],
    done: Dispatched,
    waiting: list[UUID],
    stop_at: float,
    shut: frozenset[str],
) -> None:
    """Hand over the messages of one channel; takes what was begun out of `waiting`."""
    provider = make_provider(channel)
    try:
        _send_by(provider, messages, done, waiting, stop_at, shut)
    finally:
        provider.close()


def _send_by(
    provider: Provider,
    messages: list[Message],
    done: Dispatched,
    waiting: list[UUID],
    stop_at: float,
    shut: frozenset[str],
) -> None:
    rest, kept = messages, words_to_send(messages)
    marks = Marks(kept)
    look_at = stop_at - BATCH_SECONDS + LOOK_SECONDS
    while rest and (now := time.monotonic()) < stop_at:
        if now >= look_at:
            if _is_overtaken(rest, shut):
                return
            look_at = now + LOOK_SECONDS
        held = held_classes()
        rest = [message for message in rest if message.message_class not in held]
        chunk = next_chunk(rest, provider)
        if not chunk:
            return
        granted = pace.take(provider.channel, len(chunk))
        if granted.number < len(chunk):
            late = rest[granted.number :]
            _wait(late, waiting, granted)
            done.put_back += len(late)
            chunk, rest = chunk[: granted.number], []
        else:
            rest = rest[len(chunk) :]
        if not chunk:
            return
        if not _send_chunk(chunk, kept, marks, provider, done, waiting):
            return


def _is_overtaken(rest: Sequence[Message], shut: frozenset[str]) -> bool:
    """Whether an urgent notice is due that could leave now, on any channel that is not `shut`, and
    none of the rest is one. The rest is put back then, and comes after it."""
    if rest[0].message_class == MessageClass.URGENT:
        return False
    now = timezone.now()
    open_channels = set(Channel.values) - shut - pace.resting(now).keys()
    urgent = POLICIES[MessageClass.URGENT].priority
    due = Message.objects.filter(state=State.READY, priority=urgent, send_after__lte=now)
    return due.filter(channel__in=open_channels).exists()


def next_chunk(messages: Sequence[Message], provider: Provider) -> list[Message]:
    """Those of the messages, which stand in their order, that are handed over together next."""
    chunk: list[Message] = []
    requests: set[str] = set()
    for message in messages[: provider.most_at_once]:
        requests.add(message.alike or str(message.pk))
        if provider.shares_words and len(requests) > MOST_REQUESTS:
            break
        chunk.append(message)
    return chunk


def _send_chunk(
    chunk: list[Message],
    kept: Kept,
    marks: Marks,
    provider: Provider,
    done: Dispatched,
    waiting: list[UUID],
) -> bool:
    """From the hand-over to the answers. False where the provider wants to be left alone."""
    begun = set(_hand_over(chunk, marks, provider.name))
    ours = {message.pk for message in chunk}
    waiting[:] = [pk for pk in waiting if pk not in ours]
    messages = [message for message in chunk if message.pk in begun]
    if not messages:
        return True
    handed = [
        Handed(one.pk, one.attempts + 1, one.address, one.message_class, one.expires_at)
        for one in messages
    ]
    called = Called()
    try:
        call(provider, as_outgoing(messages, kept), called)
    finally:
        # Whatever broke: what is not written down is unknown.
        done.add(settle_all(handed, called.answers, channel=provider.channel).values())
    return not called.left_alone


def _hand_over(messages: Sequence[Message], marks: Marks, provider: str) -> list[UUID]:
    """Commit, before the provider is called, that it is about to be, as whom, and with which words.
    The try counts from here."""
    return move_claimed(
        messages,
        State.HANDED_OVER,
        details={message.pk: str(marks.of(message)) for message in messages},
        handed_over_at=timezone.now(),
        attempts=F("attempts") + 1,
        provider=provider,
        error="",
    )


def _wait(messages: Sequence[Message], waiting: list[UUID], granted: pace.Granted) -> None:
    """Put back what is too much for now, until there is room again."""
    ids = {message.pk for message in messages}
    waiting[:] = [pk for pk in waiting if pk not in ids]
    move(
        Message.objects.filter(pk__in=one_of(UUID, ids), state=State.CLAIMED),
        State.READY,
        detail=granted.reason,
        claims=F("claims") - 1,
        send_after=granted.again_at,
    )


def _put_back(ids: Sequence[UUID]) -> list[UUID]:
    if not ids:
        return []
    return move(
        Message.objects.filter(pk__in=one_of(UUID, ids), state=State.CLAIMED),
        State.READY,
        detail="not begun, waits for the next batch",
        claims=F("claims") - 1,
    )
