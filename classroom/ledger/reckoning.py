"""What the ledger says of one class, worked out from its posts. Asks the database nothing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar
from district_cms.procedure.months import MonthCount, monthly_counts
from district_cms.procedure.slots import (
    ClassSpan,
    Post,
    SlotResult,
    assign,
    current,
    next_change,
    next_due,
    next_update,
)

VERSION: Final = 2
"""Raise it when a rule of `procedure` changes: every class is then worked out anew."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the posting days and months of the classes of one school year are read by."""

    calendar: YearCalendar
    no_school_rule: NoSchoolRule
    minimum_school_days: int
    tz: ZoneInfo

    def name_for(self, span: ClassSpan) -> str:
        """Another name for other rules, and for a class that runs on other days."""
        return _name(self, span)


@lru_cache(maxsize=256)
def _name(rules: Rules, span: ClassSpan) -> str:
    year = rules.calendar
    said = (
        *(VERSION, year.first_day, year.last_day, sorted(year.no_school)),
        *(rules.no_school_rule.value, rules.minimum_school_days, rules.tz.key),
        *(span.first_day, span.last_day),
    )
    return sha256(repr(said).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A class at a moment: its posting days in order, and the fields of its standing."""

    results: tuple[SlotResult, ...]
    standing: dict[str, Any]

    def slots(self) -> Iterator[tuple[dt.date, dict[str, Any]]]:
        """Each posting day's nominal date with its fields."""
        for result in self.results:
            yield (
                result.slot.nominal,
                {
                    "day": result.slot.day,
                    "due_at": result.window.due_at if result.window else None,
                    "standing": result.standing.value,
                    "met_by": UUID(result.post.key) if result.post else None,
                    "met_at": result.post.dated_at if result.post else None,
                },
            )


def reckon(
    posts: Sequence[Post],
    *,
    rules: Rules,
    span: ClassSpan,
    updated_at: dt.datetime | None,
    now: dt.datetime,
) -> Reckoned:
    """How a class with these posts stands at `now` (aware). `updated_at` is when it last changed
    for families."""
    when: Any = {
        "calendar": rules.calendar,
        "rule": rules.no_school_rule,
        "tz": rules.tz,
        "now": now,
    }
    results = assign(posts, span=span, **when)
    months = monthly_counts(posts, span=span, minimum_school_days=rules.minimum_school_days, **when)
    due = next_due(results, now)
    day, nominal = next_update(results, posts, now=now, tz=rules.tz) or (None, None)
    measured = current(results, now)
    count = _of_month(months, now.astimezone(rules.tz).date())
    standing = {
        "updated_at": updated_at,
        "next_due_at": due.window.due_at if due and due.window else None,
        "next_due_day": due.slot.day if due else None,
        "next_update_day": day,
        "next_update_nominal": nominal,
        "standing": measured.standing.value if measured else "",
        "standing_day": measured.slot.day if measured else None,
        "month": dt.date(count.year, count.month, 1) if count else None,
        "month_needed": count.needed if count else 0,
        "month_posted": count.posted if count else 0,
        "holds_from": now,
        "holds_until": next_change(posts, **when),
        "read_by": rules.name_for(span),
    }
    return Reckoned(results, standing)


def _of_month(months: Sequence[MonthCount], day: dt.date) -> MonthCount | None:
    return next((one for one in months if (one.year, one.month) == (day.year, day.month)), None)
