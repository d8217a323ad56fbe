"""The one way in which messages change their state: together with the event that says so."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import Message, MessageEvent
from ..models.outbox import MessageQuerySet
from ..rules.state import SETTLED, State, sources_of
from .rows import insert_rows

DETAIL_LENGTH = 500  # as long as the columns


@transaction.atomic
def move(
    rows: MessageQuerySet,
    to: State,
    *,
    detail: str = "",
    most: int | None = None,
    skip_locked: bool = False,
    at: dt.datetime | None = None,
    **values: Any,
) -> list[UUID]:
    """Bring those of `rows` that may go there into the state `to`; say which went.

    Rows whose state does not lead there are left alone. On PostgreSQL the rows are locked; with
    `skip_locked` those that someone else is moving are left out. On SQLite the transaction is
    the lock: only one writes at a time. The condition is repeated in the UPDATE, so that no
    database's leniency lets two workers have the same message. `at` is when it happened, where
    that is not now.
    """
    sources = sources_of(to)
    allowed = rows.filter(state__in=sources)
    ids = list(
        allowed.select_for_update(skip_locked=skip_locked).values_list("pk", flat=True)[:most]
    )
    if not ids:
        return []
    now = at or timezone.now()
    if to in SETTLED:
        values["settled_at"] = now
    changed = Message.objects.filter(pk__in=ids, state__in=sources).update(state=to, **values)
    if changed != len(ids):
        # Cannot happen under either lock; if it does, nobody may act on a half-known batch.
        raise RuntimeError(f"{len(ids)} messages were to become {to}, {changed} did.")
    add_events(ids, to, at=now, detail=detail)
    return ids


def add_events(ids: Iterable[UUID], state: State, *, at: dt.datetime, detail: str = "") -> None:
    shared = {"at": at, "state": state.value, "detail": detail[:DETAIL_LENGTH]}
    insert_rows(MessageEvent, shared, {"message": list(ids)})


@dataclass(frozen=True, slots=True)
class Ending:
    """How one message ended, or went on: the state that it comes to, and what is kept with it."""

    message: UUID
    state: State
    at: dt.datetime
    detail: str = ""
    provider_id: str = ""
    error: str | None = None  # None: what stands there stays


@transaction.atomic
def move_each(endings: Iterable[Ending]) -> dict[UUID, State]:
    """Bring each message where its ending says, those that may go there; say which went.

    As `move`, with values of its own for each: some queries for every state, not for every message.
    """
    by_state: dict[State, dict[UUID, Ending]] = defaultdict(dict)
    for ending in endings:
        by_state[ending.state][ending.message] = ending
    moved: dict[UUID, State] = {}
    for state, wanted in by_state.items():
        sources = sources_of(state)
        rows = Message.objects.filter(pk__in=wanted, state__in=sources).select_for_update()
        known = {row.pk: row for row in rows.only("pk", "state", "provider_id", "error")}
        if not known:
            continue
        for pk, row in known.items():
            ending = wanted[pk]
            row.state = state
            row.settled_at = ending.at
            row.provider_id = ending.provider_id[:250] or row.provider_id
            row.error = row.error if ending.error is None else ending.error[:DETAIL_LENGTH]
        _write(list(known.values()))
        MessageEvent.objects.bulk_create(
            MessageEvent(
                message=pk,
                at=wanted[pk].at,
                state=state,
                detail=wanted[pk].detail[:DETAIL_LENGTH],
            )
            for pk in known
        )
        moved |= dict.fromkeys(known, state)
    return moved


def _write(rows: list[Message]) -> None:
    """The new values of rows that are locked; what all have in common in one plain statement."""
    alike = {(row.state, row.settled_at, row.error) for row in rows}
    names = {row.provider_id for row in rows}
    if len(alike) > 1:
        Message.objects.bulk_update(rows, ["state", "settled_at", "provider_id", "error"])
        return
    state, settled_at, error = alike.pop()
    values = {"state": state, "settled_at": settled_at, "error": error}
    if len(names) == 1:
        values["provider_id"] = names.pop()
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    if names:
        Message.objects.bulk_update(rows, ["provider_id"])
