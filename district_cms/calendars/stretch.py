"""Which days a calendar file has: the same in every file, so that all of them say the same."""

import datetime as dt
from typing import Final

from django.utils import timezone

KEPT: Final = dt.timedelta(days=30)
"""What is over on Monday stays in the file for this long: each day by itself would make another
file of it."""
AHEAD: Final = dt.timedelta(days=400)
"""Until the end of the school year, whenever one asks."""


def first_day(now: dt.datetime) -> dt.date:
    """The day with which a file begins: the same for the whole week of `now`."""
    today = timezone.localdate(now)
    return today - dt.timedelta(days=today.weekday()) - KEPT
