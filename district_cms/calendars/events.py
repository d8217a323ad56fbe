"""What is coming in posts of all schools, as each process caches it, and the days a file has."""

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

KEPT: Final = dt.timedelta(days=30)
"""What is over on Monday stays in the file for this long: each day by itself would make another
file of it."""
AHEAD: Final = dt.timedelta(days=400)
"""Until the end of the school year, whenever one asks."""


def first_day(now: dt.datetime) -> dt.date:
    """The day with which a file begins: the same for the whole week of `now`."""
    today = timezone.localdate(now)
    return today - dt.timedelta(days=today.weekday()) - KEPT


@dataclass(frozen=True, slots=True)
class Events:
    """Dated entries, soonest first; `whose` and `schools` by the activity's UUID."""

    entries: tuple[Entry, ...]
    whose: dict[UUID, FamilyClass]
    schools: dict[UUID, str]

    def at(self, school: str) -> list[Entry]:
        """Those of the school at this path and of the district; of "" all."""
        both = (school, "")
        return [one for one in self.entries if not school or self.schools[one.of_class] in both]


def events() -> Events:
    """Nobody changes them. Six queries at most where something has changed, none otherwise."""
    return _events.get()


def schools_of(found: Events) -> dict[UUID, str]:
    """The school of each activity in the reader's language, by its UUID."""
    titles = schools_read()
    return {key: titles.get(found.schools[key], one.school) for key, one in found.whose.items()}


def gone_at(school: str) -> list[Gone]:
    """What posts of this school or the district no longer have. For files alone."""
    schools, both = events().schools, (school, "")
    return [one for one in _gone.get() if not school or schools.get(one.of_class) in both]


def _read() -> Events:
    now = timezone.now()
    first = first_day(now)
    by_school = activities_by_school()
    whose = {one.page: one for found in by_school.values() for one in found}
    found = entries(list(whose.values()), now, first, first + AHEAD, most=MOST_POSTS)
    schools = {one.page: path for path, of_one in by_school.items() for one in of_one}
    return Events(tuple(found), whose, schools)


def _read_gone() -> tuple[Gone, ...]:
    now = timezone.now()
    kept = _events.get()
    standing = {uid for entry in kept.entries for uid in entry.same}
    return tuple(gone_entries(list(kept.whose.values()), standing, now, first_day(now)))


# The paths of schools are others when somebody puts them in another order.
_events: CachedValue[Events] = CachedValue(VERSION, _read, FRAME_VERSION)
_gone: CachedValue[tuple[Gone, ...]] = CachedValue(VERSION, _read_gone, FRAME_VERSION)
