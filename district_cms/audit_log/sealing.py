"""Seals new rows: one seal per row, in one chain, by one worker at a time."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from . import digests
from .models import AuditEntry, ChainHead, Seal
from .services import record
from .written_once import AppendOnly, sealed

BATCH: Final = 1000
WINDOW: Final = dt.timedelta(days=7)
"""The age up to which the worker seals a row. An older row without a seal was inserted with a past
date, or the worker was down for a week: a person decides (`manage.py seal_log --late`)."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The number of rows sealed now, and the end of the chain. `busy`: another worker was sealing
    and does the rest."""

    rows: int
    late: int
    sequence: int
    hash: str
    busy: bool

    def __str__(self) -> str:
        head = f"{self.sequence} {self.hash}" if self.hash else "none yet"
        return f"{self.rows} rows sealed, head {head}" + (", busy" if self.busy else "")


def seal_log(*, now: dt.datetime | None = None, late: bool = False) -> Sealed:
    """Seals committed rows without a seal, in batches of `BATCH` rows with a transaction each.

    `now` is aware (default: the present). With `late`, also seals rows older than `WINDOW`; each
    batch records their number in the log. A row that is committed later is sealed later, whatever
    its key and time.
    """
    now = now or timezone.now()
    ChainHead.objects.get_or_create(pk=1)
    since = None if late else now - WINDOW
    begin: dict[str, dt.datetime | None] = dict.fromkeys(sealed(), since)
    rows, old, busy = 0, 0, False
    while True:
        batch = _seal_batch(now=now, begin=begin)
        if batch is None:
            busy = True
            break
        rows += len(batch)
        old += sum(at < now - WINDOW for at in batch)
        if len(batch) < BATCH:
            break
    head = ChainHead.objects.get(pk=1)
    return Sealed(rows, old, head.sequence, head.hash, busy)


@transaction.atomic
def _seal_batch(
    *, now: dt.datetime, begin: dict[str, dt.datetime | None]
) -> list[dt.datetime] | None:
    """Seals the next rows of each table from its time in `begin` on, and moves that time forward.

    Returns the times of the rows, or None if another worker is sealing. The lock on the head allows
    one at a time; SQLite has no such lock, but only one transaction can write.
    """
    head = ChainHead.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if head is None:
        return None
    seals: list[Seal] = []
    moments: list[dt.datetime] = []
    for name, table in sealed().items():
        for values in _next_rows(table, begin[name], BATCH - len(seals)):
            seals.append(_seal(table, values, head, now))
            begin[name] = values["at"]
            moments.append(values["at"])
    if seals:
        Seal.objects.bulk_create(seals)
        head.sealed_at = now
        head.save()
    if old := sum(at < now - WINDOW for at in moments):
        record(action="audit_log.sealed_late", actor="seal_log", rows=old)
    return moments


def _next_rows(table: AppendOnly, begin: dt.datetime | None, most: int) -> list[dict[str, Any]]:
    """Orders by time, whose index finds new rows without scanning the sealed ones."""
    rows = table.unsealed().order_by("at", "pk")
    rows = rows if begin is None else rows.filter(at__gte=begin)
    return list(rows.values("pk", *table.columns)[:most]) if most else []


def _seal(table: AppendOnly, values: dict[str, Any], head: ChainHead, now: dt.datetime) -> Seal:
    """Returns the row's unsaved seal, and moves `head` to it."""
    row_digests = table.digests(values)
    head.sequence += 1
    head.hash = digests.link(
        head.hash,
        sequence=head.sequence,
        name=table.name,
        row=values["pk"],
        digest=row_digests.row,
        sealed_at=now,
    )
    return Seal(
        sequence=head.sequence,
        name=table.name,
        row=values["pk"],
        payload_digest=row_digests.payload,
        digest=row_digests.row,
        sealed_at=now,
        hash=head.hash,
    )


DETAILS_REMOVED: Final = "audit_log.details_removed"
SEALED_AS: Final = "audit log"
SHORTEST: Final = dt.timedelta(days=365)


@transaction.atomic
def remove_details(*, before: dt.datetime, actor: object) -> int:
    """Empties actor, title and data of sealed entries that are older than `before` (aware).

    Action, time, page and content hash stay, and so does the digest in the seal, so that the chain
    can still be verified. Entries about such removals keep their details. Returns the number of
    entries. Raises `ValueError` if `before` is in the last 365 days.
    """
    if before > timezone.now() - SHORTEST:
        raise ValueError(f"Details are kept for {SHORTEST.days} days at least.")
    seals = Seal.objects.filter(name=SEALED_AS, row=OuterRef("pk"))
    old = AuditEntry.objects.filter(Exists(seals), at__lt=before, data__isnull=False)
    removed = old.exclude(action=DETAILS_REMOVED).update(**AuditEntry.DETAILS)
    if removed:
        record(action=DETAILS_REMOVED, actor=actor, before=before.isoformat(), rows=removed)
    return removed


def details_removed_before() -> dt.datetime | None:
    """Returns the time before which entries may have no details; None if none may."""
    entries = AuditEntry.objects.filter(action=DETAILS_REMOVED)
    limits = entries.values_list("data__before", flat=True)
    moments = (parse_datetime(before) for before in limits if before)
    return max((each for each in moments if each), default=None)
