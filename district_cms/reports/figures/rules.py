"""The rules of the figures. Pure. Days are in the district’s time zone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from district_cms.procedure.slots import ClassSpan
from notifications.rules.masking import is_few


@dataclass(slots=True)
class Tally:
    """Counts pairs of class and posting day. An update that waits for its principal counts by the
    day of its first submission. Explained ones are among the late and the not posted."""

    in_time: int = 0
    late: int = 0
    not_posted: int = 0
    late_explained: int = 0
    not_posted_explained: int = 0

    def add(self, day: dt.date, handed_in: dt.date | None, number: int) -> None:
        if handed_in is None:
            self.not_posted += number
        elif handed_in <= day:
            self.in_time += number
        else:
            self.late += number

    def __iadd__(self, other: Self) -> Self:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def expected(self) -> int:
        return self.in_time + self.late + self.not_posted

    @property
    def percent(self) -> int | None:
        return percent(self.in_time, self.expected)


def percent(part: int, whole: int) -> int | None:
    """Returns a whole number; None if `whole` is 0. 100 means all and 0 none: rounding gives
    neither."""
    if not whole:
        return None
    if part in (0, whole):
        return 100 * part // whole
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


@dataclass(frozen=True, slots=True)
class Span:
    """A range of days to compare: a term, a month, or a school year without terms."""

    name: str
    first: dt.date
    last: dt.date

    def includes(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def this_and_last(spans: Iterable[Span], until: dt.date) -> tuple[Span | None, Span | None]:
    """Returns the newest span that has begun by `until`, and the one before it."""
    begun = sorted((span for span in spans if span.first <= until), key=lambda span: span.first)
    last_two = [*[None] * 2, *begun][-2:]
    return last_two[1], last_two[0]


Days = Mapping[tuple[str, dt.date], Tally]
"""{(UUID of a school, posting day): its tally}."""


def total(days: Days, span: Span | None, school: str | None = None) -> Tally:
    """Sums over all schools or one; zero without a span."""
    result = Tally()
    for (key, day), tally in days.items():
        if span is not None and span.includes(day) and school in (None, key):
            result += tally
    return result


def by_day(days: Days) -> dict[dt.date, Tally]:
    """Sums over all schools by day, oldest first."""
    result: dict[dt.date, Tally] = {}
    for (_school, day), tally in sorted(days.items(), key=lambda item: item[0][1]):
        result.setdefault(day, Tally()).__iadd__(tally)
    return result


def visible_schools(families: Mapping[str, int]) -> frozenset[str]:
    """Returns the schools whose number of families is large enough to show. The district's number
    counts only these: otherwise a subtraction would reveal the others."""
    return frozenset(school for school, number in families.items() if not is_few(number))


@dataclass(slots=True)
class Month:
    """How many classes need updates in a month, and how many posted enough."""

    expected: int = 0
    met: int = 0

    @property
    def percent(self) -> int | None:
        return percent(self.met, self.expected)


def by_month(
    running: Mapping[ClassSpan, int],
    posted: Mapping[tuple[ClassSpan, dt.date, int], int],
    needed: Mapping[ClassSpan, Mapping[dt.date, int]],
    until: dt.date,
) -> dict[dt.date, Month]:
    """Returns {first day of a month: its count}, oldest first, without months that need no updates
    or begin after `until`. `running` counts classes by their days, `posted` by days, month and
    number of updates; `needed` is the number that each month requires of a class with such days."""
    months: dict[dt.date, Month] = {}
    for days, number in running.items():
        for month, updates in needed[days].items():
            if updates and month <= until:
                months.setdefault(month, Month()).expected += number
    for (days, month, updates), number in posted.items():
        wanted = needed.get(days, {}).get(month, 0)
        if wanted and updates >= wanted and month in months:
            months[month].met += number
    return dict(sorted(months.items()))
