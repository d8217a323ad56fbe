"""When each class posts what, and how far its last update has come. Pure."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from district_cms.procedure.cadence import YearCalendar

from ..bulk.chance import Chance
from ..bulk.plan import End, Plan
from ..school_year import ONE_DAY
from .year import past_posting_days

PERIOD = dt.timedelta(days=13)

# Of each twenty classes one has the one story, one the other; all others post in time.
STORIES = 20
ENDS = {3: End.WAITING, 7: End.DRAFT, 11: End.RETURNED, 15: End.SCHEDULED}
LATE, MISSING, AWAITED = 5, 9, 13


def plans(
    number: int,
    count: int,
    *,
    calendar: YearCalendar,
    anchor: dt.date,
    zone: ZoneInfo,
    chance: Chance,
) -> list[Plan]:
    """The `count` updates of class `number` before `anchor`, oldest first. Raises `ValueError`
    where the school year has too few days for them."""
    story = number % STORIES
    days = _days(story, count, calendar, anchor)
    if len(days) < count:
        raise ValueError(f"The school year has no {count} days for updates before {anchor}.")
    made = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        moved = story == LATE and following == days[-1]
        made.append(_plan(day, following, calendar, zone, chance, in_time=not moved))
    if end := ENDS.get(story):
        late = anchor + ONE_DAY * chance.randint(1, 5)
        made[-1] = replace(
            made[-1],
            end=end,
            go_live_at=_at(late, dt.time(7), zone) if end == End.SCHEDULED else None,
        )
    return made


def _days(story: int, count: int, calendar: YearCalendar, anchor: dt.date) -> list[dt.date]:
    """One day an update: the posting days, other days between them where those are too few."""
    slots = past_posting_days(calendar, anchor)
    days = list(slots)
    if story == MISSING and len(slots) > 4:
        days.remove(slots[-3])
    elif story == AWAITED and len(slots) > 2:
        days.remove(slots[-1])
    elif story == LATE and len(slots) > 2:
        later = slots[-2]
        for _step in range(2):
            later = calendar.school_day_after(later) or later
        days[-2] = later
    elif story in ENDS:
        # What is under way was begun on the last school day.
        days.append(calendar.school_day_before(anchor) or slots[-1])
    # Before what is late or missing, so that nothing more is filled.
    for offset in (6, 3):
        for slot in slots[:-4]:
            if len(set(days)) >= count:
                break
            days.append(calendar.school_day_after(slot + ONE_DAY * offset) or slot)
    return sorted(set(days))[-count:]


def _plan(
    day: dt.date,
    following: dt.date | None,
    calendar: YearCalendar,
    zone: ZoneInfo,
    chance: Chance,
    *,
    in_time: bool,
) -> Plan:
    written = day
    if in_time and chance.random() < 1 / 3:
        written = calendar.school_day_before(day) or day
    clock = dt.time(chance.randint(7, 15), chance.randint(0, 59))
    submitted = _at(written, clock, zone)
    return Plan(
        day=day,
        last_day=following - ONE_DAY if following else day + PERIOD,
        begun_at=submitted - dt.timedelta(minutes=chance.randint(15, 90)),
        submitted_at=submitted,
        approved_at=submitted + dt.timedelta(minutes=chance.randint(25, 200)),
    )


def _at(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)
