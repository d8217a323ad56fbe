"""Which days an update covers: from one posting day until the next.

Dates only; nothing here reads a clock or a setting.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

type Period = tuple[date, date]
"""The first and the last day, both included."""

NEAR: Final = timedelta(days=6)
"""An update that begins this near before a posting day is the one for that day."""


def period_from(start: date, posting_days: Iterable[date], last_day: date) -> Period:
    """Return the first and the last day, both included, of an update that begins on ``start``.

    It ends on the eve of the posting day that comes next: then the next update takes over.
    Begun on a posting day or at most ``NEAR`` before one, it is the update for that day and reaches
    to the eve of the one after. After the last posting day it ends with the school year, and after
    that on its own first day.
    """
    coming = sorted(day for day in posting_days if day >= start)
    if coming and coming[0] - start <= NEAR:
        coming = coming[1:]
    end = coming[0] - timedelta(days=1) if coming else last_day
    return start, max(start, end)


def share_days(one: Period, other: Period) -> bool:
    """True where two updates are about the same days.

    People write "Tuesday to Tuesday": where one ends on the day on which the other begins, it only
    hands over. A day is shared all the same where one of the two is about nothing else.
    """
    first, last = max(one[0], other[0]), min(one[1], other[1])
    if first == last:
        return any(begin == end for begin, end in (one, other))
    return first < last
