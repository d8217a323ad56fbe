"""Computes when an update goes out by mail. Pure: clock, days and time zone are arguments.

Every day has one moment at which a digest may be sent, its *window* (UTC). An update waits for the
window of its posting day; one that goes live later goes out with the next day's window. Daily means
the first window after the update went live; weekly means the window of the week's last school day.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count, pairwise
from typing import Final

# How often a person wants updates; the same values as in `models.Rhythm`.
POSTING_DAYS: Final = "posting-days"
WEEKLY: Final = "weekly"
DAILY: Final = "daily"
FRIDAY: Final = 4

ONE_DAY: Final = timedelta(days=1)
LOOK_BACK: Final = timedelta(days=14)
"""The greatest age of news that is still mailed when the earlier runs succeeded."""
LONGEST_LOOK_BACK: Final = timedelta(days=60)
"""The greatest age after a standstill, which the next run makes up for. Older news stays on the
page only."""
STANDSTILL: Final = timedelta(hours=36)
"""Runs are daily: a longer gap means that nothing ran."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An update of one class. `dated_at` is when it was submitted, or a later moment that its
    teacher chose; `live_at` is when it went live."""

    key: str
    dated_at: datetime
    live_at: datetime


def window_of(day: date, at: time, tz: tzinfo) -> datetime:
    """Returns the moment of a day's digest in UTC: `at` on the clock of the zone `tz`.

    If that time occurs twice, it is the first; if it is skipped, an hour later.
    """
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)


def last_window(now: datetime, at: time, tz: tzinfo) -> datetime:
    """Returns the latest window that is not after `now`."""
    today = now.astimezone(tz).date()
    window = window_of(today, at, tz)
    return window if window <= now else window_of(today - ONE_DAY, at, tz)


def stood_still(window: datetime, last_done: datetime | None) -> bool:
    """Returns True if windows were missed between the last completed one and this one."""
    return last_done is not None and window - last_done > STANDSTILL


def oldest_news(window: datetime, last_done: datetime | None) -> datetime:
    """Returns the moment after which the windows of news must lie to go out with `window`.
    `last_done` is the last window whose digests were written, or None for the first run."""
    usual = window - LOOK_BACK
    if last_done is None:
        return usual
    return max(min(usual, last_done), window - LONGEST_LOOK_BACK)


def weekly_day(week: date, no_school: Collection[date] = ()) -> date:
    """Returns the day for weekly messages in the week of the date `week`: Friday, or the
    last school day before it. Also Friday if the whole week has no school, so that news does not
    get too old."""
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
    """Returns the rhythms whose messages go out with `window`. Weekly messages go out on their day
    of the week, with the first window after a missed one, and on the last day of a school year,
    because its classes are over by the next Friday. `last_done` is the last completed window, if
    any."""
    day = window.astimezone(tz).date()
    last = weekly_day(day, no_school)
    if last > day:
        last = weekly_day(day - ONE_DAY * 7, no_school)
    missed = last_done is not None and last_done.astimezone(tz).date() < last
    weekly = {WEEKLY} if last == day or missed or day in year_ends else set()
    return frozenset({POSTING_DAYS, DAILY} | weekly)


def first_window(moment: datetime, at: time, tz: tzinfo) -> datetime:
    """Returns the first window that is not before `moment`."""
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
    """Returns the first window after `now`, and not before `not_before`, whose messages go to
    people of this rhythm. `days` are the posting days in order; None if the rhythm waits for
    posting days and none is left. Weekly messages skip days without school. `year_ends` as for
    `due_rhythms`."""
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
    """Returns the window with which an update goes out: that of its posting day if it is live by
    then, else the first after it went live. Without a posting day it waits for none."""
    soonest = first_window(live_at, at, tz)
    if posting_day is None:
        return soonest
    return max(soonest, window_of(posting_day, at, tz))


def posting_days_of(
    updates: Iterable[Dated], days: Sequence[date], tz: tzinfo
) -> dict[str, date | None]:
    """Returns, for each update of one class by its key, the posting day for which it is news.

    That is the first posting day not before its date; if the class posted nothing for the previous
    posting day, its next update counts for that one. `days` are in order; None after the last.
    """
    posting_days: dict[str, date | None] = {}
    served: set[date] = set()
    before = {later: earlier for earlier, later in pairwise(days)}
    for update in sorted(updates, key=lambda update: (update.dated_at, update.key)):
        dated = update.dated_at.astimezone(tz).date()
        own = next((day for day in days if day >= dated), None)
        missed = before.get(own) if own is not None else (days[-1] if days else None)
        if missed is not None and missed not in served and own not in served:
            posting_days[update.key] = missed
            served.add(missed)
        else:
            posting_days[update.key] = own
        if own is not None:
            served.add(own)
    return posting_days
