"""Where rate limits are counted: for all processes together, in one step each.

Django's database cache cannot do it: it reads and then writes, and two requests at once count as
one. The table here is changed by one statement, which both databases do without a gap.
"""

import datetime as dt

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from ..models import Counter

_COUNT = """
INSERT INTO web_counter (key, number, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    number = CASE WHEN web_counter.ends_at <= %s THEN 1 ELSE web_counter.number + 1 END,
    ends_at = CASE WHEN web_counter.ends_at <= %s THEN excluded.ends_at
                   ELSE web_counter.ends_at END
RETURNING number
"""


def count_in_database(key: str, seconds: int) -> int:
    """How often `key` was counted in its current period of `seconds`, this time included.

    Commits by itself: a count must stay when the request fails afterwards, and must not hold its
    row while the request works. Raises RuntimeError inside another transaction.
    """
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    at, ends_at = adapt(now), adapt(now + dt.timedelta(seconds=seconds))
    with transaction.atomic(durable=True, savepoint=False), connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, ends_at, at, at])
        (number,) = cursor.fetchone()
    return int(number)


def count_in_cache(key: str, seconds: int) -> int:
    """The same in a cache that all processes share."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, seconds)
        return 1


def give_back_in_database(key: str) -> None:
    """Take one use back out of the count of `key`: it turned out not to be one."""
    counters = Counter.objects.filter(key=key, number__gt=0, ends_at__gt=timezone.now())
    counters.update(number=F("number") - 1)


def give_back_in_cache(key: str) -> None:
    """The same in a cache that all processes share."""
    try:
        cache.decr(key)
    except ValueError:  # its period is over, and with it the count
        return


def start_over_in_database(key: str) -> None:
    """Forget the count of `key` before its period is over."""
    Counter.objects.filter(key=key).delete()


def start_over_in_cache(key: str) -> None:
    """The same in a cache that all processes share."""
    cache.delete(key)


def forget_counters(*, now: dt.datetime) -> int:
    """Delete the counters whose period is over at `now` (aware). Returns how many."""
    return Counter.objects.filter(ends_at__lte=now).delete()[0]
