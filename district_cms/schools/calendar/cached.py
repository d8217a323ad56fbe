"""The school years as each process keeps them: every page of a school asks for today's."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from district_cms.procedure.cadence import YearCalendar
from district_cms.web.versions import CachedValue, bump

from ..models.calendar import SchoolYear, year_of
from ..models.year_marks import YearDays, YearMark, days_of

VERSION: Final = "schools.years"


@dataclass(frozen=True, slots=True)
class Changed:
    """How often some days of a year changed, and when last (None: not noted)."""

    changes: int = 0
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DisplayedYears:
    """All that pages and calendar files say of the school years."""

    calendars: tuple[YearCalendar, ...]
    days: tuple[YearDays, ...]


@dataclass(frozen=True, slots=True)
class YearChanges:
    """How their days changed, by uid, and the rule for posting days with them; `gone` are days that
    were entered once and are not there any more."""

    changed: dict[str, Changed]
    gone: dict[str, dt.date]


def displayed_year(today: dt.date) -> SchoolYear | None:
    """The year that pages show on a day of the district, as `SchoolYearQuerySet.current` finds it.
    Nobody changes it. For pages alone: what decides asks the database."""
    return year_of(_kept.get(), today)


def displayed_years() -> DisplayedYears:
    """The days of all years, in order. Nobody changes them. Three queries where they have changed,
    none otherwise."""
    return _days.get()


def year_changes() -> YearChanges:
    """What calendar programs are told of them besides. Nobody changes it. One query where something
    has changed, none otherwise."""
    return _noted.get()


def years_changed(**kwargs: Any) -> None:
    """Receives the saving of a school year, its days and terms, or the rule for posting days."""
    bump(VERSION)


def _read() -> list[SchoolYear]:
    return list(SchoolYear.objects.all())


def _read_days() -> DisplayedYears:
    years = SchoolYear.objects.order_by("first_day").prefetch_related("terms", "no_school_days")
    return DisplayedYears(
        calendars=tuple(year.calendar() for year in years),
        days=tuple(
            one
            for year in years
            for one in days_of(year, year.terms.all(), year.no_school_days.all())
        ),
    )


def _read_noted() -> YearChanges:
    marks = list(YearMark.objects.order_by("day", "uid"))
    return YearChanges(
        changed={mark.uid: Changed(mark.changes, mark.changed_at) for mark in marks},
        gone={mark.uid: mark.day for mark in marks if mark.gone},
    )


_kept: CachedValue[list[SchoolYear]] = CachedValue(VERSION, _read)
_days: CachedValue[DisplayedYears] = CachedValue(VERSION, _read_days)
_noted: CachedValue[YearChanges] = CachedValue(VERSION, _read_noted)
