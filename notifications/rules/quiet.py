"""Hours in which no text rings a telephone. Pure: the clock and the zone are arguments."""

import datetime as dt
from typing import Final

# 47 CFR 64.1200(c)(1), as a default of ours: it binds solicitations, and families sleep anyway.
BEGIN: Final = dt.time(21, 0)
END: Final = dt.time(8, 0)
ARRIVES: Final = dt.timedelta(minutes=2)
"""So long a text may take, where nothing is in its way."""


def is_quiet(moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo) -> bool:
    """Whether the clock of `zone` shows a time from `begin` until before `end` at `moment`
    (aware). The hours may pass over midnight; equal times mean no quiet hours."""
    now = moment.astimezone(zone).time()
    if begin <= end:
        return begin <= now < end
    return now >= begin or now < end


def quiet_until(
    moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo
) -> dt.datetime | None:
    """When the quiet hours in which `moment` lies are over, in UTC; None when it lies in none."""
    if not is_quiet(moment, begin, end, zone):
        return None
    local = moment.astimezone(zone)
    day = local.date() if local.time() < end else local.date() + dt.timedelta(days=1)
    # In the night in which the clock shows an hour twice, the end of that hour which runs now.
    over = dt.datetime.combine(day, end.replace(fold=local.fold), tzinfo=zone)
    # Where the clock is put forward over the end, that time is an hour later and still not before.
    return max(over.astimezone(dt.UTC), moment.astimezone(dt.UTC))


def quiet_from(
    moment: dt.datetime, begin: dt.time, end: dt.time, zone: dt.tzinfo
) -> dt.datetime | None:
    """When the next quiet hours after `moment` (aware), which lies in none, begin, in UTC; None
    where there are none."""
    if begin == end:
        return None
    local = moment.astimezone(zone)
    day = local.date() if local.time() < begin else local.date() + dt.timedelta(days=1)
    first = dt.datetime.combine(day, begin.replace(fold=local.fold), tzinfo=zone)
    return first.astimezone(dt.UTC)


def hours(begin: dt.time | None, end: dt.time | None) -> tuple[dt.time, dt.time]:
    """The hours that someone chose, or the usual ones where they chose none."""
    return (BEGIN, END) if begin is None or end is None else (begin, end)


def length(begin: dt.time, end: dt.time) -> dt.timedelta:
    """How long the hours are on the clock; nothing for equal times."""
    minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
    return dt.timedelta(minutes=minutes % (24 * 60))
