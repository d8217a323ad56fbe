"""The storage format of `CountedFigures`, and the months that it covers."""

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
"""The version of the format. Rows with another version are counted again, not read."""


@dataclass(frozen=True, slots=True)
class FollowerCounts:
    """Counts of followers. `families` are people who follow at least one class, each once;
    `by_school` counts them per school, by its UUID. For a district, `families` leaves out people
    who follow only at schools whose own number is too small to show; `leaves_out` is True if there
    are any. `last` is when the updates of a posting day were last sent, to `sent_to` of the
    `written` addresses and numbers."""

    families: int
    by_school: dict[str, int] = field(default_factory=dict)
    leaves_out: bool = False
    last: dt.datetime | None = None
    written: int = 0
    sent_to: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of a school year, and when they were counted (aware). `now` and `before` are the
    terms compared on that day; `days` reach back to the earliest month or term that is compared."""

    counted_at: dt.datetime
    now: Span | None
    before: Span | None
    days: Mapping[tuple[str, dt.date], Tally]
    months: Mapping[dt.date, Month]
    reach: FollowerCounts

    @property
    def day(self) -> dt.date:
        """Returns the day of the count in the district's time zone."""
        return timezone.localdate(self.counted_at)


def as_json(facts: Facts) -> dict[str, Any]:
    """Returns everything except the time of the count."""
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
    """Returns the key of a school in stored figures: the UUID of its page; "" for the district."""
    return str(school.translation_key) if school else ""


def months_of(year: SchoolYear, until: dt.date) -> list[Span]:
    """Returns the months of a school year that have begun, oldest first."""
    months, first = [], year.first_day.replace(day=1)
    while first <= min(until, year.last_day):
        months.append(_month(first))
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return months


def month_and_last(first: dt.date) -> list[Span]:
    """Returns the month before, and the month that begins on this day."""
    return [_month((first - dt.timedelta(days=1)).replace(day=1)), _month(first)]


def _month(first: dt.date) -> Span:
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Span(name_of_month(first), first, last)


def name_of_month(first: dt.date) -> str:
    """Returns, for example, "October 2026" for its first day."""
    return f"{MONTHS[first.month]} {first.year}"
