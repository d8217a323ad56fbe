"""The text of a stream with places for block ids and days, filled in for each update. Pure.

A stream's JSON is made once by the field itself; what differs from one update to the next is put
in by joining strings, which is a hundred times faster than building the blocks again.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Final

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
