"""Who is reminded of a posting day, and when. Pure.

Counts school days: nobody gets mail on a weekend or in a break, and the mail "two days before" a
Tuesday comes on the Friday before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from district_cms.procedure.cadence import YearCalendar


class Kind(StrEnum):
    """The three reminders of one posting day."""

    EARLY = "early"  # two school days before
    TODAY = "today"
    AFTER = "after"  # the first school day after


LEAD_SCHOOL_DAYS: Final = 2

_WITHOUT_UPDATE: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {
        Kind.EARLY: frozenset({"upcoming", "open"}),
        Kind.TODAY: frozenset({"upcoming", "open"}),
        # Includes "open": if the nightly run failed, a past day may not be "awaited" yet.
        Kind.AFTER: frozenset({"open", "awaited", "missing"}),
    }
)


@dataclass(frozen=True, slots=True)
class ReminderPreferences:
    """Which reminders a teacher wants. The one after the posting day cannot be turned off: the
    update is mandatory, and families are waiting for it."""

    early: bool = True
    on_the_day: bool = True


@dataclass(frozen=True, slots=True)
class Teaching:
    """One person's part in a class today; `part` as in `ClassroomTeacher`. `is_covered` means that
    they are on leave with a substitute."""

    person: int
    part: str
    is_covered: bool = False


def days_to_remind_of(calendar: YearCalendar, today: date) -> dict[date, Kind]:
    """Returns the days whose classes are reminded today, if they are posting days. Empty on a day
    without school."""
    if not calendar.is_school_day(today):
        return {}
    days = {today: Kind.TODAY}
    if (before := calendar.school_day_before(today)) is not None:
        days[before] = Kind.AFTER
    ahead: date | None = today
    for _number in range(LEAD_SCHOOL_DAYS):
        ahead = calendar.school_day_after(ahead) if ahead is not None else None
    if ahead is not None:
        days[ahead] = Kind.EARLY
    return days


def asks(kind: Kind, standing: str) -> bool:
    """Returns True if a class whose posting day has this standing has no update yet."""
    return standing in _WITHOUT_UPDATE[kind]


def wants(kind: Kind, preferences: ReminderPreferences) -> bool:
    """Returns True if a teacher with these preferences gets this reminder."""
    if kind is Kind.EARLY:
        return preferences.early
    return kind is Kind.AFTER or preferences.on_the_day


def who_is_reminded(teaching: Iterable[Teaching]) -> frozenset[int]:
    """Returns the people of one class who get the reminder.

    Leaves out the teacher of a class with a substitute, and anyone on leave with a substitute,
    whatever their part."""
    rows = list(teaching)
    has_substitute = any(row.part == "substitute" for row in rows)
    return frozenset(
        row.person
        for row in rows
        if not (row.is_covered or (has_substitute and row.part == "lead"))
    )
