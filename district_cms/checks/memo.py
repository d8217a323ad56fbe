"""A cache for the results of pure functions. Pure."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Memo[Key: Hashable, Value]:
    """Caches the `size` results used last, for all threads of the process.

    For results that depend on the key alone. Exceptions are not cached.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Returns the cached result for `key`; calls `make` if there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # Outside the lock, so that one slow call does not hold up the others.
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
