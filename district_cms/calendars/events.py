"""Coming events from the posts of all schools, cached in each process."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone

from classroom.presentation.agenda import Entry, FamilyClass, Gone
from district_cms.activities.presentation.agenda import entries, gone_entries
from district_cms.activities.presentation.newest_posts import VERSION
from district_cms.activities.presentation.posts import MOST_POSTS, activities_by_school
from district_cms.schools.frame import VERSION as FRAME_VERSION
from district_cms.schools.frame import schools_read
from district_cms.web.versions import CachedValue

RETENTION: Final = dt.timedelta(days=30)
"""Past entries stay in the file for this time before the current Monday: dropping one each day
would change the file daily."""
AHEAD: Final = dt.timedelta(days=400)
"""Reaches the end of the school year from any day."""


def first_day(now: dt.datetime) -> dt.date:
    """Returns the first day of a file, the same for the whole week of `now`."""
    today = timezone.localdate(now)
    return today - dt.timedelta(days=today.weekday()) - RETENTION


@dataclass(frozen=True, slots=True)
class Events:
    """Dated entries, soonest first. `whose` and `schools` (the school's path) are by the activity's
    UUID."""

    entries: tuple[Entry, ...]
    whose: dict[UUID, FamilyClass]
    schools: dict[UUID, str]

    def at(self, school: str) -> list[Entry]:
        """Returns the entries of the school at this path and of the district; all for ""."""
        paths = (school, "")
        return [
            entry for entry in self.entries if not school or self.schools[entry.of_class] in paths
        ]


def events() -> Events:
    """Returns the events. Do not change them. Up to six queries after a change, none otherwise."""
    return _cached_events.get()


def schools_of(events: Events) -> dict[UUID, str]:
    """Returns {activity's UUID: title of its school in the reader's language}."""
    titles = schools_read()
    return {
        key: titles.get(events.schools[key], activity.school)
        for key, activity in events.whose.items()
    }


def gone_at(school: str) -> list[Gone]:
    """Returns entries that posts of this school or the district no longer have. Only for files."""
    schools, paths = events().schools, (school, "")
    return [
        entry for entry in _cached_gone.get() if not school or schools.get(entry.of_class) in paths
    ]


def _read() -> Events:
    now = timezone.now()
    first = first_day(now)
    by_school = activities_by_school()
    whose = {each.page: each for activities in by_school.values() for each in activities}
    coming = entries(list(whose.values()), now, first, first + AHEAD, most=MOST_POSTS)
    schools = {each.page: path for path, activities in by_school.items() for each in activities}
    return Events(tuple(coming), whose, schools)


def _read_gone() -> tuple[Gone, ...]:
    now = timezone.now()
    current = _cached_events.get()
    standing = {uid for entry in current.entries for uid in entry.same}
    return tuple(gone_entries(list(current.whose.values()), standing, now, first_day(now)))


# The paths of schools change when somebody reorders them.
_cached_events: CachedValue[Events] = CachedValue(VERSION, _read, FRAME_VERSION)
_cached_gone: CachedValue[tuple[Gone, ...]] = CachedValue(VERSION, _read_gone, FRAME_VERSION)
