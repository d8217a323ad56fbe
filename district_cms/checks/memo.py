"""Remembering what a pure function said. Pure."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Memo[Key: Hashable, Value]:
    """The last `size` answers, for all threads of the process.

    For answers that follow from their key alone. What raises is not remembered.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the answer for `key`, made by `make` unless it is remembered."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # Outside the lock: one slow answer must not hold up the others.
        value = make()
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
