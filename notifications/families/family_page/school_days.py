"""The days of the school year that a family has to know of: those without school above all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from district_cms.calendars.words import year_html
from district_cms.schools.calendar.kept import years_shown

from ... import sources


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """Of days that follow each other `day` is the first that is not over, `last` the last one, if
    it is another. `title` is HTML in the language that is active."""

    day: dt.date
    last: dt.date | None
    title: str


def with_school_days(
    entries: Iterable[sources.Entry], first: dt.date, last: dt.date
) -> list[sources.Entry | SchoolDays]:
    """These entries and the days of the school years from `first` to `last`, in order; of one day
    the school’s before the classes’. No query, unless a year has changed."""
    found: list[sources.Entry | SchoolDays] = [
        SchoolDays(
            day=max(days.first, first),
            last=days.last if days.last > max(days.first, first) else None,
            title=year_html(days),
        )
        for days in years_shown().days
        if days.last >= first and days.first <= last
    ]
    # Sorting keeps the order of what has the same day.
    return sorted([*found, *entries], key=lambda one: one.day)
