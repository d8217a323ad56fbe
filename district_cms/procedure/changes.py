"""When what the ledger says of a class changes next, without anyone doing anything.

A posting day opens, ends and can no longer be filled; what is planned goes live; a month begins.
Between two such moments a class stands as it stood, so that nobody needs to work it out again.
"""

import calendar as gregorian
from collections.abc import Iterable
from datetime import datetime, tzinfo
from functools import lru_cache

from .cadence import NoSchoolRule, YearCalendar, end_of_day, windows
from .slots import Post, check_aware


def next_change(
    posts: Iterable[Post],
    *,
    calendar: YearCalendar,
    rule: NoSchoolRule,
    tz: tzinfo,
    now: datetime,
) -> datetime:
    """Return the first moment after ``now`` at which `assign`, `current`, `next_due`,
    `next_update` or `monthly_counts` can answer otherwise for the same posts; the beginning of the
    next month at the latest. ``tz`` is the district's zone. Raises CadenceError for a naive
    ``now``.
    """
    check_aware(now)
    today = now.astimezone(tz).date()
    last = today.replace(day=gregorian.monthrange(today.year, today.month)[1])
    moments = [end_of_day(last, tz), *_of_windows(calendar, rule, tz)]
    for post in posts:
        known = (post.submitted_at, post.published_at, post.go_live_at)
        moments += (moment for moment in known if moment is not None)
    return min(moment for moment in moments if moment > now)


@lru_cache(maxsize=64)
def _of_windows(calendar: YearCalendar, rule: NoSchoolRule, tz: tzinfo) -> tuple[datetime, ...]:
    found = windows(calendar, rule, tz)
    starts = {window.opens_at for window in found}
    ends = {moment for window in found for moment in (window.closes_at, window.late_until)}
    return tuple(sorted(starts | ends))
