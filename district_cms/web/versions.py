"""Named versions in the database: a process caches a value until a write changes its version.

All versions are read together by one small query, at most every half second, so that every process
sees a change within that time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock, local
from time import monotonic
from typing import Final
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from .models import CacheVersion

POLL_SECONDS: Final = 0.5
MOST_SECONDS: Final = 300
"""The longest time that a value is cached: its version does not cover objects it refers to."""

_used: ContextVar[set[str] | None] = ContextVar("versions_used", default=None)


@contextmanager
def versions_used() -> Iterator[set[str]]:
    """Collects the names of the versions that the block reads."""
    names: set[str] = set()
    before = _used.set(names)
    try:
        yield names
    finally:
        _used.reset(before)


class _Poll:
    """The versions that this process read last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._read_at: float | None = None
        self._start = uuid4().hex
        self._day = ""
        self._tokens: dict[str, str] = {}

    def ask_again(self) -> None:
        """Makes the next call read the database, because this process wrote."""
        self._read_at = None

    def token(self, name: str) -> str:
        """Returns the current token of a version for this process. It changes at each midnight of
        the district."""
        if (names := _used.get()) is not None:
            names.add(name)
        self._refresh()
        return f"{self._start} {self._day} {self._tokens.get(name, '')}"

    def shared(self, *names: str) -> str:
        """Returns a combined token of these versions, which is the same in every process."""
        self._refresh()
        return " ".join([self._day, *(self._tokens.get(name, "") for name in names)])

    def shared_of_all(self, prefix: str) -> str:
        """Returns a combined token of all versions whose names have this prefix."""
        self._refresh()
        return self.shared(*sorted(name for name in self._tokens if name.startswith(prefix)))

    def _refresh(self) -> None:
        if self._is_fresh():
            return
        with self._lock:
            if not self._is_fresh():
                self._read()

    def _is_fresh(self) -> bool:
        read_at = self._read_at
        return read_at is not None and monotonic() - read_at < POLL_SECONDS

    def _read(self) -> None:
        read_at, day = monotonic(), timezone.localdate().isoformat()
        self._tokens = dict(CacheVersion.objects.values_list("name", "token"))
        self._day, self._read_at = day, read_at


_poll = _Poll()
shared_version, shared_version_of_all = _poll.shared, _poll.shared_of_all
forget_poll = _poll.forget
"""Makes this process read again and drop its tokens. For tests, whose database is emptied during
the process."""

_pending = local()


def bump(*names: str) -> None:
    """Changes versions when the current transaction is committed, all in one statement, so that
    nobody sees one without the others.

    Runs after the commit: inside, the row would stay locked, and a reader could cache the old value
    under the new version. If the process dies between the two, `MOST_SECONDS` limits the damage.
    """
    _pending.__dict__.setdefault("names", set()).update(names)
    transaction.on_commit(_write_pending, robust=True)


def _write_pending() -> None:
    # Includes bumps of a savepoint that was rolled back: this costs one extra read and is never
    # wrong.
    names: set[str] = _pending.__dict__.pop("names", set())
    if not names:
        return
    CacheVersion.objects.bulk_create(
        [CacheVersion(name=name, token=uuid4().hex) for name in sorted(names)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["token"],
    )
    _poll.ask_again()


class CachedValue[T]:
    """A value cached in this process, read again when its version has changed.

    All threads share the value, so nobody may change it.
    """

    def __init__(self, name: str, read: Callable[[], T], *also: str) -> None:
        """`also` are other versions on which the value depends."""
        self._names = (name, *also)
        self._read = read
        self._cached: tuple[str, float, T] | None = None

    def get(self) -> T:
        """Returns the value. Inside a transaction, reads it without caching, because the
        transaction may see rows that are never committed."""
        if connection.in_atomic_block:
            return self._read()
        token, now = " ".join(map(_poll.token, self._names)), monotonic()
        cached = self._cached
        if cached is None or cached[0] != token or now - cached[1] >= MOST_SECONDS:
            cached = self._cached = (token, now, self._read())
        return cached[2]
