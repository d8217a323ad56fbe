"""Rate limits of forms that need no account, shared by all processes."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Counter
from .visitors import one_caller


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` uses within `seconds` from the first use. `name` is unique."""

    name: str
    times: int
    seconds: int


class TooOften(Exception):
    """Raised when a limit is reached; `seconds` is the longest time to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait up to {seconds} seconds")
        self.seconds = seconds


def count(limit: Limit, whose: str) -> None:
    """Counts one use by `whose`, an address of any kind. Raises `TooOften` above the limit, and
    RuntimeError inside a transaction: the count must stay if the request fails."""
    if count_up(limit.name, whose, limit.seconds) > limit.times:
        raise TooOften(limit.seconds)


def count_up(name: str, whose: str, seconds: int) -> int:
    """Counts one use and returns the number of uses in the current period of `seconds`, this one
    included. For limits with rules of their own; raises RuntimeError like `count`."""
    if settings.CACHE_IS_SHARED:
        with suppress(ConnectionError):
            return count_in_cache(_key(name, whose), seconds)
    return count_in_database(_key(name, whose), seconds)


def give_back(name: str, whose: str) -> None:
    """Removes one use from the count."""
    if settings.CACHE_IS_SHARED:
        with suppress(ConnectionError):
            return give_back_in_cache(_key(name, whose))
    return give_back_in_database(_key(name, whose))


def start_over(name: str, whose: str) -> None:
    """Resets the count."""
    if settings.CACHE_IS_SHARED:
        start_over_in_cache(_key(name, whose))
    start_over_in_database(_key(name, whose))  # also what was counted while the cache was away


def _key(name: str, whose: str) -> str:
    digest = salted_hmac("web.limits", whose, algorithm="sha256").hexdigest()
    return f"limit.{name}.{digest}"


def client_of(request: HttpRequest) -> str:
    """Returns the client for counting: the network address; for IPv6, the customer's network."""
    return one_caller(address_of(request))


def address_of(request: HttpRequest) -> str:
    """Returns the network address of the client. Behind a proxy this is the last entry of the
    header, which our proxy added; the client can forge the entries before it."""
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


_COUNT = """
INSERT INTO web_counter (key, number, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    number = CASE WHEN web_counter.ends_at <= %s THEN 1 ELSE web_counter.number + 1 END,
    ends_at = CASE WHEN web_counter.ends_at <= %s THEN excluded.ends_at
                   ELSE web_counter.ends_at END
RETURNING number
"""


def count_in_database(key: str, seconds: int) -> int:
    """Counts one use of `key` and returns the number of uses in its current period of `seconds`.

    Commits by itself: the count must stay if the request fails, and must not lock its row during
    the request. Raises RuntimeError inside another transaction.
    """
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    at, ends_at = adapt(now), adapt(now + dt.timedelta(seconds=seconds))
    with transaction.atomic(durable=True, savepoint=False), connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, ends_at, at, at])
        (number,) = cursor.fetchone()
    return int(number)


def count_in_cache(key: str, seconds: int) -> int:
    """Does the same in a cache that all processes share."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two lines
        cache.set(key, 1, seconds)
        return 1


def give_back_in_database(key: str) -> None:
    """Removes one use from the count of `key` that should not have counted."""
    counters = Counter.objects.filter(key=key, number__gt=0, ends_at__gt=timezone.now())
    counters.update(number=F("number") - 1)


def give_back_in_cache(key: str) -> None:
    """Does the same in a cache that all processes share."""
    try:
        cache.decr(key)
    except ValueError:  # the period is over, and the count with it
        return


def start_over_in_database(key: str) -> None:
    """Resets the count of `key` before its period is over."""
    Counter.objects.filter(key=key).delete()


def start_over_in_cache(key: str) -> None:
    """Does the same in a cache that all processes share."""
    cache.delete(key)


def forget_counters(*, now: dt.datetime) -> int:
    """Deletes the counters whose period is over at `now` (aware). Returns their number."""
    return Counter.objects.filter(ends_at__lte=now).delete()[0]
