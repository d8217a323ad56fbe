"""When a class update is due: "On the 1st and 4th Tuesday of the month".

Dates only, and the moments at which they open and close; what a post does for them is in
`slots`, the count per month in `months`. Nothing here reads a clock or a setting: the calendar,
the rule and the time zone are arguments. Days are days in the district's zone; every moment that
goes out is aware and in UTC.
"""

import calendar as gregorian
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

NAMED_WEEKS: Final = (1, 4)
"""The 1st and the 4th Tuesday. The 4th is not the last one in a month that has five."""

LONGEST_YEAR: Final = timedelta(days=366)
_ONE_DAY: Final = timedelta(days=1)
_LAST_SECOND: Final = time(23, 59, 59, fold=1)


class CadenceError(ValueError):
    """A date or a moment does not fit the rules of the cadence.

    ``message`` is an English sentence with ``%(name)s`` placeholders, to be translated by whoever
    shows it, and ``params`` their values; ``str()`` gives the whole sentence.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NoSchoolRule(StrEnum):
    """What becomes of a named Tuesday without school: a district's choice, not the procedure's."""

    NEXT = "next"
    PREVIOUS = "previous"
    DROP = "drop"


class SlotReason(StrEnum):
    """Why a slot stands where it does, or nowhere."""

    ON_ITS_DAY = "on_its_day"
    MOVED_LATER = "moved_later"
    MOVED_EARLIER = "moved_earlier"
    NO_SCHOOL = "no_school"  # left out by the rule "drop"
    AFTER_THE_YEAR = "after_the_year"  # left out: the year has no school day after it
    BEFORE_THE_YEAR = "before_the_year"  # left out: the year has no school day before it
    MERGED = "merged"  # left out: the next slot landed on the same day and keeps it


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """A school year: its first and last day, both included, and the weekdays without school.

    Saturdays and Sundays are never school days. Days in ``no_school`` outside the year are ignored.
    Raises CadenceError for a year that check_year refuses.
    """

    first_day: date
    last_day: date
    no_school: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        check_year(self.first_day, self.last_day)

    def is_school_day(self, day: date) -> bool:
        """True if there is school on this day."""
        return (
            self.first_day <= day <= self.last_day
            and day.weekday() < gregorian.SATURDAY
            and day not in self.no_school
        )

    def school_days_in(self, year: int, month: int) -> tuple[date, ...]:
        """Return the school days of a calendar month, in order; none outside the year."""
        length = gregorian.monthrange(year, month)[1]
        days = (date(year, month, number) for number in range(1, length + 1))
        return tuple(day for day in days if self.is_school_day(day))

    def school_day_after(self, day: date) -> date | None:
        """Return the first school day after this one, or None if the year has no more."""
        return self._first_school_day(day, step=_ONE_DAY)

    def school_day_before(self, day: date) -> date | None:
        """Return the last school day before this one, or None if the year has none."""
        return self._first_school_day(day, step=-_ONE_DAY)

    def _first_school_day(self, day: date, *, step: timedelta) -> date | None:
        day += step
        while self.first_day <= day <= self.last_day:
            if self.is_school_day(day):
                return day
            day += step
        return None


def check_year(first_day: date, last_day: date) -> None:
    """Raise CadenceError unless these days can begin and end a school year."""
    if last_day < first_day:
        raise CadenceError(
            "The school year ends on %(last_day)s, before it begins on %(first_day)s.",
            first_day=first_day.isoformat(),
            last_day=last_day.isoformat(),
        )
    if last_day - first_day >= LONGEST_YEAR:
        raise CadenceError(
            "A school year from %(first_day)s to %(last_day)s is longer than a calendar year.",
            first_day=first_day.isoformat(),
            last_day=last_day.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """One update that the procedure asks for.

    ``nominal`` is the Tuesday that the procedure names and the slot's identity for good; ``day``
    is the school day on which it falls due, or None for a slot that is left out.
    """

    nominal: date
    day: date | None
    reason: SlotReason

    @property
    def dropped(self) -> bool:
        """True if nothing is due for this Tuesday; ``reason`` says why."""
        return self.day is None


@dataclass(frozen=True, slots=True)
class Window:
    """When a post meets a slot, ``opens_at <= post < closes_at``, and until when it is late.

    All four are aware and in UTC. ``due_at`` is the moment that people are told, 23:59:59;
    ``closes_at`` is one second later, the first instant of the next day, so that a post at
    23:59:59.999 meets the slot and one at 00:00:00 does not.
    """

    slot: Slot
    day: date
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    late_until: datetime


def nominal_dates(first: date, last: date) -> tuple[date, ...]:
    """Return the 1st and 4th Tuesday of each month from ``first`` to ``last``, both included."""
    return tuple(_named_tuesdays(first, last))


def _named_tuesdays(first: date, last: date) -> Iterator[date]:
    day = first + timedelta(days=(gregorian.TUESDAY - first.weekday()) % 7)
    while day <= last:
        if (day.day - 1) // 7 + 1 in NAMED_WEEKS:
            yield day
        day += timedelta(days=7)


@lru_cache(maxsize=64)
def slots(calendar: YearCalendar, rule: NoSchoolRule) -> tuple[Slot, ...]:
    """Return every slot of the year in order, those that are left out included.

    Where two slots would fall on one day, as after a long break, the later keeps the day and the
    earlier is left out as merged: one post cannot meet two slots, and the later is the one whose
    news is current.
    """
    placed = [
        _place(nominal, calendar, rule)
        for nominal in nominal_dates(calendar.first_day, calendar.last_day)
    ]
    # A slot never moves past another, so those that share a day are neighbors.
    merged = [
        Slot(slot.nominal, None, SlotReason.MERGED) if slot.day and slot.day == later.day else slot
        for slot, later in pairwise(placed)
    ]
    return (*merged, *placed[-1:])


def _place(nominal: date, calendar: YearCalendar, rule: NoSchoolRule) -> Slot:
    if calendar.is_school_day(nominal):
        return Slot(nominal, nominal, SlotReason.ON_ITS_DAY)
    match rule:
        case NoSchoolRule.NEXT:
            day = calendar.school_day_after(nominal)
            return Slot(nominal, day, SlotReason.MOVED_LATER if day else SlotReason.AFTER_THE_YEAR)
        case NoSchoolRule.PREVIOUS:
            day = calendar.school_day_before(nominal)
            return Slot(
                nominal, day, SlotReason.MOVED_EARLIER if day else SlotReason.BEFORE_THE_YEAR
            )
        case NoSchoolRule.DROP:
            return Slot(nominal, None, SlotReason.NO_SCHOOL)


def due_at(slot: Slot, tz: tzinfo) -> datetime:
    """Return 23:59:59 on the slot's day in the zone ``tz``, in UTC.

    Raises CadenceError for a slot that is left out.
    """
    if slot.day is None:
        raise CadenceError("No update is due for %(nominal)s.", nominal=slot.nominal.isoformat())
    return _last_second(slot.day, tz)


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """Return the instant, in UTC, at which the day is over in the zone ``tz``.

    That is the first instant of the next day, also where the clocks change at midnight.
    """
    return _last_second(day, tz) + timedelta(seconds=1)


def _last_second(day: date, tz: tzinfo) -> datetime:
    # fold=1: the second 23:59:59 of a day that has two, and the real end of a day that has none.
    return datetime.combine(day, _LAST_SECOND, tzinfo=tz).astimezone(UTC)


@lru_cache(maxsize=64)
def windows(calendar: YearCalendar, rule: NoSchoolRule, tz: tzinfo) -> tuple[Window, ...]:
    """Return the window of every slot that is not left out, in order and without a gap.

    A slot is open from the end of the one before, the first of the year from the beginning of the
    first day. It can be filled late until the next one ends; the last of the year until the end of
    the next Tuesday that the procedure would name, so that it has as much time as any other.
    """
    kept = [slot for slot in slots(calendar, rule) if slot.day is not None]
    days = [slot.day for slot in kept if slot.day is not None]
    if not days:
        return ()
    following = nominal_dates(days[-1] + _ONE_DAY, days[-1] + timedelta(days=40))[0]
    ends = [end_of_day(day, tz) for day in (calendar.first_day - _ONE_DAY, *days, following)]
    return tuple(
        Window(slot, day, opens, _last_second(day, tz), closes, late_until)
        for slot, day, opens, closes, late_until in zip(
            kept, days, ends, ends[1:], ends[2:], strict=False
        )
    )


def window_index(found: tuple[Window, ...], moment: datetime) -> int:
    """Return the index of the window that a post of this moment falls into.

    A moment before the first window belongs to the first: a welcome that is posted before school
    begins is news for the first date. After the last window the index is ``len(found)``.
    """
    return bisect_right(found, moment, key=lambda window: window.closes_at)


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
    """Returns True if one of two updates covers no day that the other does not cover too. The later
    one continues from the earlier one where it goes on."""
    first, last = min(one[0], other[0]), max(one[1], other[1])
    return (first, last) in (one, other)
