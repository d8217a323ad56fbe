"""Which slot a post fills, and how each slot of a class stands.

The decision and its reasons are in docs/adr/0003-posting-days.md. In short: a post
meets the slot in whose window it is dated; a second post in the same window fills the slot before
it, late, if that one is still empty; one post fills one slot. The result does not depend on the
order of the posts, and one post more never makes any slot stand worse.

A post is dated by its first submission, not by its approval, so that the time a principal takes
is never held against a teacher.
"""

import calendar as gregorian
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final

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


class Standing(StrEnum):
    """How one slot of one class stands at a moment."""

    UPCOMING = "upcoming"  # its window has not opened
    OPEN = "open"  # its window is open and nothing is posted yet
    MET = "met"  # an update dated in its window is live
    LATE = "late"  # an update dated after its day, before the next slot's end, is live
    SCHEDULED = "scheduled"  # an approved update goes live at the time its teacher chose
    WITH_SCHOOL = "with_school"  # an update is submitted and waits for review
    AWAITED = "awaited"  # its day is over; an update can still fill it, late
    MISSING = "missing"  # no update came before the next slot's end
    DROPPED = "dropped"  # left out of the year; the slot says why
    NOT_OBLIGED = "not_obliged"  # the class had not begun on its day, or had ended before it


class PostState(StrEnum):
    """Where a post is on its way to the page, at a moment."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    WITH_SCHOOL = "with_school"


_NEAREST_TO_LIVE: Final = tuple(PostState)


@dataclass(frozen=True, slots=True)
class Post:
    """An update of one class, however many teachers the class has.

    ``key`` names the update; the same one listed twice counts once. ``submitted_at`` is the first
    submission of what was published, or of what waits. ``published_at`` is when it went live, or
    the future moment for which it is approved, or None while it waits for review. ``go_live_at``
    is the moment its teacher chose for it, if any: a post that its teacher holds back is dated by
    that choice, or by its publication if the school was quicker.

    Leave out a draft, what was sent back, and what was taken down: they inform nobody. An update
    that goes up again keeps the date of its first submission. Moments are aware; naive ones raise
    CadenceError.
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
        """The moment that decides which slot the post fills, and its month where it fills none."""
        if self.go_live_at is None:
            return self.submitted_at
        held_until = min(self.go_live_at, self.published_at or self.go_live_at)
        return max(self.submitted_at, held_until)

    def state(self, now: datetime) -> PostState:
        """Return where the post is at ``now``; of a later moment, nothing is known yet."""
        if self.published_at is None:
            return PostState.WITH_SCHOOL
        if self.published_at <= now:
            return PostState.LIVE
        if self.go_live_at is not None and self.go_live_at > now:
            return PostState.SCHEDULED
        return PostState.WITH_SCHOOL


@dataclass(frozen=True, slots=True)
class ClassSpan:
    """The days on which a class runs, both included; None for the school year's own."""

    first_day: date | None = None
    last_day: date | None = None

    def includes(self, day: date) -> bool:
        """True if the class runs on this day."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


WHOLE_YEAR: Final = ClassSpan()


@dataclass(frozen=True, slots=True)
class SlotResult:
    """How a slot stands for a class; ``window`` is None for a slot that is left out.

    ``post`` is the update that fills the slot, or will once it is live.
    """

    slot: Slot
    standing: Standing
    window: Window | None = None
    post: Post | None = None

    @property
    def in_time(self) -> bool:
        """True if the slot's update is dated before the slot closed, live or not yet."""
        return (
            self.post is not None
            and self.window is not None
            and self.post.dated_at < self.window.closes_at
        )


def check_aware(moment: datetime) -> None:
    """Raise CadenceError for a moment without a time zone."""
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
) -> tuple[SlotResult, ...]:
    """Return how every slot of the year stands for one class at ``now``, in order.

    ``tz`` is the district's zone. With a past ``now`` the answer is that of the time: what was
    submitted later is unknown. Raises CadenceError for a naive ``now`` and for two different posts
    under one key.
    """
    found = windows(calendar, rule, tz)
    chosen = _choose(found, known_posts(posts, now), span, now)
    by_nominal = {window.slot.nominal: window for window in found}
    return tuple(
        _result(slot, by_nominal.get(slot.nominal), chosen.get(slot.nominal), span, now)
        for slot in slots(calendar, rule)
    )


def known_posts(posts: Iterable[Post], now: datetime) -> tuple[Post, ...]:
    """Return each post once, without those submitted after ``now``; see assign for the errors."""
    check_aware(now)
    by_key: dict[str, Post] = {}
    for post in posts:
        if by_key.setdefault(post.key, post) != post:
            raise CadenceError("Two different posts are called %(key)s.", key=post.key)
    return tuple(post for post in by_key.values() if post.submitted_at <= now)


def _choose(
    found: tuple[Window, ...], posts: Sequence[Post], span: ClassSpan, now: datetime
) -> dict[date, Post]:
    """Return the post of each filled slot, by the slot's nominal date.

    Windows follow each other without a gap, so a post can do two things only: meet the slot of its
    own window or fill the one before. Every window with a post meets its slot, which is the most
    that can be met; what is left over there has one other use, and takes it. No two slots ever
    compete for the same leftover, so there is nothing to search.
    """
    pools: list[list[Post]] = [[] for _ in (*found, None)]
    for post in posts:
        pools[window_index(found, post.dated_at)].append(post)
    for pool in pools:
        pool.sort(key=lambda post: _preference(post, now))

    chosen: dict[date, Post] = {}
    for window, pool in zip(found, pools, strict=False):
        if pool and span.includes(window.day):
            chosen[window.slot.nominal] = pool.pop(0)
    for window, pool_after in zip(found, pools[1:], strict=True):
        if window.slot.nominal not in chosen and span.includes(window.day):
            in_reach = (post for post in pool_after if post.dated_at < window.late_until)
            if late := next(in_reach, None):
                chosen[window.slot.nominal] = late
    return chosen


def _preference(post: Post, now: datetime) -> tuple[int, datetime, str]:
    """Sort what families can read already first, then by date; the key settles the rest."""
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
    found: tuple[Window, ...], filled: Container[date], span: ClassSpan, moment: datetime
) -> date | None:
    """Return the day of the slot that one more post of this moment fills, late or not, or None.
    ``filled`` are the nominal dates of the slots that have a post."""
    index = window_index(found, moment)
    for window in (*found[index : index + 1], *found[max(index - 1, 0) : index]):
        is_owed = span.includes(window.day) and window.slot.nominal not in filled
        if is_owed and moment < window.late_until:
            return window.day
    return None


def current(results: Iterable[SlotResult], now: datetime) -> SlotResult | None:
    """Return the slot that a class is measured by at ``now``; None before the year's first opens.

    A slot opens when the one before ends, so the newest begun is always the coming one. While that
    is still empty, the one before counts: its day is over, and an update can still fill it, late.
    Results are in order, as assign returns them.
    """
    begun = [result for result in results if result.window and result.window.opens_at <= now]
    if not begun:
        return None
    coming = begun[-1]
    if coming.standing is Standing.OPEN and len(begun) > 1:
        before = begun[-2]
        if before.standing is not Standing.NOT_OBLIGED:
            return before
    return coming


def next_due(results: Iterable[SlotResult], now: datetime) -> SlotResult | None:
    """Return the first slot that has no post yet and whose day is not over at ``now``.

    Results are in order, as assign returns them. A slot of an earlier day that can still be filled
    late is not among them: its standing is AWAITED.
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
    """Return the first moment after ``now`` at which `assign`, `current`, `next_due`,
    `next_update` or `monthly_counts` can answer otherwise for the same posts; the beginning of the
    next month at the latest. ``tz`` is the district's zone. Raises CadenceError for a naive
    ``now``.
    """
    check_aware(now)
    today = now.astimezone(tz).date()
    last = today.replace(day=gregorian.monthrange(today.year, today.month)[1])
    moments = [end_of_day(last, tz), *_of_windows(calendar, rule, tz)]
    for post in posts:
        known = (post.submitted_at, post.published_at, post.go_live_at)
        moments += (moment for moment in known if moment is not None)
    return min(moment for moment in moments if moment > now)


@lru_cache(maxsize=64)
def _of_windows(calendar: YearCalendar, rule: NoSchoolRule, tz: tzinfo) -> tuple[datetime, ...]:
    found = windows(calendar, rule, tz)
    starts = {window.opens_at for window in found}
    ends = {moment for window in found for moment in (window.closes_at, window.late_until)}
    return tuple(sorted(starts | ends))


_UNREAD: Final = frozenset({Standing.OPEN, Standing.UPCOMING, Standing.WITH_SCHOOL})


def next_update(
    results: Iterable[SlotResult], posts: Iterable[Post], *, now: datetime, tz: tzinfo
) -> tuple[date, date | None] | None:
    """Return the day, and the nominal date of the posting day that falls on it, if one does.

    That is the first posting day whose update families cannot read yet, or the day for which an
    approved update is planned, if that is sooner. What waits past its posting day has no day that
    anybody knows. None after the year's last. ``results`` are those that `assign` returns of
    ``posts``; ``tz`` is the district's zone. Raises CadenceError for a naive ``now``.
    """
    check_aware(now)
    found: list[tuple[date, bool, date | None]] = []
    nominal_on: dict[date, date] = {}
    for result in results:
        if result.window is None or now >= result.window.closes_at:
            continue
        nominal_on[result.window.day] = result.slot.nominal
        if result.standing in _UNREAD:
            found.append((result.window.day, False, result.slot.nominal))
    for post in known_posts(posts, now):
        if post.published_at is not None and post.state(now) is PostState.SCHEDULED:
            day = post.published_at.astimezone(tz).date()
            found.append((day, True, nominal_on.get(day)))
    if not found:
        return None
    day, _planned, nominal = min(found, key=lambda each: each[:2])
    return day, nominal
