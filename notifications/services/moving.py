"""The one way in which messages change their state: together with the event that says so."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import Message, MessageEvent
from ..models.outbox import MessageQuerySet
from ..state import SETTLED, State, sources_of

DETAIL_LENGTH = 500  # as long as the columns


@transaction.atomic
def move(
    rows: MessageQuerySet,
    to: State,
    *,
    detail: str = "",
    most: int | None = None,
    skip_locked: bool = False,
    **values: Any,
) -> list[UUID]:
    """Bring those of `rows` that may go there into the state `to`; say which went.

    Rows whose state does not lead there are left alone. On PostgreSQL the rows are locked; with
    `skip_locked` those that someone else is moving are left out. On SQLite the transaction is
    the lock: only one writes at a time. The condition is repeated in the UPDATE, so that no
    database's leniency lets two workers have the same message.
    """
    sources = sources_of(to)
    allowed = rows.filter(state__in=sources)
    ids = list(
        allowed.select_for_update(skip_locked=skip_locked).values_list("pk", flat=True)[:most]
    )
    if not ids:
        return []
    now = timezone.now()
    if to in SETTLED:
        values["settled_at"] = now
    changed = Message.objects.filter(pk__in=ids, state__in=sources).update(state=to, **values)
    if changed != len(ids):
        # Cannot happen under either lock; if it does, nobody may act on a half-known batch.
        raise RuntimeError(f"{len(ids)} messages were to become {to}, {changed} did.")
    add_events(ids, to, at=now, detail=detail)
    return ids


def add_events(ids: Iterable[UUID], state: State, *, at: dt.datetime, detail: str = "") -> None:
    MessageEvent.objects.bulk_create(
        [MessageEvent(message=pk, at=at, state=state, detail=detail[:DETAIL_LENGTH]) for pk in ids]
    )
