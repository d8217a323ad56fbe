"""What families stopped, in a file beside the media that a restored database does not turn back.

One line of JSON for each stop and each suppressed address, numbered. The database has the number of
the last line that it knows. Where the file goes on after it, a backup was put back: nothing is sent
until `cancel_restored_mail` has applied the rest (`consent.restoring`).
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from ..models import StopsFilePosition

NAME: Final = "stops.jsonl"
LONGEST_LINE: Final = 4_096

type Entry = Mapping[str, Any]


def path() -> Path:
    return Path(settings.PRIVATE_MEDIA_ROOT) / NAME


def note_stops(entries: Sequence[Entry]) -> None:
    """Append these to the file once they are committed. A fault is logged: the stop stands."""
    if entries:
        # A lambda: the log would print a partial with its addresses.
        transaction.on_commit(lambda: _append(entries), robust=True)


def position() -> int:
    """The number of the last line that this database knows."""
    return StopsFilePosition.objects.values_list("last", flat=True).first() or 0


def move_to(last: int) -> None:
    StopsFilePosition.objects.update_or_create(pk=1, defaults={"last": last})


def is_behind() -> bool:
    """Whether a backup was put back that does not know the last stops. No query without a file."""
    last = last_number()
    return last > 0 and last > position()


def unknown() -> list[Entry]:
    """The entries that this database does not know, in their order."""
    if not path().exists():
        return []
    known = position()
    return [each for each in _entries(path().read_bytes()) if each["number"] > known]


def last_number() -> int:
    try:
        with path().open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE))
            entries = _entries(file.read())
    except FileNotFoundError:
        return 0
    return entries[-1]["number"] if entries else 0


def _append(entries: Sequence[Entry]) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    with os.fdopen(os.open(path(), flags, 0o600), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known, written = position(), last_number()
        if known >= written:
            # First: a process that dies in between must not look like a restored backup. A database
            # that is behind stays so.
            move_to(known + len(entries))
        lines = [
            json.dumps({"number": number, **entry}, default=str)
            for number, entry in enumerate(entries, max(known, written) + 1)
        ]
        # The line break in front ends a line that a power cut left torn.
        file.write("".join(f"\n{line}" for line in lines).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _entries(lines: bytes) -> list[Any]:
    entries = []
    for line in lines.splitlines():
        # Torn by a power cut, or by reading from the middle.
        with contextlib.suppress(ValueError):
            entries.append(json.loads(line))
    return entries
