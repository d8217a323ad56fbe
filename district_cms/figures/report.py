"""The figures of one school year, of the district or of one school, read together."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.dates import MONTHS
from wagtail.models import Page

from district_cms.schools.models import SchoolYear

from . import findings
from .facts import kept_facts
from .reach import Reach
from .rules import (
    Asked,
    Line,
    Month,
    Span,
    Tally,
    by_day,
    by_month,
    by_school,
    tally,
    this_and_last,
)

SUBJECTS: Final = (findings.ACCESSIBILITY, findings.PRIVACY)


@dataclass(frozen=True, slots=True)
class Compared:
    """A school, or the district, beside its own past."""

    school: Page | None
    now: Tally
    before: Tally

    @property
    def difference(self) -> int | None:
        """In percentage points; None where there is nothing to compare."""
        if self.now.percent is None or self.before.percent is None:
            return None
        return self.now.percent - self.before.percent


@dataclass(frozen=True, slots=True)
class Report:
    """`now` and `before` are the spans that are compared: terms, or the chosen month and the one
    before it. `schools` are in the order of their names, never of their figures."""

    counted_at: dt.datetime
    whole: Compared
    now: Span | None
    before: Span | None
    days: dict[dt.date, Tally]
    months: dict[dt.date, Month]
    schools: list[Compared]
    asked: list[tuple[str, Asked]]
    reach: Reach
    lines: list[Line]


def report(
    year: SchoolYear,
    schools: Sequence[Page],
    school: Page | None = None,
    month: dt.date | None = None,
    today: dt.date | None = None,
) -> Report:
    """The figures of a school year up to now; of one month, where its first day is named, and of
    one of `schools`, where it is. At most fifteen queries, whatever the number of classes."""
    today = today or timezone.localdate()
    until = min(today, year.last_day)
    now, before = _compared(month, until)
    first, end = _days_counted(year, now, before, today)
    shown_schools = [school] if school else schools
    facts = kept_facts(year, first, end, school.path if school else "", shown_schools)
    of_year = [line for line in facts.lines if year.contains(line.day)]
    shown = [line for line in of_year if not month or (now is not None and now.includes(line.day))]
    months = by_month(facts.running, facts.posted, facts.needed, until)
    of_now, of_before = by_school(facts.lines, now), by_school(facts.lines, before)
    return Report(
        counted_at=facts.counted_at,
        whole=Compared(school, _tally(facts.lines, now), _tally(facts.lines, before)),
        now=now,
        before=before,
        days=by_day(shown),
        months={key: each for key, each in months.items() if month in (None, key)},
        schools=[
            Compared(each, of_now.get(each.path, Tally()), of_before.get(each.path, Tally()))
            for each in shown_schools
        ],
        asked=[(subject, _asked(facts.asked, subject)) for subject in SUBJECTS],
        reach=facts.reach,
        lines=shown,
    )


def days_counted(
    year: SchoolYear, month: dt.date | None, today: dt.date
) -> tuple[dt.date, dt.date]:
    """The first posting day that the report of a year, or of a month of it, looks at, and the first
    day that it does not."""
    now, before = _compared(month, min(today, year.last_day))
    return _days_counted(year, now, before, today)


def _days_counted(
    year: SchoolYear, now: Span | None, before: Span | None, today: dt.date
) -> tuple[dt.date, dt.date]:
    first = min(span.first for span in (now, before, _whole(year)) if span is not None)
    return first, min(today, year.last_day + dt.timedelta(days=1))


def _compared(month: dt.date | None, until: dt.date) -> tuple[Span | None, Span | None]:
    return this_and_last(_months_around(month) if month else all_terms(), until)


def _asked(counts: Mapping[tuple[str, str], Asked], subject: str) -> Asked:
    found = Asked()
    for (_school, about), each in counts.items():
        if about == subject:
            found.asked += each.asked
            found.fixed += each.fixed
            found.confirmed += each.confirmed
    return found


def _tally(lines: Iterable[Line], span: Span | None) -> Tally:
    return tally(lines, span) if span is not None else Tally()


def _whole(year: SchoolYear) -> Span:
    return Span(year.name, year.first_day, year.last_day)


def all_terms() -> list[Span]:
    """The terms of all school years, with a year that has none as one. Two queries."""
    found: list[Span] = []
    for year in SchoolYear.objects.prefetch_related("terms"):
        terms: Any = year.terms.all()
        found += [Span(each.name, each.first_day, each.last_day) for each in terms] or [
            _whole(year)
        ]
    return found


def months_of(year: SchoolYear, until: dt.date) -> list[Span]:
    """The months of a school year that have begun, oldest first."""
    found, first = [], year.first_day.replace(day=1)
    while first <= min(until, year.last_day):
        found.append(_month(first))
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return found


def _months_around(month: dt.date) -> list[Span]:
    return [_month((month - dt.timedelta(days=1)).replace(day=1)), _month(month)]


def _month(first: dt.date) -> Span:
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Span(name_of_month(first), first, last)


def name_of_month(first: dt.date) -> str:
    """ "October 2026"."""
    return f"{MONTHS[first.month]} {first.year}"
