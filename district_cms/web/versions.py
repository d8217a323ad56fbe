"""Named versions: a process keeps a value until someone's write moves its version on.

A cache per process cannot be emptied by another process, and a shared one costs a round trip for
each reading. So a value stays in the process's memory, and all versions are read together, by one
small query at most every half second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Final
from uuid import uuid4

from django.db import connection, transaction

from .models import CacheVersion

POLL_SECONDS: Final = 0.5
MOST_SECONDS: Final = 300
"""How long a value is kept at most: its version says nothing of what it only refers to."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    read_at: float
    by_name: dict[str, str]


class _Poll:
    """The versions as this process read them last. Replaced as a whole, so threads need no lock."""

    def __init__(self) -> None:
        self._tokens: _Tokens | None = None

    def token(self, name: str) -> str:
        tokens = self._tokens
        if tokens is None or monotonic() - tokens.read_at >= POLL_SECONDS:
            read_at = monotonic()
            rows = CacheVersion.objects.values_list("name", "token")
            tokens = self._tokens = _Tokens(read_at, dict(rows))
        return tokens.by_name.get(name, "")

    def forget(self) -> None:
        self._tokens = None


_poll = _Poll()
forget_poll = _poll.forget
"""Makes this process ask again. For tests, whose database is emptied under the same process."""


def bump(name: str) -> None:
    """Move a version on, when the present transaction is committed.

    Not within it: the row would be held while the transaction works, and a reader could keep the
    old value under the new version. Should the process die between the two, `MOST_SECONDS` helps.
    """
    transaction.on_commit(partial(_move_on, name), robust=True)


def _move_on(name: str) -> None:
    CacheVersion.objects.update_or_create(name=name, defaults={"token": uuid4().hex})
    _poll.forget()


class Kept[T]:
    """A value of this process, read again when its version has moved on.

    The value is shared by all threads: nobody changes it.
    """

    def __init__(self, name: str, read: Callable[[], T], *also: str) -> None:
        """`also` are other versions that it stands on."""
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
