"""Days of a class assignment, both ends included; None is open. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator

Days = tuple[dt.date | None, dt.date | None]
DAY = dt.timedelta(days=1)


def shared(one: Days, other: Days) -> Days | None:
    """The days that are in both, None where there are none."""
    starts = [day for day, _until in (one, other) if day is not None]
    ends = [day for _start, day in (one, other) if day is not None]
    first, last = max(starts, default=None), min(ends, default=None)
    return None if first is not None and last is not None and last < first else (first, last)


def gaps(first: dt.date, last: dt.date, held: Iterable[Days]) -> Iterator[tuple[dt.date, dt.date]]:
    """The days from `first` to `last` that nothing of `held` covers."""
    for start, until in sorted(held, key=lambda days: days[0] or dt.date.min):
        if shared((first, last), (start, until)) is None:
            continue
        if start is not None and start > first:
            yield first, start - DAY
        if until is None or until >= last:
            return
        first = until + DAY
    if first <= last:
        yield first, last
