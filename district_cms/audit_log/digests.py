"""The exact bytes that are hashed. Plain Python, so that another program can compute them too.

A row's values are read from the database when it is sealed and again when it is verified, so
nothing depends on a value's form before it was stored. Empty values (None and "") are left out: an
empty column that is added to a sealed table later does not change older digests. So a column of a
sealed table is never renamed, and a new one must accept empty values.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any


def canonical(value: Any) -> bytes:
    """Returns JSON in ASCII with sorted keys and no spaces; times in UTC to the microsecond.

    Raises `TypeError` for a value without such a form.
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
    """Returns the SHA-256 of columns by name, without empty ones."""
    return _sha256({name: each for name, each in values.items() if each is not None and each != ""})


def row_digest(permanent: Mapping[str, Any], payload_digest: str) -> str:
    """Returns the SHA-256 of a row: the permanent columns, and the digest of the columns that
    retention may empty ("" for a table without any)."""
    return _sha256([digest_of(permanent), payload_digest])


def link(
    previous: str, *, sequence: int, name: str, row: int, digest: str, sealed_at: dt.datetime
) -> str:
    """Returns the hash of one seal. `previous` is the hash of the seal before, "" for the first
    one."""
    return _sha256([previous, sequence, name, row, digest, sealed_at])


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
