"""The one way in which messages change their state: together with the event that says so."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from district_cms.web.statements.arrays import array, one_of
from district_cms.web.statements.rows import insert_rows

from ..models import Message, MessageEvent
from ..models.outbox import MessageQuerySet
from ..rules.state import SETTLED, State, sources_of

DETAIL_LENGTH = 500  # as long as the columns
GIVEN: Final = "WITH given (message, name) AS ({given})"
ALIKE: Final = """
UPDATE {table} SET state = %s, settled_at = %s, error = %s,
    provider_id = CASE WHEN given.name = '' THEN provider_id ELSE given.name END
FROM given WHERE id = given.message AND state IN ({sources}) RETURNING id
"""
# With the event of each in the same statement, where the database can.
NOTED: Final = """
, moved AS ({moved}),
noted AS (INSERT INTO {events} (message, at, state, detail) SELECT id, %s, %s, %s FROM moved)
SELECT id FROM moved
"""
ARRAYS: Final = "SELECT * FROM unnest(%s::uuid[], %s::text[])"
# The same where moments and words differ too.
GIVEN_EACH: Final = "WITH given (message, name, at, error, detail) AS ({given})"
EACH: Final = """
UPDATE {table} SET state = %s, settled_at = given.at,
    error = CASE WHEN given.error IS NULL THEN {table}.error ELSE given.error END,
    provider_id = CASE WHEN given.name = '' THEN provider_id ELSE given.name END
FROM given WHERE id = given.message AND state IN ({sources}) RETURNING id
"""
EACH_NOTED: Final = """
, moved AS ({moved}, given.at, given.detail),
noted AS (INSERT INTO {events} (message, at, state, detail) SELECT id, at, %s, detail FROM moved)
SELECT id FROM moved
"""
ARRAYS_EACH: Final = (
    "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[], %s::text[])"
)


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
    """Bring those of `rows` that may go there into the state `to`; say which went.

    Rows whose state does not lead there are left alone. On PostgreSQL the rows are locked; with
    `skip_locked` those that someone else is moving are left out. On SQLite the transaction is
    the lock: only one writes at a time. The condition is repeated in the UPDATE, so that no
    database's leniency lets two workers have the same message. `at` is when it happened, where
    that is not now; `details` are those of each message, where they are not the same.
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
        # Cannot happen under either lock; if it does, nobody may act on a half-known batch.
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
    """As `move`, committed when it returns, for messages that are most likely all still as they
    were claimed: they are not read first. Where one of them is not, nothing of that is kept, and
    they are."""
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
    """How one message ended, or went on: the state that it comes to, and what is kept with it."""

    message: UUID
    state: State
    at: dt.datetime
    detail: str = ""
    provider_id: str = ""
    error: str | None = None  # None: what stands there stays


def move_each(endings: Iterable[Ending]) -> dict[UUID, State]:
    """Bring each message where its ending says, those that may go there; say which went.

    As `move`, with values of its own for each: some queries for every state, not for every message.
    Must be called in a transaction.
    """
    by_state: dict[State, dict[UUID, Ending]] = defaultdict(dict)
    for ending in endings:
        by_state[ending.state][ending.message] = ending
    moved: dict[UUID, State] = {}
    for state, wanted in by_state.items():
        alike = {(ending.at, ending.detail, ending.error) for ending in wanted.values()}
        by_itself = len(alike) > 1 or None in alike.pop()
        went = _move_by_itself(state, wanted) if by_itself else _move_alike(state, wanted)
        moved |= dict.fromkeys(went, state)
    return moved


def _move_by_itself(state: State, wanted: Mapping[UUID, Ending]) -> list[UUID]:
    """In one statement: each message has a moment and words of its own. What has no name of the
    provider's, or no error, keeps its own."""
    sources = sorted(sources_of(state))
    table, quote = Message._meta.db_table, connection.ops.quote_name
    moved = EACH.format(table=quote(table), sources=", ".join(["%s"] * len(sources)))
    columns: list[list[Any]] = [
        list(wanted),
        [one.provider_id[:250] for one in wanted.values()],
        [one.at for one in wanted.values()],
        [None if one.error is None else one.error[:DETAIL_LENGTH] for one in wanted.values()],
        [one.detail[:DETAIL_LENGTH] for one in wanted.values()],
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns[2] = [moment.isoformat() for moment in columns[2]]
            noted = EACH_NOTED.format(moved=moved, events=quote(MessageEvent._meta.db_table))
            given = [array(column) for column in columns]
            statement = GIVEN_EACH.format(given=ARRAYS_EACH) + noted
            cursor.execute(statement, [*given, state, *sources, state])
            return [pk for (pk,) in cursor.fetchall()]
        moment = Message._meta.get_field("settled_at")
        columns[0] = [pk.hex for pk in columns[0]]
        columns[2] = [moment.get_db_prep_save(at, connection) for at in columns[2]]
        rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(wanted))
        given = list(chain(*zip(*columns, strict=True)))
        statement = GIVEN_EACH.format(given=f"VALUES {rows}") + moved
        cursor.execute(statement, [*given, state, *sources])
        went = [UUID(pk) for (pk,) in cursor.fetchall()]
    MessageEvent.objects.bulk_create(
        MessageEvent(
            message=pk, at=wanted[pk].at, state=state, detail=wanted[pk].detail[:DETAIL_LENGTH]
        )
        for pk in went
    )
    return went


def _move_alike(state: State, wanted: Mapping[UUID, Ending]) -> list[UUID]:
    """In one statement: the messages differ in the provider's name for each, and in nothing else.
    What has no such name keeps its own."""
    ending = next(iter(wanted.values()))
    error, detail = (ending.error or "")[:DETAIL_LENGTH], ending.detail[:DETAIL_LENGTH]
    moment = Message._meta.get_field("settled_at").get_db_prep_save(ending.at, connection)
    names = [one.provider_id[:250] for one in wanted.values()]
    sources = sorted(sources_of(state))
    quote = connection.ops.quote_name
    moved = ALIKE.format(
        table=quote(Message._meta.db_table), sources=", ".join(["%s"] * len(sources))
    )
    values = [state, moment, error, *sources]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            noted = NOTED.format(moved=moved, events=quote(MessageEvent._meta.db_table))
            given = [array(wanted), array(names)]
            event = [moment, state, detail]
            cursor.execute(GIVEN.format(given=ARRAYS) + noted, [*given, *values, *event])
            return [pk for (pk,) in cursor.fetchall()]
        pairs = ", ".join(["(%s, %s)"] * len(wanted))
        given = list(chain(*zip((pk.hex for pk in wanted), names, strict=True)))
        cursor.execute(GIVEN.format(given=f"VALUES {pairs}") + moved, [*given, *values])
        went = [UUID(pk) for (pk,) in cursor.fetchall()]
    if went:
        add_events(went, state, at=ending.at, detail=ending.detail)
    return went
