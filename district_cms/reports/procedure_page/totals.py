"""The totals of a school year for the page of rules, also in sentences: posting days of the whole
district, never of a school, class or person."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.ledger.counting import counted_days
from classroom.models import PostingSlot
from district_cms.schools.models import SchoolYear
from district_cms.web.times import date_text

FEW: Final = "few"
_DAY: Final = dt.timedelta(days=1)
# The plural: only a procedure that lets everyone read a 1 has a "1" here.
_PHRASES: Final = {
    "met": gettext_lazy("%(number)s were met"),
    "soon": gettext_lazy("%(number)s more within two school days"),
    "closed": gettext_lazy("%(number)s were school closings"),
    "rest": gettext_lazy("%(number)s had no update within two school days"),
}


def years_of(today: dt.date, smallest: int) -> list[dict[str, Any]]:
    """Returns the totals of the school year that has begun, and of the one before it, as plain
    values. Numbers below `smallest` are not in them."""
    begun = SchoolYear.objects.filter(first_day__lte=today).order_by("-first_day")
    years = []
    for year in begun.prefetch_related("no_school_days")[:2]:
        until = min(today - _DAY, year.last_day)
        parts = _count(year, until)
        years.append(
            {
                "name": year.name,
                "until": until.isoformat(),
                "is_over": year.last_day < today,
                "smallest": smallest,
                "all": sum(parts.values()),
                "days": without_small(parts, smallest),
            }
        )
    return years


def _count(year: SchoolYear, until: dt.date) -> Counter[str]:
    """Counts the posting days of all classes up to `until`, included: `met` in time, `soon` within
    two school days, the `rest` later or never, `closed` without school. At most three queries."""
    calendar, parts = year.calendar(), Counter(met=0, soon=0, rest=0, closed=0)
    for _school, day, handed_in, number in counted_days(year.first_day, until + _DAY):
        next_day = calendar.school_day_after(day) or year.last_day
        soon = calendar.school_day_after(next_day) or year.last_day
        if handed_in is None or handed_in > soon:
            parts["rest"] += number
        else:
            parts["met" if handed_in <= day else "soon"] += number
    dropped = PostingSlot.objects.filter(
        school_year=year, standing="dropped", nominal_date__lte=until, classroom__live=True
    )
    parts["closed"] += dropped.count()
    return parts


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


def sentences(year: dict[str, Any]) -> list[str]:
    """Returns the totals of one school year of a snapshot, in the current language."""
    days = year["days"]
    if not year["all"]:
        return [_("No posting day was over yet.")]
    if days is None:
        return [_("There were too few posting days to give their numbers.")]
    parts = "; ".join(
        text % {"number": _number(days[name], year["smallest"])}
        for name, text in _PHRASES.items()
        if days[name] or (name == "met" and days[name] == 0)
    )
    whole = _("Of %(number)s posting days, %(parts)s.")
    text = [whole % {"number": _number(year["all"], 0), "parts": parts}]
    if None in days.values():
        text.append(_("One number is left out: with it, everyone could work out a small one."))
    return text


def _number(number: Any, smallest: int) -> str:
    if number == FEW:
        return _("fewer than %(number)d") % {"number": smallest}
    return str(number_format(number, use_l10n=True, force_grouping=True))


def span_text(year: dict[str, Any]) -> str:
    """Returns the name of the school year, and its last counted day unless it is over."""
    if year["is_over"]:
        return _("School year %(name)s") % year
    until = date_text(dt.date.fromisoformat(year["until"]))
    return _("School year %(name)s, until %(until)s") % {"name": year["name"], "until": until}
