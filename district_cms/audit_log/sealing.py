"""Sealing: one seal for each new row, in one chain, by one worker at a time."""

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
"""How old a row may be to be sealed by the clock. An older one without a seal was inserted into the
past, or the worker stood still for a week: a person decides (`manage.py seal_log --late`)."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many rows were sealed now, and where the chain ends. `busy`: someone else was sealing,
    so that the rest is left to them."""

    rows: int
    late: int
    sequence: int
    hash: str
    busy: bool

    def __str__(self) -> str:
        head = f"{self.sequence} {self.hash}" if self.hash else "none yet"
        return f"{self.rows} rows sealed, head {head}" + (", busy" if self.busy else "")


def seal_log(*, now: dt.datetime | None = None, late: bool = False) -> Sealed:
    """Seal what is committed and has no seal, in batches of `BATCH` rows and a transaction each.

    `now` is aware; the present by default. With `late` rows older than `WINDOW` as well; how many
    those were is written into the log, with each batch. A row that is committed later than another
    one is sealed later, whatever their keys and moments.
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
    """Seal the next rows, each table's from its moment in `begin` on, which moves on with them.

    Returns the rows' moments, or None where someone else is sealing. The head's lock makes it one
    at a time. SQLite knows no such lock: there a transaction is one.
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
    """By time: its index leads to what is new, past any number of rows that are sealed."""
    rows = table.unsealed().order_by("at", "pk")
    rows = rows if begin is None else rows.filter(at__gte=begin)
    return list(rows.values("pk", *table.columns)[:most]) if most else []


def _seal(table: AppendOnly, values: dict[str, Any], head: ChainHead, now: dt.datetime) -> Seal:
    """The row's seal, unsaved; `head` moves on to it."""
    found = table.digests(values)
    head.sequence += 1
    head.hash = digests.link(
        head.hash,
        sequence=head.sequence,
        name=table.name,
        row=values["pk"],
        digest=found.row,
        sealed_at=now,
    )
    return Seal(
        sequence=head.sequence,
        name=table.name,
        row=values["pk"],
        payload_digest=found.payload,
        digest=found.row,
        sealed_at=now,
        hash=head.hash,
    )


DETAILS_REMOVED: Final = "audit_log.details_removed"
SEALED_AS: Final = "audit log"
SHORTEST: Final = dt.timedelta(days=365)


@transaction.atomic
def remove_details(*, before: dt.datetime, actor: object) -> int:
    """Empty actor, title and data of sealed entries that are older than `before` (aware).

    That something was done, when, to which page and with which content stays, and so does the
    digest in the seal: the chain can be verified as before. Entries about such removals keep their
    details. Returns how many entries. Raises `ValueError` for a `before` of the last 365 days.
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
    """The moment before which entries may be without details; None where none may."""
    entries = AuditEntry.objects.filter(action=DETAILS_REMOVED)
    told = entries.values_list("data__before", flat=True)
    moments = (parse_datetime(before) for before in told if before)
    return max((each for each in moments if each), default=None)
