"""Writing down what a provider said of the messages that it was handed."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models import DigestItem, Message, MessageClass
from ..providers.base import Accepted, Answer, NotProcessed, Rejected
from ..providers.trial import NOT_SENT
from ..rules.masking import without_addresses
from ..rules.policy import POLICIES
from ..rules.state import State, next_try
from ..suppressions.services import Found, suppress
from . import pace
from .moving import Ending, move, move_each

log = logging.getLogger("district.outbox")


@dataclass(frozen=True, slots=True)
class Handed:
    """A message that was handed over: the number of this try, the address, which no answer that is
    kept may repeat, its class, and until when it is of use."""

    message: UUID
    attempt: int
    address: str
    message_class: str
    expires_at: dt.datetime | None


def settle(
    pk: UUID, state: State, *, provider_id: str = "", error: str = "", detail: str = ""
) -> State | None:
    """Write down how a message ended; returns that state.

    For the answer of a provider, and for evidence that comes later about one that was unknown.
    Returns None, and changes nothing, when the message's state does not lead there.
    """
    ending = Ending(pk, state, timezone.now(), detail or error, provider_id, error)
    with transaction.atomic():
        return move_each([ending]).get(pk)


@transaction.atomic
def settle_all(
    handed: Sequence[Handed], answers: Mapping[UUID, Answer], *, channel: str
) -> dict[UUID, State]:
    """Write down the answers; returns the states that came of them. What has no answer stays
    handed over. What was surely not processed is tried again later, as long as it is of use."""
    now = timezone.now()
    endings: list[Ending] = []
    later: dict[tuple[dt.datetime, str, bool], list[UUID]] = defaultdict(list)
    given_up: list[UUID] = []
    on_trial: list[UUID] = []
    unreachable = False
    busy = _rest_of_busy(handed, answers, channel, now)
    for one in handed:
        answer = answers.get(one.message)
        if answer is None:
            continue
        if isinstance(answer, NotProcessed):
            error = without_addresses(str(answer), one.address)
            unreachable = unreachable or answer.unreachable
            if (wait := busy if answer.busy else answer.wait) is not None:
                later[now + wait, error, False].append(one.message)
            elif (moment := _next_try(one, now)) is not None:
                later[moment, error, True].append(one.message)
            else:
                given_up.append(one.message)
                error = f"given up after {one.attempt} tries: {error}"
                endings.append(Ending(one.message, State.REJECTED, now, error, "", error))
        else:
            endings.append(_ending(one, answer, now))
            if isinstance(answer, Rejected) and answer.reason == NOT_SENT:
                on_trial.append(one.message)
    found = move_each(endings)
    if unwelcome := _suppressed(handed, answers, channel, now):
        suppress(unwelcome)
    for (moment, error, counts), ids in later.items():
        values: dict[str, Any] = {} if counts else {"attempts": F("attempts") - 1}
        values["claims"] = 0  # it was begun
        rows = Message.objects.filter(pk__in=ids, state=State.HANDED_OVER)
        moved = move(
            rows, State.READY, detail=error, send_after=moment, error=error[:500], **values
        )
        found |= dict.fromkeys(moved, State.READY)
        if not counts:
            pace.close(channel, until=moment)
    if unreachable:
        # Else all that waits would be claimed and put back, batch after batch, without end.
        pace.close(channel, until=now + pace.MINUTE)
    # A trial ends: what it kept back is in the first digest after it.
    release_updates([pk for pk in (*given_up, *on_trial) if pk in found])
    _log(found, given_up)
    return found


def _rest_of_busy(
    handed: Sequence[Handed], answers: Mapping[UUID, Answer], channel: str, now: dt.datetime
) -> dt.timedelta | None:
    """How long to leave a provider alone that takes no more connections; None where it is not so.
    One that took something lately has a free one in a moment, and what is urgent asks for it."""
    given = answers.values()
    if not any(isinstance(answer, NotProcessed) and answer.busy for answer in given):
        return None
    # What it took of these is not written down yet.
    takes = any(isinstance(answer, Accepted) for answer in given)
    urgent = any(one.message_class == MessageClass.URGENT for one in handed)
    soon = takes or urgent or pace.took_lately(channel, now)
    return pace.MOMENT if soon else pace.MINUTE


def release_updates(ids: Sequence[UUID]) -> None:
    """Let the next digest have the updates of messages that surely nobody got."""
    if ids:
        DigestItem.objects.filter(message_uuid__in=ids).delete()


def _next_try(one: Handed, now: dt.datetime) -> dt.datetime | None:
    longest = POLICIES[one.message_class].longest_wait
    return next_try(one.attempt, now=now, expires_at=one.expires_at, longest=longest)


def _suppressed(
    handed: Sequence[Handed], answers: Mapping[UUID, Answer], channel: str, now: dt.datetime
) -> list[Found]:
    """The addresses that are themselves the reason why the provider refused."""
    found = []
    for one in handed:
        answer = answers.get(one.message)
        if isinstance(answer, Rejected) and answer.cause is not None:
            reason = without_addresses(answer.reason, one.address)
            found.append(Found(one.address, channel, answer.cause, now, reason, one.message))
    return found


def _ending(one: Handed, answer: Answer, now: dt.datetime) -> Ending:
    if isinstance(answer, Accepted):
        return Ending(one.message, State.ACCEPTED, now, "", answer.id, "")
    if isinstance(answer, Rejected):
        reason = without_addresses(answer.reason, one.address)
        return Ending(one.message, State.REJECTED, now, reason, "", reason)
    reason = without_addresses(str(answer), one.address)
    return Ending(one.message, State.UNKNOWN, now, reason, "", reason)


def _log(found: Mapping[UUID, State], given_up: Sequence[UUID]) -> None:
    for state in (State.REJECTED, State.UNKNOWN):
        ids = [pk for pk, reached in found.items() if reached is state]
        if ids:
            log.warning("outbox: %d %s, the first is %s", len(ids), state, ids[0])
    if given_up:
        log.warning("outbox: %d given up after the last try", len(given_up))
