"""The bytes that are hashed, exactly. Plain Python, so that another program can compute them too.

A row's values are read from the database when it is sealed and again when it is verified, so
nothing depends on how a value looked before it was stored. Empty values (None and "") are left out:
a column that is added to a sealed table later, empty, leaves older digests as they are. A column of
a sealed table is therefore never renamed, and a new one may be empty.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON in ASCII with sorted keys and no spaces; moments in UTC to the microsecond.

    Raises `TypeError` for a value that has no such form.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)
    return text.encode("ascii")


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def digest_of(values: Mapping[str, Any]) -> str:
    """SHA-256 of some columns by name, without the empty ones."""
    return _sha256({name: each for name, each in values.items() if each is not None and each != ""})


def row_digest(kept: Mapping[str, Any], payload_digest: str) -> str:
    """SHA-256 of a row: the columns that stay, and the digest of those that retention may empty
    ("" for a table without)."""
    return _sha256([digest_of(kept), payload_digest])


def link(
    previous: str, *, sequence: int, name: str, row: int, digest: str, sealed_at: dt.datetime
) -> str:
    """The hash of one seal. `previous` is that of the seal before, "" for the first one."""
    return _sha256([previous, sequence, name, row, digest, sealed_at])


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
