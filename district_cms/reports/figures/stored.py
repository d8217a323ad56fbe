"""The counted figures as they are stored in `CountedFigures`, and the months that they cover."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.dates import MONTHS
from wagtail.models import Page

from district_cms.schools.models import SchoolYear

from .rules import Month, Span, Tally

SHAPE: Final = 3
"""Of what is stored: one more whenever it means something else. What another release has stored is
counted again, not read."""


@dataclass(frozen=True, slots=True)
class FollowerCounts:
    """`families` are people who follow at least one class, once each; `by_school` counts them
    again for each school, by its UUID. Of a district, `families` leaves out who follows only at
    schools whose own number is too small to be shown; `leaves_out` says that there are such.
    `last` is when the updates of a posting day went out last, to `sent_to` addresses and numbers,
    of `written` that were to get them."""

    families: int
    by_school: dict[str, int] = field(default_factory=dict)
    leaves_out: bool = False
    last: dt.datetime | None = None
    written: int = 0
    sent_to: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted of a school year, and when (aware). `now` and `before` are the terms that
    were compared on that day; `days` go back as far as any month or term of the year is
    compared."""

    counted_at: dt.datetime
    now: Span | None
    before: Span | None
    days: Mapping[tuple[str, dt.date], Tally]
    months: Mapping[dt.date, Month]
    reach: FollowerCounts

    @property
    def day(self) -> dt.date:
        """In the district's zone."""
        return timezone.localdate(self.counted_at)


def as_json(facts: Facts) -> dict[str, Any]:
    """All but the time."""
    return {
        "now": _span_as_json(facts.now),
        "before": _span_as_json(facts.before),
        "days": [
            [school, day.isoformat(), *asdict(tally).values()]
            for (school, day), tally in facts.days.items()
        ],
        "months": [
            [month.isoformat(), each.expected, each.met] for month, each in facts.months.items()
        ],
        "reach": {
            **asdict(facts.reach),
            "last": facts.reach.last.isoformat() if facts.reach.last else None,
        },
    }


def from_json(counts: dict[str, Any], counted_at: dt.datetime) -> Facts:
    day, reach = dt.date.fromisoformat, counts["reach"]
    last = dt.datetime.fromisoformat(reach["last"]) if reach["last"] else None
    return Facts(
        counted_at=counted_at,
        now=_span(counts["now"]),
        before=_span(counts["before"]),
        days={(school, day(at)): Tally(*numbers) for school, at, *numbers in counts["days"]},
        months={day(month): Month(*numbers) for month, *numbers in counts["months"]},
        reach=FollowerCounts(**{**reach, "last": last}),
    )


def _span_as_json(span: Span | None) -> list[str] | None:
    return [span.name, span.first.isoformat(), span.last.isoformat()] if span else None


def _span(words: Sequence[str] | None) -> Span | None:
    if words is None:
        return None
    name, first, last = words
    return Span(name, dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def key_of(school: Page | None) -> str:
    """By what stored figures name a school: the UUID of its page; "" is the district."""
    return str(school.translation_key) if school else ""


def months_of(year: SchoolYear, until: dt.date) -> list[Span]:
    """The months of a school year that have begun, oldest first."""
    months, first = [], year.first_day.replace(day=1)
    while first <= min(until, year.last_day):
        months.append(_month(first))
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return months


def month_and_last(first: dt.date) -> list[Span]:
    """The month that begins on this day, after the one before it."""
    return [_month((first - dt.timedelta(days=1)).replace(day=1)), _month(first)]


def _month(first: dt.date) -> Span:
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Span(name_of_month(first), first, last)


def name_of_month(first: dt.date) -> str:
    """ "October 2026"."""
    return f"{MONTHS[first.month]} {first.year}"
