"""The months that are compared, and the terms of the school years."""

import datetime as dt
from typing import Any

from django.utils.dates import MONTHS

from district_cms.schools.models import SchoolYear

from .rules import Span


def all_terms() -> list[Span]:
    """The terms of all school years, with a year that has none as one. Two queries."""
    found: list[Span] = []
    for year in SchoolYear.objects.prefetch_related("terms"):
        terms: Any = year.terms.all()
        found += [Span(each.name, each.first_day, each.last_day) for each in terms] or [
            Span(year.name, year.first_day, year.last_day)
        ]
    return found


def months_of(year: SchoolYear, until: dt.date) -> list[Span]:
    """The months of a school year that have begun, oldest first."""
    found, first = [], year.first_day.replace(day=1)
    while first <= min(until, year.last_day):
        found.append(_month(first))
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return found


def month_and_last(first: dt.date) -> list[Span]:
    """The month that begins on this day, after the one before it."""
    return [_month((first - dt.timedelta(days=1)).replace(day=1)), _month(first)]


def _month(first: dt.date) -> Span:
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Span(name_of_month(first), first, last)


def name_of_month(first: dt.date) -> str:
    """ "October 2026"."""
    return f"{MONTHS[first.month]} {first.year}"
