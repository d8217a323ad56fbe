"""The only place where messages change their state, always together with the event that records
it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from district_cms.web.bulk_sql import array, insert_rows, one_of

from ..models import Message, MessageEvent
from ..models.outbox import MessageQuerySet
from ..rules.state import SETTLED, State, sources_of

DETAIL_LENGTH = 500  # as long as the columns
UPDATE_EACH: Final = """
WITH given (message, name, at, error) AS ({given})
UPDATE {table} SET state = %s, settled_at = given.at,
    error = CASE WHEN given.error IS NULL THEN {table}.error ELSE given.error END,
    provider_id = CASE WHEN given.name = '' THEN provider_id ELSE given.name END
FROM given WHERE id = given.message AND state IN ({sources}) RETURNING id
"""
ARRAYS: Final = "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[])"


@transaction.atomic
def move(
    rows: MessageQuerySet,
    to: State,
    *,
    detail: str = "",
    most: int | None = None,
    skip_locked: bool = False,
    at: dt.datetime | None = None,
    details: Mapping[UUID, str] | None = None,
    **values: Any,
) -> list[UUID]:
    """Move the `rows` that may go there to the state `to`; returns their ids.

    On PostgreSQL the rows are locked; `skip_locked` leaves out those that someone else is moving.
    On SQLite the transaction is the lock. The UPDATE repeats the condition, so that no two workers
    get the same message. `at` is when it happened (default: now); `details` has one detail per
    message, if they differ.
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
    changed = Message.objects.filter(pk__in=one_of(UUID, ids), state__in=sources).update(
        state=to, **values
    )
    if changed != len(ids):
        # Cannot happen under either lock; if it does, nobody may act on a partly moved batch.
        raise RuntimeError(f"{len(ids)} messages were to become {to}, {changed} did.")
    add_events(ids, to, at=now, detail=detail, details=details)
    return ids


def add_events(
    ids: Iterable[UUID],
    state: State,
    *,
    at: dt.datetime,
    detail: str = "",
    details: Mapping[UUID, str] | None = None,
) -> None:
    shared: dict[str, Any] = {"at": at, "state": state.value}
    each: dict[str, Sequence[Any]] = {"message": list(ids)}
    if details is None:
        shared["detail"] = detail[:DETAIL_LENGTH]
    else:
        each["detail"] = [details[pk][:DETAIL_LENGTH] for pk in each["message"]]
    insert_rows(MessageEvent, shared, each)


def move_claimed(
    messages: Sequence[Message], to: State, *, details: Mapping[UUID, str], **values: Any
) -> list[UUID]:
    """Like `move`, committed on return, for messages that are most likely unchanged since the
    claim: it does not read them first. If one has changed, it starts over with reading."""
    rows = Message.objects.as_claimed(messages)
    with transaction.atomic(durable=True):
        if rows.update(state=to, **values) == len(messages):
            ids = [message.pk for message in messages]
            add_events(ids, to, at=timezone.now(), details=details)
            return ids
        transaction.set_rollback(True)
    with transaction.atomic(durable=True):
        return move(rows, to, details=details, **values)


@dataclass(frozen=True, slots=True)
class Ending:
    """The state that one message reaches, and what is written with it."""

    message: UUID
    state: State
    at: dt.datetime
    detail: str = ""
    provider_id: str = ""
    error: str | None = None  # None leaves the error unchanged


def move_each(endings: Iterable[Ending]) -> dict[UUID, State]:
    """Like `move`, with separate values for each message, in two statements per state. Must be
    called in a transaction."""
    by_state: dict[State, dict[UUID, Ending]] = defaultdict(dict)
    for ending in endings:
        by_state[ending.state][ending.message] = ending
    moved: dict[UUID, State] = {}
    for state, wanted in by_state.items():
        ids = _update_each(state, list(wanted.values()))
        went = [wanted[pk] for pk in ids]
        insert_rows(
            MessageEvent,
            {"state": state.value},
            {
                "message": ids,
                "at": [_moment(ending.at) for ending in went],
                "detail": [ending.detail[:DETAIL_LENGTH] for ending in went],
            },
        )
        moved |= dict.fromkeys(ids, state)
    return moved


def _update_each(state: State, endings: Sequence[Ending]) -> list[UUID]:
    sources = sorted(sources_of(state))
    on_postgresql = connection.vendor == "postgresql"
    columns: list[list[Any]] = [
        [ending.message if on_postgresql else ending.message.hex for ending in endings],
        [ending.provider_id[:250] for ending in endings],
        [_moment(ending.at) for ending in endings],
        [None if ending.error is None else ending.error[:DETAIL_LENGTH] for ending in endings],
    ]
    if on_postgresql:
        given, values = ARRAYS, list(map(array, columns))
    else:
        given = "VALUES " + ", ".join(["(%s, %s, %s, %s)"] * len(endings))
        values = list(chain(*zip(*columns, strict=True)))
    statement = UPDATE_EACH.format(
        given=given,
        table=connection.ops.quote_name(Message._meta.db_table),
        sources=", ".join(["%s"] * len(sources)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, state, *sources])
        return [pk if isinstance(pk, UUID) else UUID(pk) for (pk,) in cursor.fetchall()]


def _moment(at: dt.datetime) -> str:
    """Returns a moment in the database's format."""
    field = Message._meta.get_field("settled_at")
    return str(field.get_db_prep_save(at, connection))
