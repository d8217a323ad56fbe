"""Which revision was live at a moment, from what happened to a page. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ONE_STEP: Final = dt.timedelta(seconds=5)
"""Two records of one publication lie no further apart."""
TO_EXPLAIN: Final = frozenset({"awaited", "missing", "late"})
"""How a posting day stands that is over and had no update in time."""


class Then(StrEnum):
    STOOD = "stood"
    NOT_YET = "not-yet"  # it went live later, or never
    TAKEN_DOWN = "taken-down"  # it had been live before
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """The page went live, or was taken down, at a moment (aware). `revision_id` is None where
    nothing says which revision it was, and `by` "" where nothing says who did it."""

    at: dt.datetime
    live: bool
    revision_id: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class StateAtDeadline:
    """How it was at the moment; `event` made it so. `later` is when it went live first after it,
    where it was not live then."""

    then: Then
    event: Event | None = None
    later: dt.datetime | None = None


def at_moment(events: Iterable[Event], moment: dt.datetime, *, was_live: bool) -> StateAtDeadline:
    """How the page was at a moment, in whose second something still counts. `was_live` says that
    it has been live at some time: of that, without any event, nothing more is known."""
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
    """Whether it is the second record of one publication, without its revision."""
    one = event.live and last.live and event.at - last.at <= ONE_STEP
    return one and event.revision_id in (None, last.revision_id)
