"""Which days an update covers: from one posting day until the next.

Dates only; nothing here reads a clock or a setting.
"""

from collections.abc import Iterable
from datetime import date, timedelta

type Period = tuple[date, date]
"""The first and the last day, both included."""


def period_from(
    start: date, posting_days: Iterable[date], last_day: date, posting_day: date | None = None
) -> Period:
    """Return the first and the last day, both included, of an update that begins on ``start``.

    It ends on the eve of the posting day after ``posting_day``, which is the one that it fills, or
    after ``start``: then the next update takes over. After the last posting day it ends with the
    school year, and after that on its own first day.
    """
    from_here = max(start, posting_day or start)
    end = min((day for day in posting_days if day > from_here), default=None)
    return start, max(start, end - timedelta(days=1) if end else last_day)


def share_days(one: Period, other: Period) -> bool:
    """True where one of two updates covers no day that the other does not cover as well. Where the
    later one goes on, it takes over from the earlier one."""
    first, last = min(one[0], other[0]), max(one[1], other[1])
    return (first, last) in (one, other)
