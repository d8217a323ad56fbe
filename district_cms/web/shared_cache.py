"""The cache that all machines share: without its Redis the site is slower, but answers."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

RETRY_SECONDS: Final = 5
"""After a failure nobody waits for Redis for so long."""
log = logging.getLogger("district")


class _Client(RedisCacheClient):
    """Reads nothing and stores nothing while Redis does not answer; only `incr` raises, builtin
    `ConnectionError`, because a count has to go somewhere else."""

    _silent_until = 0.0

    def get(self, key: str, default: Any) -> Any:
        return self._or(default, super().get, key, default)

    def get_many(self, keys: Any) -> Any:
        return self._or({}, super().get_many, keys)

    def set(self, key: str, value: Any, timeout: Any) -> None:
        self._or(None, super().set, key, value, timeout)

    def add(self, key: str, value: Any, timeout: Any) -> bool:
        return bool(self._or(False, super().add, key, value, timeout))

    def delete(self, key: str) -> bool:
        return bool(self._or(False, super().delete, key))

    def incr(self, key: str, delta: int) -> int:
        number = self._or(None, super().incr, key, delta)
        if number is None:
            raise ConnectionError("Redis does not answer")
        return int(number)

    def _or(self, default: Any, call: Callable[..., Any], *args: Any) -> Any:
        if monotonic() < _Client._silent_until:
            return default
        try:
            return call(*args)
        except RedisError as error:
            _Client._silent_until = monotonic() + RETRY_SECONDS
            log.warning("Redis does not answer: %s", type(error).__name__)
            return default


class SharedCache(RedisCache):
    """Django's cache in Redis, with this client."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
