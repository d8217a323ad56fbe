"""The school years, cached in each process because every page of a school shows today's."""

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
    """How often an entry changed, and when last (None if never recorded)."""

    changes: int = 0
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DisplayedYears:
    """What pages and calendar files show of the school years."""

    calendars: tuple[YearCalendar, ...]
    days: tuple[YearDays, ...]


@dataclass(frozen=True, slots=True)
class YearChanges:
    """How the entries changed, by uid. `gone` maps the uids of deleted entries to their last
    day."""

    changed: dict[str, Changed]
    gone: dict[str, dt.date]


def displayed_year(today: dt.date) -> SchoolYear | None:
    """Returns the year that pages show on a day in the district, as `SchoolYearQuerySet.current`
    does. Do not change it. Only for display: decisions must query the database."""
    return year_of(_cached_years.get(), today)


def displayed_years() -> DisplayedYears:
    """Returns the entries of all years, in order. Do not change them. Three queries after a change,
    none otherwise."""
    return _cached_days.get()


def year_changes() -> YearChanges:
    """Returns the changes that calendar files announce. Do not change it. One query after a change,
    none otherwise."""
    return _cached_changes.get()


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
            entry
            for year in years
            for entry in days_of(year, year.terms.all(), year.no_school_days.all())
        ),
    )


def _read_changes() -> YearChanges:
    marks = list(YearMark.objects.order_by("day", "uid"))
    return YearChanges(
        changed={mark.uid: Changed(mark.changes, mark.changed_at) for mark in marks},
        gone={mark.uid: mark.day for mark in marks if mark.gone},
    )


_cached_years: CachedValue[list[SchoolYear]] = CachedValue(VERSION, _read)
_cached_days: CachedValue[DisplayedYears] = CachedValue(VERSION, _read_days)
_cached_changes: CachedValue[YearChanges] = CachedValue(VERSION, _read_changes)
