"""Records when the days of a school year changed, for calendar programs."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_WEEKEND: Final = dt.timedelta(days=3)
"""From Friday to Monday."""
_LONGEST_HOLIDAY: Final = 40
"""Days."""


@dataclass(frozen=True, slots=True)
class YearDays:
    """One entry of the year's calendar: consecutive days without school, the first or last day, or
    the day on which a term begins. `uid` stays the same, whatever else changes."""

    uid: str
    kind: str
    name: str
    first: dt.date
    last: dt.date
    name_es: str = ""

    @property
    def fingerprint(self) -> str:
        return f"{self.first} {self.last} {self.name}"


def days_of(year: Any, terms: Iterable[Any], no_school: Iterable[Any]) -> list[YearDays]:
    """Returns the entries of a `SchoolYear` and its rows that families want to know, in order.
    Consecutive days without school with the same name are one entry, also across a weekend."""
    entries = [
        YearDays(f"year.first.{year.name}", "first", "", year.first_day, year.first_day),
        YearDays(f"year.last.{year.name}", "last", "", year.last_day, year.last_day),
    ]
    rows = sorted(no_school, key=attrgetter("name", "day"))
    off = {row.day for row in rows}
    for term in terms:
        if term.first_day != year.first_day:
            day = _first_of_school(term, off)
            entries.append(
                YearDays(f"year.term-{term.pk}", "term", term.name, day, day, term.name_es)
            )
    for name, same in groupby(rows, key=attrgetter("name")):
        span: list[Any] = []
        for row in same:
            if span and not _follows(span[-1].day, row.day):
                entries.append(_without_school(name, span))
                span = []
            span.append(row)
        entries.append(_without_school(name, span))
    return sorted(entries, key=attrgetter("first", "uid"))


def _first_of_school(term: Any, off: Collection[dt.date]) -> dt.date:
    """Returns the first school day of a term. Some terms are entered from the start of a
    holiday."""
    days = (term.first_day + dt.timedelta(days=each) for each in range(_LONGEST_HOLIDAY))
    return next((day for day in days if day not in off and day.weekday() < 5), term.first_day)


def _follows(one: dt.date, other: dt.date) -> bool:
    """Returns True if at most a weekend lies between two days."""
    days = (other - one).days
    return days == 1 or (days <= _WEEKEND.days and one.weekday() >= 4 and other.weekday() == 0)


def _without_school(name: str, span: list[Any]) -> YearDays:
    first, spanish = span[0].day, next(filter(None, (row.name_es for row in span)), "")
    return YearDays(f"year.no-school.{first}", "no_school", name, first, span[-1].day, spanish)


class YearMark(models.Model):
    """How often an entry of the calendar changed, and when last. A deleted entry stays as `gone`,
    so that calendar programs are notified. There is no key to the year, which may be deleted
    too."""

    uid = models.CharField(max_length=80, unique=True)
    school_year = models.CharField(max_length=7, db_index=True)
    said = models.CharField(max_length=150)
    day = models.DateField()
    changes = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    gone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("changed day of a school year")
        default_permissions = ()

    def __str__(self) -> str:
        return self.uid


@transaction.atomic
def note_days(*, year: Any, days: Iterable[YearDays]) -> None:
    """Records which entries of this `SchoolYear` are new, changed or gone. `days` are its entries
    now."""
    now = timezone.now()
    current = {one.uid: one for one in days}
    # The `uid` finds an entry that moved here from the year before.
    known = YearMark.objects.select_for_update().filter(
        models.Q(school_year=year.name) | models.Q(uid__in=current)
    )
    changed, seen = [], set()
    for mark in known:
        seen.add(mark.uid)
        one = current.get(mark.uid)
        same = mark.gone if one is None else not mark.gone and one.fingerprint == mark.said
        if same:
            continue
        mark.gone = one is None
        if one is not None:
            mark.said, mark.day = one.fingerprint, one.first
        mark.school_year = year.name
        mark.changes += 1
        mark.changed_at = now
        changed.append(mark)
    YearMark.objects.bulk_update(
        changed, ["gone", "said", "day", "school_year", "changes", "changed_at"]
    )
    YearMark.objects.bulk_create(
        YearMark(
            uid=uid, school_year=year.name, said=one.fingerprint, day=one.first, changed_at=now
        )
        for uid, one in current.items()
        if uid not in seen
    )
