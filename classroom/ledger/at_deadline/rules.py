"""Which revision was live at a moment, according to the page's events. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ONE_STEP: Final = dt.timedelta(seconds=5)
"""Two records of the same publication are at most this far apart."""
TO_EXPLAIN: Final = frozenset({"awaited", "missing", "late"})
"""Standings of a past posting day without an update in time."""


class Then(StrEnum):
    STOOD = "stood"
    NOT_YET = "not-yet"  # went live later, or never
    TAKEN_DOWN = "taken-down"  # had been live before
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """The page went live, or was taken down, at a moment (aware). `revision_id` is None and `by` is
    "" if unknown."""

    at: dt.datetime
    live: bool
    revision_id: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class StateAtDeadline:
    """The state at the deadline, and the `event` that caused it. If the page was not live then,
    `later` is when it first went live afterwards."""

    then: Then
    event: Event | None = None
    later: dt.datetime | None = None


def at_moment(events: Iterable[Event], moment: dt.datetime, *, was_live: bool) -> StateAtDeadline:
    """Returns the state of the page at `moment`, to the end of that second. `was_live` means that
    it has been live at some time; without any event, nothing more is known."""
    end = moment + dt.timedelta(seconds=1)
    last: Event | None = None
    later: dt.datetime | None = None
    for event in sorted(events, key=lambda each: each.at):
        if event.at >= end:
            if event.live:
                later = event.at
                break
        elif not (last and _tells_less(event, last)):
            last = event
    if last is not None:
        if last.live:
            return StateAtDeadline(Then.STOOD, last)
        return StateAtDeadline(Then.TAKEN_DOWN, last, later)
    if later is None and was_live:
        return StateAtDeadline(Then.UNKNOWN)
    return StateAtDeadline(Then.NOT_YET, later=later)


def _tells_less(event: Event, last: Event) -> bool:
    """Returns True for the second record of one publication if it lacks the revision."""
    same_publication = event.live and last.live and event.at - last.at <= ONE_STEP
    return same_publication and event.revision_id in (None, last.revision_id)
