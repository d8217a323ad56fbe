"""When a class update is due: on the days that the procedure's rhythm names.

Computes dates and the windows in which posts count for them. `slots` decides which post fills a
slot, `months` counts posts per month. Nothing here reads a clock or a setting: calendar, time zone,
rule and procedure are arguments; without a procedure, the district's own holds. ``rule`` is the
district's choice for days without school, for versions of the procedure that have no such rule.
Dates are in the district's time zone; returned datetimes are aware and in UTC.
"""

import calendar as gregorian
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final

from .active import active
from .versions import NoSchoolRule as NoSchoolRule
from .versions import Procedure

LONGEST_YEAR: Final = timedelta(days=366)
_ONE_DAY: Final = timedelta(days=1)
_LAST_SECOND: Final = time(23, 59, 59, fold=1)


class CadenceError(ValueError):
    """A date or datetime does not fit the rules of the cadence.

    ``message`` is an English sentence with ``%(name)s`` placeholders, which the caller translates,
    and ``params`` has their values; ``str()`` returns the complete sentence.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class SlotReason(StrEnum):
    """Why a slot is on its day, or was moved or dropped."""

    ON_ITS_DAY = "on_its_day"
    MOVED_LATER = "moved_later"
    MOVED_EARLIER = "moved_earlier"
    NO_SCHOOL = "no_school"  # dropped by the rule "drop"
    AFTER_THE_YEAR = "after_the_year"  # dropped: the year has no school day after it
    BEFORE_THE_YEAR = "before_the_year"  # dropped: the year has no school day before it
    MERGED = "merged"  # dropped: the next slot falls on the same day


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """A school year: its first and last day, both included, and the weekdays without school.

    Saturdays and Sundays are never school days. Days in ``no_school`` outside the year are ignored.
    Raises `CadenceError` for an invalid year (see `check_year`).
    """

    first_day: date
    last_day: date
    no_school: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        check_year(self.first_day, self.last_day)

    def is_school_day(self, day: date) -> bool:
        """Returns True if there is school on this day."""
        return (
            self.first_day <= day <= self.last_day
            and day.weekday() < gregorian.SATURDAY
            and day not in self.no_school
        )

    def school_days_in(self, year: int, month: int) -> tuple[date, ...]:
        """Returns the school days of a calendar month within the year, in order."""
        length = gregorian.monthrange(year, month)[1]
        days = (date(year, month, number) for number in range(1, length + 1))
        return tuple(day for day in days if self.is_school_day(day))

    def school_day_after(self, day: date) -> date | None:
        """Returns the first school day after `day`, or None if the year has no more."""
        return self._first_school_day(day, step=_ONE_DAY)

    def school_day_before(self, day: date) -> date | None:
        """Returns the last school day before `day`, or None if the year has none."""
        return self._first_school_day(day, step=-_ONE_DAY)

    def _first_school_day(self, day: date, *, step: timedelta) -> date | None:
        day += step
        while self.first_day <= day <= self.last_day:
            if self.is_school_day(day):
                return day
            day += step
        return None


def check_year(first_day: date, last_day: date) -> None:
    """Raises `CadenceError` unless these can be the first and last day of a school year."""
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
    """One update that the procedure requires.

    ``nominal`` is the day that the procedure names, which permanently identifies the slot.
    ``day`` is the school day on which it is due, or None if the slot is dropped.
    """

    nominal: date
    day: date | None
    reason: SlotReason

    @property
    def dropped(self) -> bool:
        """Whether no update is due for this day; ``reason`` tells why."""
        return self.day is None


@dataclass(frozen=True, slots=True)
class Window:
    """A post fills a slot if ``opens_at <= post < closes_at``, and fills it late until
    ``late_until``.

    All four are aware and in UTC. ``due_at`` is the time shown to people, 23:59:59; ``closes_at``
    is one second later, the start of the next day, so that a post at 23:59:59.999 counts and one at
    00:00:00 does not.
    """

    slot: Slot
    day: date
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    late_until: datetime


def nominal_dates(first: date, last: date, procedure: Procedure | None = None) -> tuple[date, ...]:
    """Returns the days that the procedure names from ``first`` to ``last``, both included."""
    return (procedure or active()).nominal_dates(first, last)


def slots(
    calendar: YearCalendar, rule: NoSchoolRule, procedure: Procedure | None = None
) -> tuple[Slot, ...]:
    """Returns all slots of the year in order, including dropped ones. Each is judged by the version
    in force on its nominal day.

    If two slots fall on one day, as after a long break, the later one keeps the day and the earlier
    one is dropped as merged: one post cannot fill two slots, and news belongs to the later one.
    """
    return _slots(calendar, rule, procedure or active())


@lru_cache(maxsize=64)
def _slots(calendar: YearCalendar, rule: NoSchoolRule, procedure: Procedure) -> tuple[Slot, ...]:
    result: list[Slot] = []
    later = date.max
    for nominal in reversed(procedure.nominal_dates(calendar.first_day, calendar.last_day)):
        own_rule = procedure.in_force_on(nominal).posting.no_school
        slot = _place(nominal, calendar, own_rule or rule)
        # Only two versions with different rules could move a slot past another.
        if slot.day and slot.day >= later:
            slot = Slot(nominal, None, SlotReason.MERGED)
        later = slot.day or later
        result.append(slot)
    return tuple(reversed(result))


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
    """Returns 23:59:59 on the slot's day in the time zone ``tz``, in UTC.

    Raises `CadenceError` for a dropped slot.
    """
    if slot.day is None:
        raise CadenceError("No update is due for %(nominal)s.", nominal=slot.nominal.isoformat())
    return _last_second(slot.day, tz)


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """Returns the end of the day in the time zone ``tz``, in UTC.

    That is the first instant of the next day, even if the clocks change at midnight.
    """
    return _last_second(day, tz) + timedelta(seconds=1)


def _last_second(day: date, tz: tzinfo) -> datetime:
    # fold=1: the second 23:59:59 of a day that has two, and the true end of a day that has none.
    return datetime.combine(day, _LAST_SECOND, tzinfo=tz).astimezone(UTC)


def windows(
    calendar: YearCalendar, rule: NoSchoolRule, tz: tzinfo, procedure: Procedure | None = None
) -> tuple[Window, ...]:
    """Returns the windows of all slots that are not dropped, in order and without gaps.

    A window opens when the previous one closes, the first one at the start of the year's first day.
    It can be filled late until the next one closes, the last one until the end of the next day that
    the procedure would name, so that it has as much time as others.
    """
    return _windows(calendar, rule, tz, procedure or active())


@lru_cache(maxsize=64)
def _windows(
    calendar: YearCalendar, rule: NoSchoolRule, tz: tzinfo, procedure: Procedure
) -> tuple[Window, ...]:
    due_slots = [slot for slot in slots(calendar, rule, procedure) if slot.day is not None]
    days = [slot.day for slot in due_slots if slot.day is not None]
    if not days:
        return ()
    following = procedure.nominal_after(days[-1])
    ends = [end_of_day(day, tz) for day in (calendar.first_day - _ONE_DAY, *days, following)]
    return tuple(
        Window(slot, day, opens, _last_second(day, tz), closes, late_until)
        for slot, day, opens, closes, late_until in zip(
            due_slots, days, ends, ends[1:], ends[2:], strict=False
        )
    )


def window_index(year_windows: tuple[Window, ...], moment: datetime) -> int:
    """Returns the index of the window that a post at ``moment`` falls into.

    A moment before the first window belongs to the first one: a welcome posted before school starts
    is news for the first date. After the last window, the index is ``len(year_windows)``.
    """
    return bisect_right(year_windows, moment, key=lambda window: window.closes_at)


type Period = tuple[date, date]
"""The first and last day, both included."""


def period_from(
    start: date, posting_days: Iterable[date], last_day: date, posting_day: date | None = None
) -> Period:
    """Returns the first and last day, both included, of an update that starts on ``start``.

    It ends on the day before the posting day that follows ``posting_day``, the one that it fills,
    or ``start``, when the next update takes over. After the last posting day it ends with the
    school year, and after that on its own first day.
    """
    from_here = max(start, posting_day or start)
    end = min((day for day in posting_days if day > from_here), default=None)
    return start, max(start, end - timedelta(days=1) if end else last_day)


def share_days(first_period: Period, second_period: Period) -> bool:
    """Returns True if one of two periods contains the other. Otherwise the later one continues the
    earlier one."""
    both = (first_period, second_period)
    first, last = min(period[0] for period in both), max(period[1] for period in both)
    return (first, last) in both
