"""The figures of one school year, of the district or of one school, as the screen shows them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wagtail.models import Page

from district_cms.schools.models import SchoolYear

from . import findings
from .facts import Facts
from .places import known_as
from .reach import Reach
from .rules import (
    Asked,
    Explained,
    Line,
    Month,
    Span,
    Tally,
    by_day,
    by_school,
    tally,
    this_and_last,
)
from .spans import month_and_last

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
    explained: list[Explained]


def report(
    facts: Facts,
    year: SchoolYear,
    schools: Sequence[Page],
    school: Page | None = None,
    month: dt.date | None = None,
) -> Report:
    """The figures of a school year as they were when they were counted; of one month, where its
    first day is named, and of one of `schools`, where it is. Asks the database nothing."""
    until = min(facts.day, year.last_day)
    terms = facts.now, facts.before
    now, before = this_and_last(month_and_last(month), until) if month else terms
    of_year = [line for line in facts.lines if year.contains(line.day)]
    shown = [line for line in of_year if not month or (now is not None and now.includes(line.day))]
    days = {line.day for line in shown}
    explained = [each for each in facts.explained if each.day in days]
    of_now, of_before = by_school(facts.lines, now), by_school(facts.lines, before)
    keys = [(each, known_as(each)) for each in ([school] if school else schools)]
    return Report(
        counted_at=facts.counted_at,
        whole=Compared(school, _tally(facts.lines, now), _tally(facts.lines, before)),
        now=now,
        before=before,
        days=by_day(shown, explained),
        months={key: each for key, each in facts.months.items() if month in (None, key)},
        schools=[
            Compared(each, of_now.get(key, Tally()), of_before.get(key, Tally()))
            for each, key in keys
        ],
        asked=[(subject, facts.asked.get(subject, Asked())) for subject in SUBJECTS],
        reach=facts.reach,
        lines=shown,
        explained=explained,
    )


def _tally(lines: Iterable[Line], span: Span | None) -> Tally:
    return tally(lines, span) if span is not None else Tally()
