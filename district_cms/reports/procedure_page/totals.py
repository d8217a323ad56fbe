"""The totals of a school year for the page of rules: posting days of the whole district, never of a
school, class or person."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from classroom.ledger.counting import counted_days
from classroom.models import PostingSlot
from district_cms.procedure.cadence import YearCalendar
from district_cms.schools.models import SchoolYear

SOON: Final = 2
"""An update that comes within so many school days after its posting day is counted by itself."""
PARTS: Final = ("met", "soon", "rest", "closed")
FEW: Final = "few"
_DAY: Final = dt.timedelta(days=1)


def years_of(today: dt.date, smallest: int) -> list[dict[str, Any]]:
    """Returns the totals of the school year that has begun, and of the one before it, as plain
    values. Numbers below `smallest` are not in them."""
    begun = SchoolYear.objects.filter(first_day__lte=today).order_by("-first_day")
    return [_year(year, today, smallest) for year in begun.prefetch_related("no_school_days")[:2]]


def _year(year: SchoolYear, today: dt.date, smallest: int) -> dict[str, Any]:
    until = min(today - _DAY, year.last_day)
    parts = count(year, until)
    return {
        "name": year.name,
        "until": until.isoformat(),
        "is_over": year.last_day < today,
        "smallest": smallest,
        "all": sum(parts.values()),
        "days": without_small(parts, smallest),
    }


def count(year: SchoolYear, until: dt.date) -> Counter[str]:
    """Counts the posting days of all classes in a year up to `until`, included: `met` in time,
    `soon` after it, the `rest` later or never, and `closed` without school. Three queries."""
    calendar, parts = year.calendar(), Counter(dict.fromkeys(PARTS, 0))
    for _school, day, handed_in, number in counted_days(year.first_day, until + _DAY):
        if day <= until:
            parts[_part(day, handed_in, calendar)] += number
    dropped = PostingSlot.objects.filter(
        school_year=year, standing="dropped", nominal_date__lte=until, classroom__live=True
    )
    parts["closed"] += dropped.count()
    return parts


def _part(day: dt.date, handed_in: dt.date | None, calendar: YearCalendar) -> str:
    if handed_in is None:
        return "rest"
    if handed_in <= day:
        return "met"
    return "soon" if handed_in <= _soon(day, calendar) else "rest"


def _soon(day: dt.date, calendar: YearCalendar) -> dt.date:
    """Returns the last of the next two school days; the last day of a year that has fewer."""
    for _each in range(SOON):
        day = calendar.school_day_after(day) or calendar.last_day
    return day


def without_small(parts: Mapping[str, int], smallest: int) -> dict[str, int | str | None] | None:
    """Returns the numbers with "few" for each between 0 and `smallest`. One more number is then
    left out (None), or the sum would give the small one away. None if there is no other."""
    few = {name for name, number in parts.items() if 0 < number < smallest}
    others = [name for name, number in parts.items() if number >= smallest]
    if not few:
        return dict(parts)
    if not others:
        return None
    left_out = min(others, key=lambda name: parts[name])
    return {
        name: FEW if name in few else None if name == left_out else number
        for name, number in parts.items()
    }
