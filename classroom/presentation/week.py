"""What is due and what is coming, over all classes of a family, in the order of days. Pure."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Final, NamedTuple

MIDNIGHT: Final = time()
AHEAD: Final = timedelta(days=7)
MOST: Final = 14
"""A longer list is read by nobody: what is left out stands on the family page."""


class Line(NamedTuple):
    """One thing of one class on one day, as it is said in HTML and in text."""

    day: date
    html: str
    text: str
    start: time | None = None


def last_day(first: date) -> date:
    """Until when a digest of the day `first` looks ahead."""
    return first + AHEAD


def in_order(day: date, start: time | None) -> tuple[date, time]:
    """By this is sorted what happens, everywhere: what has the whole day comes first on it. Of one
    moment, what comes first stays first."""
    return day, start or MIDNIGHT


def soonest(lines: Iterable[Line], first: date) -> list[Line]:
    """Those from the day of the digest until the same day a week later, soonest first and each
    once; those of one moment stay in the order of their classes. The first `MOST` of them."""
    last = last_day(first)
    within = dict.fromkeys([line for line in lines if first <= line.day <= last])
    return sorted(within, key=_moment)[:MOST]


def _moment(line: Line) -> tuple[date, time]:
    return in_order(line.day, line.start)
