"""What the figures are made of, and how it is stored: counts by school, day and subject."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from .reach import Reach
from .rules import Asked, Explained, Line, Month, Span

SHAPE: Final = 2
"""Of what is stored: one more whenever it means something else. What another release has stored is
counted again, not read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted of a school year, and when (aware). Schools are named by the UUIDs of their
    pages, which they keep wherever they are moved. `now` and `before` are the terms that were
    compared on that day; `lines` go back as far as any month or term of the year is compared."""

    counted_at: dt.datetime
    now: Span | None
    before: Span | None
    lines: list[Line]
    months: Mapping[dt.date, Month]
    asked: Mapping[str, Asked]
    reach: Reach
    explained: list[Explained]

    @property
    def day(self) -> dt.date:
        """In the district's zone."""
        return timezone.localdate(self.counted_at)


def stored(facts: Facts) -> dict[str, Any]:
    """All but the time, as JSON: {"lines": {school: {posting day: {handed in: number}}}, …}."""
    lines: dict[str, dict[str, dict[str, int]]] = {}
    for line in facts.lines:
        numbers = lines.setdefault(line.school, {}).setdefault(_text(line.day), {})
        handed_in = _text(line.handed_in)
        numbers[handed_in] = numbers.get(handed_in, 0) + line.number
    reach = facts.reach
    return {
        "now": _span(facts.now),
        "before": _span(facts.before),
        "lines": lines,
        "explained": [
            [each.school, _text(each.day), each.late, each.number] for each in facts.explained
        ],
        "months": {_text(month): [each.asked, each.met] for month, each in facts.months.items()},
        "asked": {
            subject: [each.asked, each.fixed, each.confirmed]
            for subject, each in facts.asked.items()
        },
        "reach": {
            "families": reach.families,
            "by_school": reach.by_school,
            "leaves_out": reach.leaves_out,
            "last": reach.last.isoformat() if reach.last else None,
            "written": reach.written,
            "sent_to": reach.sent_to,
        },
    }


def read(counts: dict[str, Any], counted_at: dt.datetime) -> Facts:
    """What was stored then."""
    reach = counts["reach"]
    last = dt.datetime.fromisoformat(reach["last"]) if reach["last"] else None
    # In the order of their days: a database keeps none in JSON.
    months = sorted(counts["months"].items())
    return Facts(
        counted_at=counted_at,
        now=_read_span(counts["now"]),
        before=_read_span(counts["before"]),
        lines=list(_lines(counts["lines"])),
        months={dt.date.fromisoformat(month): Month(*numbers) for month, numbers in months},
        asked={subject: Asked(*numbers) for subject, numbers in counts["asked"].items()},
        reach=Reach(**{**reach, "last": last}),
        explained=[
            Explained(school, dt.date.fromisoformat(day), late, number)
            for school, day, late, number in counts["explained"]
        ],
    )


def _lines(schools: dict[str, dict[str, dict[str, int]]]) -> Iterator[Line]:
    for school, days in schools.items():
        for day, numbers in days.items():
            posting_day = dt.date.fromisoformat(day)
            for handed_in, number in numbers.items():
                at = dt.date.fromisoformat(handed_in) if handed_in else None
                yield Line(school, posting_day, at, number)


def _text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _span(span: Span | None) -> list[str] | None:
    return [span.name, _text(span.first), _text(span.last)] if span else None


def _read_span(words: list[str] | None) -> Span | None:
    if words is None:
        return None
    name, first, last = words
    return Span(name, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
