"""What is due and coming up in all classes of a family, in order of days. Pure."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Final, NamedTuple

MIDNIGHT: Final = time()
AHEAD: Final = timedelta(days=7)
MOST: Final = 30
"""Nobody reads a longer list; the family page has the rest."""


class Line(NamedTuple):
    """One entry of one class on one day, as HTML and as text."""

    day: date
    html: str
    text: str
    start: time | None = None


def last_day(first: date) -> date:
    """Returns the last day that a digest of the day `first` covers."""
    return first + AHEAD


def in_order(day: date, start: time | None) -> tuple[date, time]:
    """Returns the sort key for entries everywhere: all-day entries come first. Sorting is stable,
    so entries of one moment keep their order."""
    return day, start or MIDNIGHT


def soonest(lines: Iterable[Line], first: date) -> list[Line]:
    """Returns the first `MOST` lines from the day of the digest to the same day a week later,
    soonest first, without duplicates. Lines of one moment keep the order of their classes."""
    last = last_day(first)
    within = dict.fromkeys([line for line in lines if first <= line.day <= last])
    return sorted(within, key=_moment)[:MOST]


def _moment(line: Line) -> tuple[date, time]:
    return in_order(line.day, line.start)
