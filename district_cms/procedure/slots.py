"""Which slot a post fills, and the status of each slot of a class.

For the decision and its reasons see docs/adr/0003-posting-days.md. In short: a post fills the slot
of the window that contains its date. A second post in the same window fills the slot before it,
late, if that is still empty. One post fills one slot. The result does not depend on the order of
posts, and an additional post never worsens a slot's status.

A post is dated by its first submission, not its approval, so that a principal's review time never
counts against a teacher.
"""

import calendar as gregorian
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Self

from .cadence import (
    CadenceError,
    NoSchoolRule,
    Slot,
    Window,
    YearCalendar,
    end_of_day,
    slots,
    window_index,
    windows,
)
from .versions import Procedure


class Standing(StrEnum):
    """The status of one slot of one class at a moment."""

    UPCOMING = "upcoming"  # its window has not opened
    OPEN = "open"  # its window is open and nothing is posted yet
    MET = "met"  # an update dated in its window is live
    LATE = "late"  # an update dated after its day, before the next slot's end, is live
    SCHEDULED = "scheduled"  # an approved update goes live at the time its teacher chose
    WITH_SCHOOL = "with_school"  # an update is submitted and waits for review
    AWAITED = "awaited"  # its day is over; an update can still fill it late
    MISSING = "missing"  # no update came before the next slot's end
    DROPPED = "dropped"  # dropped from the year; the slot's reason tells why
    NOT_OBLIGED = "not_obliged"  # on its day the class did not run, or was exempt


class PostState(StrEnum):
    """How far a post is on its way to publication, at a moment."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    WITH_SCHOOL = "with_school"


_NEAREST_TO_LIVE: Final = tuple(PostState)


@dataclass(frozen=True, slots=True)
class Post:
    """An update of one class, whatever its number of teachers.

    ``key`` identifies the update; duplicates count once. ``submitted_at`` is the first submission
    of what was published or is waiting. ``published_at`` is when it went live, or a future time for
    which it is approved, or None while it waits for review. ``go_live_at`` is the time that its
    teacher chose, if any: a scheduled post is dated by that time, or by its publication if the
    school was quicker.

    Exclude drafts and posts that were sent back or unpublished: families cannot read them. An
    update that is published again keeps its first submission date. Datetimes are aware; naive ones
    raise `CadenceError`.
    """

    key: str
    submitted_at: datetime
    published_at: datetime | None
    go_live_at: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.submitted_at, self.published_at, self.go_live_at):
            if moment is not None:
                check_aware(moment)

    @property
    def dated_at(self) -> datetime:
        """The datetime that decides which slot the post fills, or its month if it fills none."""
        if self.go_live_at is None:
            return self.submitted_at
        held_until = min(self.go_live_at, self.published_at or self.go_live_at)
        return max(self.submitted_at, held_until)

    def state(self, now: datetime) -> PostState:
        """Returns the post's state at ``now``, ignoring later events."""
        if self.published_at is None:
            return PostState.WITH_SCHOOL
        if self.published_at <= now:
            return PostState.LIVE
        if self.go_live_at is not None and self.go_live_at > now:
            return PostState.SCHEDULED
        return PostState.WITH_SCHOOL


@dataclass(frozen=True, slots=True)
class ClassSpan:
    """The first and last day of a class, both included; None for those of the school year.

    ``exempt`` are periods in which it owes no posting days, each like the span itself."""

    first_day: date | None = None
    last_day: date | None = None
    exempt: tuple["ClassSpan", ...] = ()

    @classmethod
    def of(
        cls, first_day: date | None, last_day: date | None, exempt: Iterable[Mapping[str, Any]]
    ) -> Self:
        """Returns the span of a class whose exempt periods are stored as JSON."""
        days = ((period["first"], period["last"]) for period in exempt)
        parsed = (
            ClassSpan(date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for first, last in days
        )
        return cls(first_day, last_day, tuple(parsed))

    def includes(self, day: date) -> bool:
        """Returns True if the class runs on this day and is not exempt."""
        return (
            (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
            and not any(period.includes(day) for period in self.exempt)
        )


WHOLE_YEAR: Final = ClassSpan()


@dataclass(frozen=True, slots=True)
class SlotResult:
    """The status of a slot for a class. ``window`` is None for a dropped slot.

    ``post`` is the update that fills the slot, or will when it goes live.
    """

    slot: Slot
    standing: Standing
    window: Window | None = None
    post: Post | None = None

    @property
    def in_time(self) -> bool:
        """Whether the slot's update is dated before the slot closed, live or not."""
        return (
            self.post is not None
            and self.window is not None
            and self.post.dated_at < self.window.closes_at
        )


def check_aware(moment: datetime) -> None:
    """Raises `CadenceError` for a naive datetime."""
    if moment.utcoffset() is None:
        raise CadenceError("%(moment)s has no time zone.", moment=moment.isoformat())


def assign(
    posts: Iterable[Post],
    *,
    calendar: YearCalendar,
    rule: NoSchoolRule,
    tz: tzinfo,
    now: datetime,
    span: ClassSpan = WHOLE_YEAR,
    procedure: Procedure | None = None,
) -> tuple[SlotResult, ...]:
    """Returns the status of each slot of the year for one class at ``now``, in order.

    ``tz`` is the district's time zone; without ``procedure`` the district's own holds. A past
    ``now`` ignores posts submitted later. Raises
    `CadenceError` for a naive ``now`` and for two different posts with the same key.
    """
    year_windows = windows(calendar, rule, tz, procedure)
    chosen = _choose(year_windows, known_posts(posts, now), span, now)
    by_nominal = {window.slot.nominal: window for window in year_windows}
    return tuple(
        _result(slot, by_nominal.get(slot.nominal), chosen.get(slot.nominal), span, now)
        for slot in slots(calendar, rule, procedure)
    )


def known_posts(posts: Iterable[Post], now: datetime) -> tuple[Post, ...]:
    """Returns each post once, without those submitted after ``now``. Raises the errors of
    `assign`."""
    check_aware(now)
    by_key: dict[str, Post] = {}
    for post in posts:
        if by_key.setdefault(post.key, post) != post:
            raise CadenceError("Two different posts are called %(key)s.", key=post.key)
    return tuple(post for post in by_key.values() if post.submitted_at <= now)


def _choose(
    year_windows: tuple[Window, ...], posts: Sequence[Post], span: ClassSpan, now: datetime
) -> dict[date, Post]:
    """Returns the post of each filled slot, by the slot's nominal date.

    Windows have no gaps, so a post can only fill the slot of its own window or the one before.
    Every window with a post fills its slot, which is the maximum in time; remaining posts can only
    fill the slot before. No two slots compete for the same remaining post, so no search is needed.
    """
    pools: list[list[Post]] = [[] for _ in (*year_windows, None)]
    for post in posts:
        pools[window_index(year_windows, post.dated_at)].append(post)
    for pool in pools:
        pool.sort(key=lambda post: _preference(post, now))

    chosen: dict[date, Post] = {}
    for window, pool in zip(year_windows, pools, strict=False):
        if pool and span.includes(window.day):
            chosen[window.slot.nominal] = pool.pop(0)
    for window, pool_after in zip(year_windows, pools[1:], strict=True):
        if window.slot.nominal not in chosen and span.includes(window.day):
            in_reach = (post for post in pool_after if post.dated_at < window.late_until)
            if late := next(in_reach, None):
                chosen[window.slot.nominal] = late
    return chosen


def _preference(post: Post, now: datetime) -> tuple[int, datetime, str]:
    """Sort key: posts that families can read first, then by date, then by key."""
    return (_NEAREST_TO_LIVE.index(post.state(now)), post.dated_at, post.key)


def _result(
    slot: Slot, window: Window | None, post: Post | None, span: ClassSpan, now: datetime
) -> SlotResult:
    if window is None:
        return SlotResult(slot, Standing.DROPPED)
    if not span.includes(window.day):
        return SlotResult(slot, Standing.NOT_OBLIGED, window)
    if post is None:
        return SlotResult(slot, _standing_of_empty(window, now), window)
    return SlotResult(slot, _standing_of_filled(window, post, now), window, post)


def _standing_of_empty(window: Window, now: datetime) -> Standing:
    if now < window.opens_at:
        return Standing.UPCOMING
    if now < window.closes_at:
        return Standing.OPEN
    if now < window.late_until:
        return Standing.AWAITED
    return Standing.MISSING


def _standing_of_filled(window: Window, post: Post, now: datetime) -> Standing:
    match post.state(now):
        case PostState.LIVE:
            return Standing.MET if post.dated_at < window.closes_at else Standing.LATE
        case PostState.SCHEDULED:
            return Standing.SCHEDULED
        case PostState.WITH_SCHOOL:
            return Standing.WITH_SCHOOL


def posting_day_at(
    year_windows: tuple[Window, ...], filled: Container[date], span: ClassSpan, moment: datetime
) -> date | None:
    """Returns the day of the slot that another post at ``moment`` would fill, late or not, or None.
    ``filled`` has the nominal dates of slots with a post."""
    index = window_index(year_windows, moment)
    for window in (*year_windows[index : index + 1], *year_windows[max(index - 1, 0) : index]):
        is_owed = span.includes(window.day) and window.slot.nominal not in filled
        if is_owed and moment < window.late_until:
            return window.day
    return None


def current(results: Iterable[SlotResult], now: datetime) -> SlotResult | None:
    """Returns the slot by which a class is measured at ``now``, None before the year's first one
    opens.

    A slot opens when the previous one ends, so the last one that opened is the coming one. While it
    is empty, the previous one counts: its day is over, but an update can still fill it late.
    ``results`` must be in order, as `assign` returns them.
    """
    opened = [result for result in results if result.window and result.window.opens_at <= now]
    if not opened:
        return None
    coming = opened[-1]
    if coming.standing is Standing.OPEN and len(opened) > 1:
        before = opened[-2]
        if before.standing is not Standing.NOT_OBLIGED:
            return before
    return coming


def next_due(results: Iterable[SlotResult], now: datetime) -> SlotResult | None:
    """Returns the first slot without a post whose day is not over at ``now``.

    ``results`` must be in order, as `assign` returns them. Earlier slots that can still be filled
    late (AWAITED) are not included.
    """
    for result in results:
        if (
            result.standing in (Standing.OPEN, Standing.UPCOMING)
            and result.window
            and now < result.window.closes_at
        ):
            return result
    return None


def next_change(
    posts: Iterable[Post],
    *,
    calendar: YearCalendar,
    rule: NoSchoolRule,
    tz: tzinfo,
    now: datetime,
) -> datetime:
    """Returns the first moment after ``now`` at which `assign`, `current`, `next_due`,
    `next_update` or `monthly_counts` can return something else for the same posts, at the latest
    the start of the next month. ``tz`` is the district's time zone. Raises `CadenceError` for a
    naive ``now``."""
    check_aware(now)
    today = now.astimezone(tz).date()
    last = today.replace(day=gregorian.monthrange(today.year, today.month)[1])
    moments = [end_of_day(last, tz), *_window_moments(windows(calendar, rule, tz))]
    for post in posts:
        post_moments = (post.submitted_at, post.published_at, post.go_live_at)
        moments += (moment for moment in post_moments if moment is not None)
    return min(moment for moment in moments if moment > now)


@lru_cache(maxsize=64)
def _window_moments(year_windows: tuple[Window, ...]) -> tuple[datetime, ...]:
    starts = {window.opens_at for window in year_windows}
    ends = {moment for window in year_windows for moment in (window.closes_at, window.late_until)}
    return tuple(sorted(starts | ends))


_UNREAD: Final = frozenset({Standing.OPEN, Standing.UPCOMING, Standing.WITH_SCHOOL})


def next_update(
    results: Iterable[SlotResult], posts: Iterable[Post], *, now: datetime, tz: tzinfo
) -> tuple[date, date | None] | None:
    """Returns (day, nominal date) of the next update; the nominal date is None unless a posting day
    falls on this day.

    That is the first posting day whose update families cannot read yet, or the day for which an
    approved update is scheduled, if that is sooner. Updates that wait past their posting day have
    no known day. None after the year's last. ``results`` must be those of `assign` for ``posts``;
    ``tz`` is the district's time zone. Raises `CadenceError` for a naive ``now``.
    """
    check_aware(now)
    candidates: list[tuple[date, bool, date | None]] = []
    nominal_on: dict[date, date] = {}
    for result in results:
        if result.window is None or now >= result.window.closes_at:
            continue
        nominal_on[result.window.day] = result.slot.nominal
        if result.standing in _UNREAD:
            candidates.append((result.window.day, False, result.slot.nominal))
    for post in known_posts(posts, now):
        if post.published_at is not None and post.state(now) is PostState.SCHEDULED:
            day = post.published_at.astimezone(tz).date()
            candidates.append((day, True, nominal_on.get(day)))
    if not candidates:
        return None
    day, _planned, nominal = min(candidates, key=lambda each: each[:2])
    return day, nominal
