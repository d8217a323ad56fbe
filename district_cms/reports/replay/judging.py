"""How a class stands by a procedure, in counts. No queries."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from classroom.ledger.refresh import Rules
from district_cms.procedure.cadence import SlotReason
from district_cms.procedure.months import MonthStanding, monthly_counts
from district_cms.procedure.slots import ClassSpan, Post, Standing, assign
from district_cms.procedure.versions import Procedure, Version


class Outcome(StrEnum):
    """What is counted: posting days and months that are over. A moved day is also met, late or
    missed."""

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    MOVED = "moved"
    LEFT_OUT = "left_out"  # no school on it, and no other day in its place
    ENOUGH = "enough"  # a month with as many live updates as it requires
    TOO_FEW = "too_few"


def as_if_always(version: Version, first_day: dt.date) -> Procedure:
    """Returns a procedure in which this version holds for a whole school year. A rule such as every
    second Friday is counted from the year's first day if the version begins later."""
    return Procedure("", "", (replace(version, since=min(version.since, first_day)),))


def judge(
    posts: Sequence[Post], procedure: Procedure, rules: Rules, span: ClassSpan, now: dt.datetime
) -> Counter[tuple[str, Outcome]]:
    """Returns {(first day of a month, outcome): number} for one class at `now` (aware).

    An update that waits for its principal counts by its first submission, as in the figures."""
    when: Any = {"calendar": rules.calendar, "rule": rules.no_school_rule, "tz": rules.tz}
    when |= {"now": now, "span": span, "procedure": procedure}
    today, counts = now.astimezone(rules.tz).date(), Counter[tuple[str, Outcome]]()
    for result in assign(posts, **when):
        slot, window, post = result.slot, result.window, result.post
        month = f"{slot.day or slot.nominal:%Y-%m}-01"
        if window is None:
            counts[month, Outcome.LEFT_OUT] += slot.nominal < today and span.includes(slot.nominal)
        elif window.closes_at <= now and result.standing is not Standing.NOT_OBLIGED:
            in_time = Outcome.MET if post and post.dated_at < window.closes_at else Outcome.LATE
            counts[month, in_time if post else Outcome.MISSED] += 1
            counts[month, Outcome.MOVED] += slot.reason is not SlotReason.ON_ITS_DAY
    for count in monthly_counts(posts, minimum_school_days=rules.minimum_school_days, **when):
        if count.needed and (count.year, count.month) < (today.year, today.month):
            enough = count.standing is MonthStanding.MET
            month = f"{count.year}-{count.month:02}-01"
            counts[month, Outcome.ENOUGH if enough else Outcome.TOO_FEW] += 1
    return +counts
