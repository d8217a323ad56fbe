"""Verifies the whole chain and every sealed row, and names the first row that was changed.

Memory use is constant: it reads one batch of seals and their rows at a time.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone

from . import digests
from .models import ChainHead, Seal
from .sealing import WINDOW, details_removed_before
from .written_once import AppendOnly, sealed

BATCH: Final = 1000
SEAL_TIMEOUT: Final = dt.timedelta(hours=1)
"""The age up to which a row may have no seal: the worker seals every few minutes."""


class Broken(Exception):
    """The first row that was changed after sealing. The message identifies it and the
    difference."""


@dataclass(slots=True)
class Verified:
    """The result of a verification. `broken` is "" or a sentence; the counts cover everything
    before it."""

    rows: Counter[str] = field(default_factory=Counter)
    emptied: int = 0
    late: int = 0
    waiting: int = 0
    sequence: int = 0
    hash: str = ""
    broken: str = ""
    removed_before: dt.datetime | None = None


def verify_log(
    *,
    now: dt.datetime | None = None,
    expect: str = "",
    progress: Callable[[int], None] = lambda _rows: None,
) -> Verified:
    """Verifies the chain from its first seal. Writes nothing; the worker may continue to seal.

    `expect` is the hash of an earlier head, which the chain must contain. Without it, a chain that
    someone recomputed from a changed row on looks intact. `progress` is called with the number of
    rows so far.
    """
    verified, now = Verified(), now or timezone.now()
    try:
        passed = not expect
        for seal in _chain(verified):
            passed = passed or seal.hash == expect
            if verified.sequence % BATCH == 0:
                progress(verified.sequence)
        if not passed:
            raise Broken(
                f"The hash {expect} is nowhere in the chain: its end was cut off, or it was "
                "computed again."
            )
        for table in sealed().values():
            verified.waiting += _count_unsealed(table, now)
    except Broken as broken:
        verified.broken = str(broken)
    return verified


def _chain(verified: Verified) -> Iterator[Seal]:
    """Yields every seal after it and its row were verified."""
    while True:
        seals = list(Seal.objects.filter(sequence__gt=verified.sequence)[:BATCH])
        if not seals:
            # A worker writes seals and head together: if the head is ahead, its seals exist by now.
            head = ChainHead.objects.filter(pk=1).first() or ChainHead()
            if Seal.objects.filter(sequence__gt=verified.sequence).exists():
                continue
            _check_end(verified, head)
            return
        rows = _rows_of(seals)
        for seal in seals:
            _check_link(seal, verified)
            _check_row(seal, rows.get((seal.name, seal.row)), verified)
            verified.sequence, verified.hash = seal.sequence, seal.hash
            verified.rows[seal.name] += 1
            yield seal


def _rows_of(seals: list[Seal]) -> dict[tuple[str, int], dict[str, Any]]:
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for name, table in sealed().items():
        keys = [seal.row for seal in seals if seal.name == name]
        if keys:
            stored = table.model._base_manager.filter(pk__in=keys)
            rows.update({(name, each["pk"]): each for each in stored.values("pk", *table.columns)})
    return rows


def _check_end(verified: Verified, head: ChainHead) -> None:
    if (head.sequence, head.hash) != (verified.sequence, verified.hash):
        raise Broken(
            f"The chain ends at seal {verified.sequence}, but its head says {head.sequence}: the "
            "end was cut off, or the head was changed."
        )


def _check_link(seal: Seal, verified: Verified) -> None:
    expected = verified.sequence + 1
    if seal.sequence != expected:
        raise Broken(f"Seal {expected} is missing; the next one is {seal.sequence}.")
    actual = digests.link(
        verified.hash,
        sequence=seal.sequence,
        name=seal.name,
        row=seal.row,
        digest=seal.digest,
        sealed_at=seal.sealed_at,
    )
    if actual != seal.hash:
        raise Broken(
            f"{_place(seal)}: the link is broken. The seal was changed, or it stood elsewhere."
        )


def _check_row(seal: Seal, values: dict[str, Any] | None, verified: Verified) -> None:
    table = sealed().get(seal.name)
    if table is None:
        raise Broken(f"{_place(seal)}: no table of this name is registered.")
    if values is None:
        raise Broken(f"{_place(seal)}: the row is missing. It was sealed at {seal.sealed_at}.")
    payload = table.digests(values).payload
    if payload != seal.payload_digest and table.is_emptied(values):
        if not _may_be_emptied(values["at"], verified):
            raise Broken(
                f"{_place(seal, table)}: its details are gone, and no entry says that they were "
                "removed by the retention rule."
            )
        payload = seal.payload_digest
        verified.emptied += 1
    if payload != seal.payload_digest:
        names = ", ".join(table.payload)
        raise Broken(
            f"{_place(seal, table)}: it was changed after it was sealed, in one of {names}."
        )
    if table.row_digest(values, payload) != seal.digest:
        names = ", ".join(table.stored_fields)
        raise Broken(
            f"{_place(seal, table)}: it was changed after it was sealed, in one of {names}."
        )
    if seal.sealed_at - values["at"] > WINDOW:
        verified.late += 1


def _may_be_emptied(at: dt.datetime, verified: Verified) -> bool:
    """Returns True if a recorded removal covers this time. Reads again only if the cached answer
    does not cover it, because a removal may have happened meanwhile."""
    if verified.removed_before is None or at >= verified.removed_before:
        verified.removed_before = details_removed_before()
    return verified.removed_before is not None and at < verified.removed_before


def _count_unsealed(table: AppendOnly, now: dt.datetime) -> int:
    """Returns the number of rows that wait for a seal. Raises `Broken` for one that is too old."""
    old = table.unsealed().filter(at__lt=now - SEAL_TIMEOUT).order_by("at").first()
    if old is not None:
        raise Broken(
            f"Row {old.pk} of the {table.name} ({old}): it has no seal although it is older than "
            "an hour. It was inserted into the past, or the worker stands still."
        )
    return table.unsealed().count()


def _place(seal: Seal, table: AppendOnly | None = None) -> str:
    row = table.model._base_manager.filter(pk=seal.row).first() if table else None
    label = f" ({row})" if row else ""
    return f"Row {seal.row} of the {seal.name}{label}, seal {seal.sequence}"
