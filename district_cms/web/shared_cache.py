"""The cache that all machines share: without its Redis the site is slower, but answers."""

import logging
from time import monotonic
from typing import Any, Final

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

RETRY_SECONDS: Final = 5
"""After a failure nobody waits for Redis for so long."""
log = logging.getLogger("district")


class SharedCache(RedisCache):
    """Reads nothing and stores nothing while Redis does not answer; only `incr` raises, builtin
    `ConnectionError`, because a count has to go somewhere else."""

    _silent_until = 0.0

    def get(self, key: Any, default: Any = None, *args: Any, **kwargs: Any) -> Any:
        return self._or(default, "get", key, default, *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, "set", *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, "add", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, "delete", *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        if (number := self._or(None, "incr", *args, **kwargs)) is None:
            raise ConnectionError("Redis does not answer")
        return int(number)

    def _or(self, default: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        if monotonic() < SharedCache._silent_until:
            return default
        try:
            return getattr(super(), method)(*args, **kwargs)
        except RedisError as error:
            SharedCache._silent_until = monotonic() + RETRY_SECONDS
            log.warning("Redis does not answer: %s", type(error).__name__)
            return default
