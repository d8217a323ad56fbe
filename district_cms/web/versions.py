"""Named versions in the database: a process keeps a value until a write changes its version.

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
"""How long a value is kept at most: its version says nothing of what it only refers to."""

_used: ContextVar[set[str] | None] = ContextVar("versions_used", default=None)


@contextmanager
def versions_used() -> Iterator[set[str]]:
    """Gathers the names of the versions that are asked for inside."""
    names: set[str] = set()
    before = _used.set(names)
    try:
        yield names
    finally:
        _used.reset(before)


class _Poll:
    """The versions as this process read them last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._read_at: float | None = None
        self._start = uuid4().hex
        self._day = ""
        self._tokens: dict[str, str] = {}

    def ask_again(self) -> None:
        """The next question goes to the database, because this process wrote."""
        self._read_at = None

    def token(self, name: str) -> str:
        """What a named version is today, for this process. It changes at each midnight of the
        district."""
        if (names := _used.get()) is not None:
            names.add(name)
        self._refresh()
        return f"{self._start} {self._day} {self._tokens.get(name, '')}"

    def shared(self, *names: str) -> str:
        """The versions of these names together, the same in every process."""
        self._refresh()
        return " ".join([self._day, *(self._tokens.get(name, "") for name in names)])

    def shared_of_all(self, prefix: str) -> str:
        """The versions of all names that begin so."""
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
"""Makes this process ask again, and forget what it knew. For tests, whose database is emptied
under the same process."""

_pending = local()


def bump(*names: str) -> None:
    """Change versions when the present transaction is committed: all of one transaction in one
    statement, so that nobody sees one of them without the others.

    Not within it: the row would be held while the transaction works, and a reader could keep the
    old value under the new version. Should the process die between the two, `MOST_SECONDS` helps.
    """
    _pending.__dict__.setdefault("names", set()).update(names)
    transaction.on_commit(_write_pending, robust=True)


def _write_pending() -> None:
    # What a rolled back savepoint asked for is written too: that costs a reading and no truth.
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


class Kept[T]:
    """A value of this process, read again when its version has changed.

    The value is shared by all threads: nobody changes it.
    """

    def __init__(self, name: str, read: Callable[[], T], *also: str) -> None:
        """`also` are other versions that it depends on."""
        self._names = (name, *also)
        self._read = read
        self._held: tuple[str, float, T] | None = None

    def get(self) -> T:
        """The value. Inside a transaction it is read again and not kept, because the transaction
        may see what is never committed."""
        if connection.in_atomic_block:
            return self._read()
        token, now = " ".join(map(_poll.token, self._names)), monotonic()
        held = self._held
        if held is None or held[0] != token or now - held[1] >= MOST_SECONDS:
            held = self._held = (token, now, self._read())
        return held[2]
