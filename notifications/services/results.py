"""Records what providers report about messages: their answers, and later evidence."""

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
    """Record the answers to messages that were handed over (as read before the hand-over); returns
    their new states. Messages without an answer stay handed over. Unprocessed messages are retried
    later, while they are useful."""
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
    states = move_each(endings)
    suppress(_suppressed(messages, answers, channel, now))
    for (moment, error, counts), ids in later.items():
        values: dict[str, Any] = {} if counts else {"attempts": F("attempts") - 1}
        values["claims"] = 0  # it was started
        rows = Message.objects.filter(pk__in=ids, state=State.HANDED_OVER)
        moved = move(
            rows, State.READY, detail=error, send_after=moment, error=error[:500], **values
        )
        states |= dict.fromkeys(moved, State.READY)
        if not counts:
            rate_limit.close(channel, until=moment)
    if unreachable:
        # Otherwise all waiting messages would be claimed and put back, batch after batch,
        # endlessly.
        rate_limit.close(channel, until=now + rate_limit.MINUTE)
    # When a trial ends, the first digest includes what the trial held back.
    release_updates([pk for pk in (*given_up, *on_trial) if pk in states])
    _log(states, given_up)
    return states


def _busy_wait(
    messages: Sequence[Message], answers: Mapping[UUID, Answer], channel: str, now: dt.datetime
) -> dt.timedelta | None:
    """Returns how long to wait for a provider that accepts no more connections; None if none is
    busy. A provider that took something lately has a free connection soon."""
    values = answers.values()
    if not any(isinstance(answer, NotProcessed) and answer.busy for answer in values):
        return None
    # The answers of these messages are not recorded yet.
    takes = any(isinstance(answer, Accepted) for answer in values)
    urgent = any(message.message_class == MessageClass.URGENT for message in messages)
    soon = takes or urgent or rate_limit.took_lately(channel, now)
    return rate_limit.MOMENT if soon else rate_limit.MINUTE


def release_updates(ids: Sequence[UUID]) -> None:
    """Let the next digest include the updates of messages that certainly nobody got."""
    if ids:
        DigestItem.objects.filter(message_uuid__in=ids).delete()


def _next_attempt(message: Message, now: dt.datetime) -> dt.datetime | None:
    longest = POLICIES[message.message_class].longest_wait
    attempts = message.attempts + 1
    return next_try(attempts, now=now, expires_at=message.expires_at, longest=longest)


def _suppressed(
    messages: Sequence[Message], answers: Mapping[UUID, Answer], channel: str, now: dt.datetime
) -> list[ProviderReport]:
    """Returns reports of addresses that are themselves the reason for a rejection."""
    reports = []
    for message in messages:
        answer = answers.get(message.pk)
        if isinstance(answer, Rejected) and answer.cause is not None:
            reason = without_addresses(answer.reason, message.address)
            reports.append(
                ProviderReport(message.address, channel, answer.cause, now, reason, message.pk)
            )
    return reports


def _ending(message: Message, answer: Answer, now: dt.datetime) -> Ending:
    if isinstance(answer, Accepted):
        return Ending(message.pk, State.ACCEPTED, now, "", answer.id, "")
    rejected = isinstance(answer, Rejected)
    words = answer.reason if isinstance(answer, Rejected) else str(answer)
    reason = without_addresses(words, message.address)
    state = State.REJECTED if rejected else State.UNKNOWN
    return Ending(message.pk, state, now, reason, "", reason)


def _log(states: Mapping[UUID, State], given_up: Sequence[UUID]) -> None:
    for state in (State.REJECTED, State.UNKNOWN):
        ids = [pk for pk, reached in states.items() if reached is state]
        if ids:
            log.warning("outbox: %d %s, the first is %s", len(ids), state, ids[0])
    if given_up:
        log.warning("outbox: %d given up after the last try", len(given_up))


@transaction.atomic
def note_all_evidence(evidence: Iterable[Evidence]) -> dict[UUID, State]:
    """Record later reports of providers, from webhooks or queries; returns the new states of
    messages that moved. Of several reports about one message, the most informative one counts.
    Raises `ValueError` for a state that is no evidence."""
    most: dict[UUID, Evidence] = {}
    for report in evidence:
        if report.state not in EVIDENCE:
            raise ValueError(f"A provider cannot say that a message is {report.state}.")
        before = most.get(report.message)
        if before is None or RANK[report.state] > RANK[before.state]:
            most[report.message] = report
    # Two requests that lock the same messages in different orders would deadlock.
    rows = Message.objects.filter(is_one_of("pk", UUID, list(most))).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    states = move_each(
        Ending(
            pk,
            report.state,
            report.at,
            detail=report.detail,
            provider_id=report.provider_id,
            error="" if report.state in SENT else report.detail,
        )
        for pk, report in most.items()
    )
    # Updates that arrived need not be repeated in the next digest.
    arrived = [pk for pk, state in states.items() if state in SENT]
    DigestItem.objects.filter(message_uuid__in=arrived, may_repeat=True).update(may_repeat=False)
    release_updates([pk for pk in states if most[pk].given_up])
    return states
