"""The record of stops outside of the database, which survives a restored backup.

One line of JSON for each stop and each suppressed address: in a file next to the uploads, or, with
`UPLOADS_BUCKET`, in one object for each commit, because an object cannot be appended to. If it goes
on further than the database knows, a backup was restored: nothing is sent until
`cancel_restored_mail` has applied it.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from district_cms.media.storage import private_storage

from ..models import StopsFileSize

NAME: Final = "stops.jsonl"
FOLDER: Final = "stops"
DIGITS: Final = 20


def stops_path() -> Path:
    return Path(settings.PRIVATE_MEDIA_ROOT) / NAME


def known_end() -> int:
    return StopsFileSize.objects.values_list("known", flat=True).first() or 0


def end_of_stops() -> int:
    """Returns where the record ends: bytes of the file, or the number of the last object."""
    if settings.UPLOADS_BUCKET:
        return max([known_end(), *(int(name[:DIGITS]) for name in _unknown_objects())])
    return stops_path().stat().st_size if stops_path().exists() else 0


def is_behind() -> bool:
    """Returns True if a restored backup does not know the last stops. No query without a file; with
    a bucket, raises OSError where it cannot be asked."""
    if settings.UPLOADS_BUCKET:
        return next(_unknown_objects(), "") != ""
    return (now := end_of_stops()) > 0 and now > known_end()


def unknown_stops() -> list[Any]:
    """Returns the entries that this database does not know, in order."""
    entries = []
    for line in _unknown_lines() if is_behind() else ():
        with contextlib.suppress(ValueError):  # damaged by a power failure
            entries.append(json.loads(line))
    return entries


def note_stops(entries: Sequence[Mapping[str, Any]]) -> None:
    """Append these entries once they are committed. A failure is only logged: the stop itself stays
    in the database."""
    if entries:
        # A lambda, because for other callables the log would print the entries.
        transaction.on_commit(lambda: _append(entries), robust=True)


def _append(entries: Sequence[Mapping[str, Any]]) -> None:
    lines = "".join(f"\n{json.dumps(entry, default=str)}" for entry in entries).encode()
    if settings.UPLOADS_BUCKET:
        name = f"{_next_number():0{DIGITS}d}-{uuid4().hex}.jsonl"
        private_storage().save(f"{FOLDER}/{name}", ContentFile(lines))
        return
    stops_path().parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    with os.fdopen(os.open(stops_path(), flags, 0o600), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Before the write: dying in between must not look like a restored backup.
        if not is_behind():
            _know(end_of_stops() + len(lines))
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def _know(end: int) -> None:
    StopsFileSize.objects.update_or_create(pk=1, defaults={"known": end})


@transaction.atomic
def _next_number() -> int:
    """Returns the number of a new object, which the database then knows. Microseconds, but never
    less than the last one, whatever the clocks of the machines say."""
    StopsFileSize.objects.get_or_create(pk=1, defaults={"known": 0})
    known = StopsFileSize.objects.select_for_update().get(pk=1).known
    number = max(time.time_ns() // 1000, known + 1)
    if not is_behind():
        _know(number)
    return number


def _unknown_objects() -> Iterator[str]:
    after = f"{known_end():0{DIGITS}d}~"  # behind every name of this number
    return (each.name for each in private_storage().entries(FOLDER, after=after))


def _unknown_lines() -> Iterator[bytes]:
    if not settings.UPLOADS_BUCKET:
        yield from stops_path().read_bytes()[known_end() :].splitlines()
        return
    for name in _unknown_objects():
        with private_storage().open(f"{FOLDER}/{name}") as file:
            yield from file.read().splitlines()
