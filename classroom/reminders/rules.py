"""Who is reminded of a posting day, and when. Pure.

Days are counted in school days: nobody is written to on a weekend or in a break, and the mail
"two days before" a Tuesday comes on the Friday before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from district_cms.procedure.cadence import YearCalendar


class Kind(StrEnum):
    """Which of the three reminders of one posting day."""

    EARLY = "early"  # two school days before
    TODAY = "today"
    AFTER = "after"  # the first school day after


LEAD_SCHOOL_DAYS: Final = 2

_ASKED: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {
        Kind.EARLY: frozenset({"upcoming", "open"}),
        Kind.TODAY: frozenset({"upcoming", "open"}),
        # The night's run may have failed: what was open on a day that is over is awaited.
        Kind.AFTER: frozenset({"open", "awaited", "missing"}),
    }
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which reminders a teacher wants. The one after the posting day cannot be turned off: the
    update is mandatory, and families are waiting for it."""

    early: bool = True
    on_the_day: bool = True


@dataclass(frozen=True, slots=True)
class Teaching:
    """One person's part in a class today; ``part`` as `ClassroomTeacher` names it. ``is_covered``:
    they are on leave, and someone has their classes."""

    person: int
    part: str
    is_covered: bool = False


def days_to_remind_of(calendar: YearCalendar, today: date) -> dict[date, Kind]:
    """Return the days whose classes are reminded today, if they are posting days.

    None on a day without school.
    """
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
    """True if a class whose posting day stands like this has nothing in yet."""
    return standing in _ASKED[kind]


def wants(kind: Kind, wishes: Wishes) -> bool:
    """True if a teacher with these wishes gets this reminder."""
    if kind is Kind.EARLY:
        return wishes.early
    return kind is Kind.AFTER or wishes.on_the_day


def who_is_reminded(teaching: Iterable[Teaching]) -> frozenset[int]:
    """Return the people of one class who are written to.

    While a substitute has the class, its own teacher is on leave and is left alone; so is whoever
    is on leave with a substitute, whatever their part.
    """
    rows = list(teaching)
    has_substitute = any(row.part == "substitute" for row in rows)
    return frozenset(
        row.person
        for row in rows
        if not (row.is_covered or (has_substitute and row.part == "lead"))
    )
