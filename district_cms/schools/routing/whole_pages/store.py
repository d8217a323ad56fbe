"""The pages that one process keeps: so many bytes, the ones longest unread go first."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic
from typing import Final

from django.db import Error
from django.utils import timezone

from district_cms.web.versions import MOST_SECONDS, moved_since

from .entries import Entry

WAITS_SECONDS: Final = 5
"""How long a request waits for another one that draws the same page; then it draws it itself."""
UNKEPT_SECONDS: Final = 30
"""So long nobody waits for an answer that was not kept: there is none, it is private or a form."""
_MOST_UNKEPT: Final = 1000


class Store:
    """Entries by key, and which of them are being drawn."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._drawn: dict[Hashable, Event] = {}
        self._unkept: OrderedDict[Hashable, float] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Entry | None:
        """The page, if nothing that it was drawn from has moved since it was begun."""
        entry = self._entries.get(key)
        if entry is None or not holds(entry):
            return None
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
        return entry

    def put(self, key: Hashable, entry: Entry) -> bool:
        """Keep it, unless something moved while it was drawn, or it is out of all proportion.
        Returns whether it is kept."""
        if entry.size > self._most_bytes // 4 or not holds(entry):
            return False
        with self._lock:
            self._remove(key)
            self._entries[key] = entry
            self._unkept.pop(key, None)
            self._bytes += entry.size
            while self._bytes > self._most_bytes:
                self._remove(next(iter(self._entries)))
        return True

    def _remove(self, key: Hashable) -> None:
        if (old := self._entries.pop(key, None)) is not None:
            self._bytes -= old.size

    @contextmanager
    def drawing(self, key: Hashable) -> Iterator[bool]:
        """Whether this request should draw the page: one does, and the others wait for it, unless
        the last such answer was not kept."""
        with self._lock:
            unkept_at = self._unkept.get(key)
            alone = unkept_at is not None and monotonic() - unkept_at < UNKEPT_SECONDS
            others = self._drawn.get(key)
            if others is None and not alone:
                mine = self._drawn[key] = Event()
        if alone or others is not None:
            if others is not None and not alone:
                others.wait(WAITS_SECONDS)
            yield alone
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._drawn[key]
                if key not in self._entries:
                    self._remember_unkept(key)
            mine.set()

    def _remember_unkept(self, key: Hashable) -> None:
        self._unkept[key] = monotonic()
        self._unkept.move_to_end(key)
        while len(self._unkept) > _MOST_UNKEPT:
            self._unkept.popitem(last=False)


def holds(entry: Entry) -> bool:
    """Whether what it was drawn from has not moved, and its time is not over. Where the database
    cannot say so, it does not hold."""
    if monotonic() - entry.made >= MOST_SECONDS:
        return False
    if entry.until is not None and timezone.now() >= entry.until:
        return False
    try:
        return not moved_since(entry.number, entry.names, entry.places)
    except Error:
        return False
