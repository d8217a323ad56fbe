"""The day on which families read the next update of a class.

Not the same as what its teacher owes next: an update that waits or is planned fills its posting day
already, and families have not read it yet.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Final

from .slots import Post, PostState, SlotResult, Standing, check_aware, known_posts

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
