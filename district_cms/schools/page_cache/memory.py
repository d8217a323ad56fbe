"""Django's local memory cache, limited by bytes instead of entries."""

import pickle
from collections import OrderedDict
from threading import Lock
from time import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class _Store:
    def __init__(self) -> None:
        self.lock = Lock()
        self.entries: OrderedDict[str, tuple[float | None, bytes]] = OrderedDict()
        self.size = 0

    def remove(self, key: str) -> bool:
        entry = self.entries.pop(key, None)
        if entry is not None:
            self.size -= len(entry[1]) + len(key)
        return entry is not None


# Django creates a backend for each thread; they share one store by location.
_stores: dict[str, _Store] = {}


class BoundedMemoryCache(BaseCache):
    """Holds up to `OPTIONS["MAX_BYTES"]` per process, and evicts the least recently used
    entries."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._max_bytes: int = params["OPTIONS"]["MAX_BYTES"]
        self._store = _stores.setdefault(location, _Store())

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        if self.has_key(key, version=version):
            return False
        self.set(key, value, timeout=timeout, version=version)
        return True

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        key, store = self.make_key(key, version=version), self._store
        with store.lock:
            expires_at, pickled = store.entries.get(key, (0, b""))
            if expires_at is not None and expires_at <= time():
                store.remove(key)
                return default
            store.entries.move_to_end(key)
        return pickle.loads(pickled)  # noqa: S301  # written by this process

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> None:
        key, store = self.make_key(key, version=version), self._store
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with store.lock:
            store.remove(key)
            store.entries[key] = self.get_backend_timeout(timeout), pickled
            store.size += len(pickled) + len(key)
            while store.size > self._max_bytes:
                store.remove(next(iter(store.entries)))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        key, store = self.make_key(key, version=version), self._store
        with store.lock:
            if key not in store.entries:
                return False
            store.entries[key] = self.get_backend_timeout(timeout), store.entries[key][1]
            return True

    def delete(self, key: str, version: Any = None) -> bool:
        with self._store.lock:
            return self._store.remove(self.make_key(key, version=version))

    def clear(self) -> None:
        with self._store.lock:
            self._store.entries.clear()
            self._store.size = 0
