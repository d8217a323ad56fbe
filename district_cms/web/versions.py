"""Named versions: a process keeps a value until someone's write moves its version on.

A cache per process cannot be emptied by another process, and a shared one costs a round trip for
each reading. So a value stays in the process's memory, and all versions are read together, by one
small query at most every half second.

Beside the names there are places in the tree of pages, of which there are too many to read them
all: of those only what moved lately is read, and whoever keeps something asks whether its places
have moved since. It stands as well on the names that were asked for while it was made (`noting`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Lock
from time import monotonic
from typing import Final
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils import timezone

from .models import CacheVersion

POLL_SECONDS: Final = 0.5
MOST_SECONDS: Final = 300
"""How long a value is kept at most: its version says nothing of what it only refers to."""
MOST_PLACES: Final = 50_000
"""Of so many places a process remembers when they moved; then it takes all as moved."""
OVERLAP: Final = dt.timedelta(seconds=10)
"""Two rows may become visible in another order than their moments: so much is read again."""

_noted: ContextVar[set[str] | None] = ContextVar("names", default=None)


@contextmanager
def noting() -> Iterator[set[str]]:
    """Gathers the names of the versions on which what is read inside stands."""
    names: set[str] = set()
    before = _noted.set(names)
    try:
        yield names
    finally:
        _noted.reset(before)


@contextmanager
def standing_on(name: str) -> Iterator[None]:
    """Whoever reads a value inside stands on this name instead of on the value's own: it is that of
    the part that they show. Who moves it moves the value's before, so that nobody who sees it moved
    finds the old value."""
    with noting():
        yield
    if (noted := _noted.get()) is not None:
        noted.add(name)


class _Poll:
    """The versions as this process read them last, numbered by the looks that found news."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._number = 0
        self.forget()

    def forget(self) -> None:
        self._read_at: float | None = None
        self._day = dt.date.min
        self._start = uuid4().hex
        self._by_name: dict[str, str] = {}
        self._names: dict[str, int] = {}
        self._lately: dict[str, str] = {}
        self._newest: dt.datetime | None = None
        self._places: dict[str, int] = {}
        self._number += 1
        self._all_moved = self._number

    def ask_again(self) -> None:
        """The next question goes to the database, because this process wrote."""
        self._read_at = None

    def token(self, name: str) -> str:
        """What a named version is today. Another one from each midnight of the district on: what
        is read for a day is read anew with the next."""
        if (noted := _noted.get()) is not None:
            noted.add(name)
        self._look()
        return f"{self._start} {self._day} {self._by_name.get(name, '')}"

    def number(self) -> int:
        """That of the present look. What is read after it knows of all moves up to it."""
        self._look()
        return self._number

    def moved_since(self, number: int, names: Iterable[str], places: Iterable[str]) -> bool:
        """Whether since the look of that number a day began, one of the names moved, or one of the
        places: itself, or something below it."""
        self._look()
        return (
            self._all_moved > number
            or any(self._names.get(name, 0) > number for name in names)
            or any(self._places.get(place, 0) > number for place in places)
        )

    def _look(self) -> None:
        if self._is_fresh():
            return
        with self._lock:
            if not self._is_fresh():
                self._read()

    def _is_fresh(self) -> bool:
        read_at = self._read_at
        return read_at is not None and monotonic() - read_at < POLL_SECONDS

    def _read(self) -> None:
        read_at, day = monotonic(), timezone.localdate()
        lately = Q(moved_at__isnull=False)
        if self._newest is not None:
            lately = Q(moved_at__gte=self._newest - OVERLAP)
        rows = CacheVersion.objects.filter(Q(moved_at=None) | lately)
        by_name, places = {}, {}
        for name, token, moved_at in rows.values_list("name", "token", "moved_at"):
            if moved_at is None:
                by_name[name] = token
            else:
                places[name] = token
                self._newest = max(self._newest or moved_at, moved_at)
        news = [place for place, token in places.items() if self._lately.get(place) != token]
        names = {name for name, _token in by_name.items() ^ self._by_name.items()}
        if day != self._day or len(self._places) > MOST_PLACES:
            self._number += 1
            self._all_moved = self._number
            self._places = {}
        elif news or names:
            self._number += 1
        self._names.update(dict.fromkeys(names, self._number))
        for place in news:
            while place:
                self._places[place] = self._number
                place = place.rpartition("/")[0]  # up to the root
        self._by_name, self._lately, self._day = by_name, places, day
        self._read_at = read_at


_poll = _Poll()
present = _poll.number
moved_since = _poll.moved_since
forget_poll = _poll.forget
"""Makes this process ask again, and forget what it knew. For tests, whose database is emptied
under the same process."""


def bump(name: str) -> None:
    """Move a version on, when the present transaction is committed.

    Not within it: the row would be held while the transaction works, and a reader could keep the
    old value under the new version. Should the process die between the two, `MOST_SECONDS` helps.
    """
    transaction.on_commit(partial(_move_on, name), robust=True)


def _move_on(name: str) -> None:
    CacheVersion.objects.update_or_create(name=name, defaults={"token": uuid4().hex})
    _poll.ask_again()


def move_places(places: Iterable[str]) -> None:
    """Move places of the tree on: after the commit, as `bump` does. One statement."""
    rows = [CacheVersion(name=name, token=uuid4().hex, moved_at=Now()) for name in sorted(places)]
    CacheVersion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["token", "moved_at"],
    )
    _poll.ask_again()


def forget_places() -> int:
    """Delete the rows of places that moved long ago: nothing is kept for so long. Returns how many.

    By the clock of the rows themselves, which is the database's.
    """
    places = CacheVersion.objects.filter(moved_at__isnull=False)
    newest = places.aggregate(newest=Max("moved_at"))["newest"]
    if newest is None:
        return 0
    old = newest - dt.timedelta(seconds=4 * MOST_SECONDS)
    deleted, _by_model = places.filter(moved_at__lt=old).delete()
    return deleted


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
