"""When an update goes out by mail. Pure: the clock, the days and the zone are arguments.

Every day has one moment at which a digest may be sent, its *window* (UTC). An update waits for the
window of its posting day; one that goes live after that goes out with the next day's. Daily means
the first window after it went live, weekly that of the last day of the week with school.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count, pairwise
from typing import Final

# How often a person wants updates; `models.Rhythm` has the same.
POSTING_DAYS: Final = "posting-days"
WEEKLY: Final = "weekly"
DAILY: Final = "daily"
FRIDAY: Final = 4

ONE_DAY: Final = timedelta(days=1)
LOOK_BACK: Final = timedelta(days=14)
"""How old news may be and still be mailed, where the runs before went well."""
LONGEST_LOOK_BACK: Final = timedelta(days=60)
"""The same after a standstill, which is made up for. What is older stays on the page only."""
STANDSTILL: Final = timedelta(hours=36)
"""There is a run each day: after a longer pause nothing ran."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An update of one class: when it was submitted, or is dated by its teacher's own choice of a
    later moment; and when it went live."""

    key: str
    dated_at: datetime
    live_at: datetime


def window_of(day: date, at: time, tz: tzinfo) -> datetime:
    """The moment of a day's digest: `at` on the clock of the zone `tz`, in UTC.

    Where the clock shows that time twice it is the first; where it never shows it, an hour later.
    """
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)


def last_window(now: datetime, at: time, tz: tzinfo) -> datetime:
    """The newest window that is not after `now`."""
    today = now.astimezone(tz).date()
    window = window_of(today, at, tz)
    return window if window <= now else window_of(today - ONE_DAY, at, tz)


def stood_still(window: datetime, last_done: datetime | None) -> bool:
    """Whether windows were missed between the last one that was done and this one."""
    return last_done is not None and window - last_done > STANDSTILL


def oldest_news(window: datetime, last_done: datetime | None) -> datetime:
    """News whose window is after this moment goes out with `window`; `last_done` is the last window
    whose digests were written, or None where there never was one."""
    usual = window - LOOK_BACK
    if last_done is None:
        return usual
    return max(min(usual, last_done), window - LONGEST_LOOK_BACK)


def weekly_day(week: date, no_school: Collection[date] = ()) -> date:
    """The day of this week, from Monday on, for weekly messages: Friday, or the last day before it
    with school. Friday as well where the whole week has none, so that nothing new gets too old."""
    friday = week + ONE_DAY * (FRIDAY - week.weekday())
    days = (friday - ONE_DAY * number for number in range(FRIDAY + 1))
    return next((day for day in days if day not in no_school), friday)


def due_rhythms(
    window: datetime,
    last_done: datetime | None,
    tz: tzinfo,
    year_ends: Collection[date] = (),
    no_school: Collection[date] = (),
) -> frozenset[str]:
    """Whose messages go out with `window`. The weekly ones on their day of the week, or with the
    first window after one on which nothing ran; `last_done` is the last window that was done, if
    any. Also on the last day of a school year: on the Friday after it, its classes are over."""
    day = window.astimezone(tz).date()
    last = weekly_day(day, no_school)
    if last > day:
        last = weekly_day(day - ONE_DAY * 7, no_school)
    missed = last_done is not None and last_done.astimezone(tz).date() < last
    weekly = {WEEKLY} if last == day or missed or day in year_ends else set()
    return frozenset({POSTING_DAYS, DAILY} | weekly)


def first_window(moment: datetime, at: time, tz: tzinfo) -> datetime:
    """The first window that is not before `moment`."""
    day = moment.astimezone(tz).date()
    window = window_of(day, at, tz)
    return window if window >= moment else window_of(day + ONE_DAY, at, tz)


def next_window(
    now: datetime,
    days: Sequence[date],
    rhythm: str,
    at: time,
    tz: tzinfo,
    *,
    not_before: datetime | None = None,
    year_ends: Collection[date] = (),
    no_school: Collection[date] = (),
) -> datetime | None:
    """The first window after `now`, and not before `not_before`, whose messages go to people of
    this rhythm. `days` are the posting days, in order; None where one waits for them and none
    comes. A weekly one is on no day without school. `year_ends` as for `due_rhythms`."""
    soonest = first_window(max(now + timedelta.resolution, not_before or now), at, tz)
    if rhythm == DAILY:
        return soonest
    if rhythm == WEEKLY:
        day = soonest.astimezone(tz).date()
        weeks = (weekly_day(day + ONE_DAY * 7 * number, no_school) for number in count())
        own = next(each for each in weeks if each >= day and each not in no_school)
        return window_of(min([own, *(end for end in year_ends if end >= day)]), at, tz)
    windows = (window_of(day, at, tz) for day in days)
    return next((window for window in windows if window >= soonest), None)


def window_for(live_at: datetime, posting_day: date | None, at: time, tz: tzinfo) -> datetime:
    """The window with which an update goes out: that of its posting day if it is live by then,
    else the first one after it went live. Without a posting day it does not wait for any."""
    soonest = first_window(live_at, at, tz)
    if posting_day is None:
        return soonest
    return max(soonest, window_of(posting_day, at, tz))


def posting_days_of(
    updates: Iterable[Dated], days: Sequence[date], tz: tzinfo
) -> dict[str, date | None]:
    """For each update of one class, by its key, the posting day that it is news for.

    That is the first one not before its date; where the class had nothing for the posting day
    before, its next update is news for that day. `days` are in order; None after the last.
    """
    found: dict[str, date | None] = {}
    served: set[date] = set()
    before = {later: earlier for earlier, later in pairwise(days)}
    for update in sorted(updates, key=lambda update: (update.dated_at, update.key)):
        dated = update.dated_at.astimezone(tz).date()
        own = next((day for day in days if day >= dated), None)
        missed = before.get(own) if own is not None else (days[-1] if days else None)
        if missed is not None and missed not in served and own not in served:
            found[update.key] = missed
            served.add(missed)
        else:
            found[update.key] = own
        if own is not None:
            served.add(own)
    return found
