"""Chance that comes out the same for the same seed. Pure."""

import datetime as dt
import random
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Chance(random.Random):
    """One stream of numbers; each part of the district has its own, so that a change in one part
    leaves the others as they were."""

    def __init__(self, seed: int, part: str) -> None:
        super().__init__(f"{seed}:{part}")

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)


class End(StrEnum):
    """How far an update has come by the anchor day."""

    LIVE = "live"
    WAITING = "waiting"  # with the school for review
    RETURNED = "returned"
    DRAFT = "draft"
    SCHEDULED = "scheduled"  # approved, goes live later
    UNREAD = "unread"  # live at once, and its principal has not read it yet


@dataclass(frozen=True, slots=True)
class Plan:
    """When it is begun, submitted and approved or sent back. Times are aware; `go_live_at` is set
    for a scheduled one only."""

    day: dt.date
    last_day: dt.date
    begun_at: dt.datetime
    submitted_at: dt.datetime
    approved_at: dt.datetime
    end: End = End.LIVE
    go_live_at: dt.datetime | None = None


# Within values quotation marks are escaped, so that only keys of the blocks themselves match.
_PLACE: Final = re.compile(
    r'(?<="id": ")([0-9a-f-]{36})(?=")|(?<="due": ")(\d{4}-\d\d-\d\d)(?=")'
    r'|(?<="date": ")(\d{4}-\d\d-\d\d)(?=")'
)


class Stream:
    """`ids` are the block ids of the pattern, in order. Raises `ValueError` for a stream in which
    a block has no id."""

    def __init__(self, pattern: str, start: dt.date) -> None:
        """`pattern` is the stream's JSON for an update whose period begins on `start`."""
        self.ids: list[str] = []
        self._parts: list[str] = []
        self._places: list[int | None] = []  # days after the start; None for an id
        end = 0
        for found in _PLACE.finditer(pattern):
            self._parts.append(pattern[end : found.start()])
            end = found.end()
            if found[1]:
                self.ids.append(found[1])
                self._places.append(None)
            else:
                day = dt.date.fromisoformat(found[2] or found[3])
                self._places.append((day - start).days)
        self._parts.append(pattern[end:])
        if len(self.ids) != pattern.count('"type": "'):
            raise ValueError("A block of this stream has no id.")

    def filled(self, ids: Sequence[str], on: Callable[[int], dt.date]) -> str:
        """The stream's JSON with these ids; `on` gives the day for a number of days after the
        start of the period."""
        fresh = iter(ids)
        said = [self._parts[0]]
        for place, part in zip(self._places, self._parts[1:], strict=True):
            said.append(next(fresh) if place is None else on(place).isoformat())
            said.append(part)
        return "".join(said)
