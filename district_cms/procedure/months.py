"""The count of posts per calendar month, of which the procedure names a minimum.

This rule of the procedure is independent of the nominal days: a class can fill all slots and
have too few posts in a month, or the reverse. Months are calendar months in the district's time
zone. A post counts in the month of the posting day that it fills, late or not; other posts count in
the month of their own date. More posts are always welcome.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final

from .active import active
from .cadence import NoSchoolRule, YearCalendar, slots
from .slots import WHOLE_YEAR, ClassSpan, Post, PostState, SlotResult, assign, known_posts
from .versions import Procedure

MINIMUM_SCHOOL_DAYS: Final = 10
"""A month with fewer school days than this requires no more posts than it has slots, unless the
procedure has a number of its own."""

_Month = tuple[int, int]


class MonthStanding(StrEnum):
    """The status of one month of one class at a moment."""

    NOTHING_NEEDED = "nothing_needed"  # no post is required: a short month without a slot
    UPCOMING = "upcoming"  # the month has not started
    OPEN = "open"  # the current month, posts are still missing
    MET = "met"  # enough posts are live
    SCHEDULED = "scheduled"  # enough, including posts scheduled by their teacher
    WITH_SCHOOL = "with_school"  # enough, including posts that wait for review
    SHORT = "short"  # the month is over, too few posts


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many posts a class needs in a calendar month, and how many are live or pending."""

    year: int
    month: int
    needed: int
    posted: int
    scheduled: int
    with_school: int
    standing: MonthStanding


def monthly_counts(
    posts: Iterable[Post],
    *,
    calendar: YearCalendar,
    rule: NoSchoolRule,
    tz: tzinfo,
    now: datetime,
    span: ClassSpan = WHOLE_YEAR,
    minimum_school_days: int = MINIMUM_SCHOOL_DAYS,
    procedure: Procedure | None = None,
) -> tuple[MonthCount, ...]:
    """Returns the count of each month in which the class runs, in order.

    A month needs the minimum of the version in force on its first day. If the class has fewer than
    ``minimum_school_days`` school days in it, because the year or the class starts or ends or
    because of a long break, it needs as many posts as slots are due in it, including moved ones,
    but at most the minimum. ``tz`` is the district's time zone; ``now`` and errors are as for
    `slots.assign`.
    """
    known = known_posts(posts, now)
    this_month = _month_of(now.astimezone(tz).date())
    states: defaultdict[_Month, Counter[PostState]] = defaultdict(Counter)
    results = assign(
        known, calendar=calendar, rule=rule, tz=tz, now=now, span=span, procedure=procedure
    )
    months = month_by_post(known, results, tz)
    for post in known:
        states[months[post.key]][post.state(now)] += 1

    return tuple(
        _count(month, needed, states[month], this_month)
        for month, needed in _needs(
            calendar, rule, span, minimum_school_days, procedure or active()
        )
    )


def month_by_post(
    posts: Iterable[Post], results: Iterable[SlotResult], tz: tzinfo
) -> dict[str, tuple[int, int]]:
    """Returns {post key: (year, month)} with the month in which each post counts. ``results`` must
    be those of `assign` for ``posts``; ``tz`` is the district's time zone."""
    filled = {
        result.post.key: result.window.day for result in results if result.post and result.window
    }
    return {
        post.key: _month_of(filled.get(post.key) or post.dated_at.astimezone(tz).date())
        for post in posts
    }


@lru_cache(maxsize=256)
def _needs(
    calendar: YearCalendar,
    rule: NoSchoolRule,
    span: ClassSpan,
    minimum_school_days: int,
    procedure: Procedure,
) -> tuple[tuple[_Month, int], ...]:
    """Returns how many posts each month needs, the same for all classes with these dates."""
    due_days = [
        slot.day
        for slot in slots(calendar, rule, procedure)
        if slot.day and span.includes(slot.day)
    ]
    due = Counter(map(_month_of, due_days))
    needs = []
    for month in _months(calendar, span):
        school_days = sum(map(span.includes, calendar.school_days_in(*month)))
        posting = procedure.in_force_on(date(*month, 1)).posting
        full = minimum_school_days if posting.short_month is None else posting.short_month
        minimum = posting.minimum_a_month
        needs.append((month, minimum if school_days >= full else min(minimum, due[month])))
    return tuple(needs)


def _count(
    month: _Month, needed: int, states: Counter[PostState], this_month: _Month
) -> MonthCount:
    posted = states[PostState.LIVE]
    scheduled = states[PostState.SCHEDULED]
    with_school = states[PostState.WITH_SCHOOL]
    if needed == 0:
        standing = MonthStanding.NOTHING_NEEDED
    elif posted >= needed:
        standing = MonthStanding.MET
    elif posted + scheduled >= needed:
        standing = MonthStanding.SCHEDULED
    elif posted + scheduled + with_school >= needed:
        standing = MonthStanding.WITH_SCHOOL
    elif month > this_month:
        standing = MonthStanding.UPCOMING
    elif month == this_month:
        standing = MonthStanding.OPEN
    else:
        standing = MonthStanding.SHORT
    return MonthCount(*month, needed, posted, scheduled, with_school, standing)


def _month_of(day: date) -> _Month:
    return (day.year, day.month)


def _months(calendar: YearCalendar, span: ClassSpan) -> Iterator[_Month]:
    first = max(calendar.first_day, span.first_day or calendar.first_day)
    last = min(calendar.last_day, span.last_day or calendar.last_day)
    day = first.replace(day=1)
    while first <= last and day <= last:
        yield _month_of(day)
        day = (day + timedelta(days=31)).replace(day=1)
