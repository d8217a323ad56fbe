"""Writes down what providers say of messages: their answers, and evidence that comes later."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from district_cms.web.bulk_sql import is_one_of

from ..models import DigestItem, Message, MessageClass
from ..providers.base import Accepted, Answer, Evidence, NotProcessed, Rejected
from ..rules.masking import without_addresses
from ..rules.policy import POLICIES
from ..rules.state import EVIDENCE, RANK, SENT, State, next_try
from ..suppressions.services import ProviderReport, suppress
from . import rate_limit
from .transitions import Ending, move, move_each

log = logging.getLogger("district.outbox")

NOT_SENT: Final = "not sent: trial"


@transaction.atomic
def settle_all(
    messages: Sequence[Message], answers: Mapping[UUID, Answer], *, channel: str
) -> dict[UUID, State]:
    """Write down the answers to messages that were handed over, as they were read before that;
    returns the states that they reach. What has no answer stays handed over. What was not processed
    is tried again later, as long as it is of use."""
    now = timezone.now()
    endings: list[Ending] = []
    later: dict[tuple[dt.datetime, str, bool], list[UUID]] = defaultdict(list)
    given_up: list[UUID] = []
    on_trial: list[UUID] = []
    unreachable = False
    busy = _busy_wait(messages, answers, channel, now)
    for message in messages:
        pk, answer = message.pk, answers.get(message.pk)
        if answer is None:
            continue
        if isinstance(answer, NotProcessed):
            error = without_addresses(str(answer), message.address)
            unreachable = unreachable or answer.unreachable
            if (wait := busy if answer.busy else answer.wait) is not None:
                later[now + wait, error, False].append(pk)
            elif (moment := _next_attempt(message, now)) is not None:
                later[moment, error, True].append(pk)
            else:
                given_up.append(pk)
                error = f"given up after {message.attempts + 1} tries: {error}"
                endings.append(Ending(pk, State.REJECTED, now, error, "", error))
        else:
            endings.append(_ending(message, answer, now))
            if isinstance(answer, Rejected) and answer.reason == NOT_SENT:
                on_trial.append(pk)
    found = move_each(endings)
    suppress(_suppressed(messages, answers, channel, now))
    for (moment, error, counts), ids in later.items():
        values: dict[str, Any] = {} if counts else {"attempts": F("attempts") - 1}
        values["claims"] = 0  # it was begun
        rows = Message.objects.filter(pk__in=ids, state=State.HANDED_OVER)
        moved = move(
            rows, State.READY, detail=error, send_after=moment, error=error[:500], **values
        )
        found |= dict.fromkeys(moved, State.READY)
        if not counts:
            rate_limit.close(channel, until=moment)
    if unreachable:
        # Else all that waits would be claimed and put back, batch after batch, without end.
        rate_limit.close(channel, until=now + rate_limit.MINUTE)
    # A trial ends: what it kept back is in the first digest after it.
    release_updates([pk for pk in (*given_up, *on_trial) if pk in found])
    _log(found, given_up)
    return found


def _busy_wait(
    messages: Sequence[Message], answers: Mapping[UUID, Answer], channel: str, now: dt.datetime
) -> dt.timedelta | None:
    """How long to wait for a provider that takes no more connections; None where none is. One that
    took something lately has a free one in a moment."""
    given = answers.values()
    if not any(isinstance(answer, NotProcessed) and answer.busy for answer in given):
        return None
    # What it took of these is not written down yet.
    takes = any(isinstance(answer, Accepted) for answer in given)
    urgent = any(one.message_class == MessageClass.URGENT for one in messages)
    soon = takes or urgent or rate_limit.took_lately(channel, now)
    return rate_limit.MOMENT if soon else rate_limit.MINUTE


def release_updates(ids: Sequence[UUID]) -> None:
    """Let the next digest have the updates of messages that surely nobody got."""
    if ids:
        DigestItem.objects.filter(message_uuid__in=ids).delete()


def _next_attempt(message: Message, now: dt.datetime) -> dt.datetime | None:
    longest = POLICIES[message.message_class].longest_wait
    attempts = message.attempts + 1
    return next_try(attempts, now=now, expires_at=message.expires_at, longest=longest)


def _suppressed(
    messages: Sequence[Message], answers: Mapping[UUID, Answer], channel: str, now: dt.datetime
) -> list[ProviderReport]:
    """The addresses that are themselves the reason why the provider refused."""
    found = []
    for one in messages:
        answer = answers.get(one.pk)
        if isinstance(answer, Rejected) and answer.cause is not None:
            reason = without_addresses(answer.reason, one.address)
            found.append(ProviderReport(one.address, channel, answer.cause, now, reason, one.pk))
    return found


def _ending(message: Message, answer: Answer, now: dt.datetime) -> Ending:
    if isinstance(answer, Accepted):
        return Ending(message.pk, State.ACCEPTED, now, "", answer.id, "")
    rejected = isinstance(answer, Rejected)
    words = answer.reason if isinstance(answer, Rejected) else str(answer)
    reason = without_addresses(words, message.address)
    state = State.REJECTED if rejected else State.UNKNOWN
    return Ending(message.pk, state, now, reason, "", reason)


def _log(found: Mapping[UUID, State], given_up: Sequence[UUID]) -> None:
    for state in (State.REJECTED, State.UNKNOWN):
        ids = [pk for pk, reached in found.items() if reached is state]
        if ids:
            log.warning("outbox: %d %s, the first is %s", len(ids), state, ids[0])
    if given_up:
        log.warning("outbox: %d given up after the last try", len(given_up))


@transaction.atomic
def note_all_evidence(evidence: Iterable[Evidence]) -> dict[UUID, State]:
    """Write down what providers report later, by a webhook or when asked; returns the new states of
    the messages that have one. Of several reports about one message the one that tells most counts.
    Raises ValueError for a state that is no evidence."""
    most: dict[UUID, Evidence] = {}
    for one in evidence:
        if one.state not in EVIDENCE:
            raise ValueError(f"A provider cannot say that a message is {one.state}.")
        before = most.get(one.message)
        if before is None or RANK[one.state] > RANK[before.state]:
            most[one.message] = one
    # Two requests about the same messages, each in an order of its own, would wait for each other.
    rows = Message.objects.filter(is_one_of("pk", UUID, list(most))).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    found = move_each(
        Ending(
            pk,
            one.state,
            one.at,
            detail=one.detail,
            provider_id=one.provider_id,
            error="" if one.state in SENT else one.detail,
        )
        for pk, one in most.items()
    )
    # What has arrived need not go into the next digest once more.
    arrived = [pk for pk, state in found.items() if state in SENT]
    DigestItem.objects.filter(message_uuid__in=arrived, may_repeat=True).update(may_repeat=False)
    release_updates([pk for pk in found if most[pk].given_up])
    return found
