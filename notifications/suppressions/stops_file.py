"""What families stopped, in a file beside the media that a restored database does not turn back.

One line of JSON for each stop and each suppressed address. Where the file is longer than the
database knows, a backup was put back: nothing is sent until `cancel_restored_mail` has applied it.
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

from ..models import StopsFileSize

NAME: Final = "stops.jsonl"


def path() -> Path:
    return Path(settings.PRIVATE_MEDIA_ROOT) / NAME


def size() -> int:
    return path().stat().st_size if path().exists() else 0


def known_size() -> int:
    return StopsFileSize.objects.values_list("known", flat=True).first() or 0


def is_behind() -> bool:
    """Whether a backup was put back that does not know the last stops. No query without a file."""
    return (now := size()) > 0 and now > known_size()


def unknown() -> list[Any]:
    """The entries that this database does not know, in their order."""
    entries = []
    for line in path().read_bytes()[known_size() :].splitlines() if is_behind() else ():
        with contextlib.suppress(ValueError):  # torn by a power cut
            entries.append(json.loads(line))
    return entries


def note_stops(entries: Sequence[Mapping[str, Any]]) -> None:
    """Append these to the file once they are committed. A fault is logged: the stop stands."""
    if entries:
        # A lambda: of another callable the log would print the entries.
        transaction.on_commit(lambda: _append(entries), robust=True)


def _append(entries: Sequence[Mapping[str, Any]]) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"\n{json.dumps(entry, default=str)}" for entry in entries).encode()
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    with os.fdopen(os.open(path(), flags, 0o600), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not is_behind():  # first: dying in between must not look like a restored backup
            StopsFileSize.objects.update_or_create(pk=1, defaults={"known": size() + len(lines)})
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
