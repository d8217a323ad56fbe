"""Sending: claim a batch, hand each message over, write down what the provider said.

The database is never held while a provider works: `handed_over` is committed before the call,
and what came of it is written after it. Whatever dies in between leaves a row that says so.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from district_cms.web.queue.heartbeat import own_name

from ..models import Message
from ..providers.base import NotProcessed, Provider, Rejected, Unclear
from ..providers.registry import make_provider
from ..selectors import objection
from ..state import State, can_retry, wait_before_retry
from .moving import move
from .outgoing import as_outgoing

log = logging.getLogger("district.outbox")

BATCH = 50
# A batch begins no further message after this many seconds: the last one must still end within
# the queue's time limit for a task. One that does not is cut off, and ends as unknown.
BATCH_SECONDS = 60


@dataclass(slots=True)
class Dispatched:
    """What one batch came to: how many messages reached each state; how many were put back."""

    counts: dict[State, int] = field(default_factory=dict)
    put_back: int = 0

    def add(self, state: State) -> None:
        self.counts[state] = self.counts.get(state, 0) + 1

    def __str__(self) -> str:
        words = [f"{number} {state}" for state, number in sorted(self.counts.items())]
        if self.put_back:
            words.append(f"{self.put_back} put back")
        return ", ".join(words) or "nothing to send"


def claim_batch(size: int = BATCH) -> list[UUID]:
    """Take up to `size` messages that are due; nobody else gets the same ones.

    Who waits at the screen comes first (account, confirmation), then the longest waiting.
    """
    return move(
        Message.objects.due(),
        State.CLAIMED,
        most=size,
        skip_locked=True,
        claimed_at=timezone.now(),
        claimed_by=own_name(),
        claims=F("claims") + 1,
    )


def dispatch_batch(ids: Sequence[UUID]) -> Dispatched:
    """Send the claimed messages, one after the other. Those not begun in time are put back.

    Must not be called inside a transaction (raises RuntimeError): nothing would be committed
    before the provider is called.
    """
    done = Dispatched()
    provider = make_provider("email")
    waiting = list(ids)
    stop_at = time.monotonic() + BATCH_SECONDS
    try:
        while waiting and time.monotonic() < stop_at:
            reached = _deliver(waiting.pop(0), provider)
            if reached is not None:
                done.add(reached)
    finally:
        # Also when something broke: the others need not wait for the sweep.
        done.put_back = len(_put_back(waiting))
    return done


def _put_back(ids: Sequence[UUID]) -> list[UUID]:
    return move(
        Message.objects.filter(pk__in=ids, state=State.CLAIMED),
        State.READY,
        detail="not begun, waits for the next batch",
        claims=F("claims") - 1,
    )


def _deliver(pk: UUID, provider: Provider) -> State | None:
    """One message, from the last question to the answer. None when someone else has it."""
    message = Message.objects.filter(pk=pk, state=State.CLAIMED).first()
    if message is None:
        return None
    reason = objection(message)
    if reason:
        return State.CANCELED if _one(pk, State.CANCELED, detail=reason) else None
    if not _hand_over(pk, provider.name):
        return None
    attempt = message.attempts + 1
    try:
        answer = provider.send(as_outgoing([message])[0].whole())
    except NotProcessed as error:
        return _try_later(message, attempt, str(error))
    except Unclear as error:
        log.warning("message %s: unknown whether it was sent", pk)
        return settle(pk, State.UNKNOWN, error=_without(message.address, str(error)))
    if isinstance(answer, Rejected):
        log.warning("message %s: rejected", pk)
        return settle(pk, State.REJECTED, error=_without(message.address, answer.reason))
    return settle(pk, State.ACCEPTED, provider_id=answer.id)


def _hand_over(pk: UUID, provider: str) -> bool:
    """Commit, before the provider is called, that it is about to be. The try counts from here."""
    with transaction.atomic(durable=True):
        return _one(
            pk,
            State.HANDED_OVER,
            handed_over_at=timezone.now(),
            attempts=F("attempts") + 1,
            provider=provider,
            error="",
        )


def settle(
    pk: UUID, state: State, *, provider_id: str = "", error: str = "", detail: str = ""
) -> State | None:
    """Write down how a message ended; returns that state.

    For the answer of a provider, and for evidence that comes later about one that was unknown.
    Returns None, and changes nothing, when the message's state does not lead there.
    """
    values = {"error": error[:500]}
    if provider_id:
        values["provider_id"] = provider_id[:250]
    return state if _one(pk, state, detail=detail or error, **values) else None


def _try_later(message: Message, attempt: int, reason: str) -> State | None:
    error = _without(message.address, reason)
    if not can_retry(attempt):
        log.warning("message %s: given up after %d tries", message.pk, attempt)
        return settle(message.pk, State.REJECTED, error=f"given up after {attempt} tries: {error}")
    later = timezone.now() + wait_before_retry(attempt)
    values = {"send_after": later, "error": error[:500]}
    return State.READY if _one(message.pk, State.READY, detail=error, **values) else None


def _one(pk: UUID, to: State, *, detail: str = "", **values: Any) -> bool:
    return bool(move(Message.objects.filter(pk=pk), to, detail=detail, **values))


def _without(address: str, words: str) -> str:
    """A server's answer often repeats the address; the record says it in one place only."""
    return words.replace(address, "…")
