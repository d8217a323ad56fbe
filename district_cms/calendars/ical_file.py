"""Renders iCalendar files (RFC 5545, RFC 7986).

People may share a file, so an event for families only has neither time nor place. An entry has the
same UID in every file, and one that is no longer on a page is canceled.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from classroom.ledger.refresh import district_zone
from classroom.presentation.agenda import Entry, FamilyClass, Gone
from district_cms.checks.controls import without_controls
from district_cms.schools.calendar.cached import Changed, DisplayedYears, YearChanges
from district_cms.schools.models.year_marks import YearDays
from district_cms.web.mail import one_line, site_root

from .months import year_words

REFRESH_INTERVAL: Final = dt.timedelta(hours=6)
MOST_ENTRIES: Final = 1000
"""Programs fail on long files. The farthest entries are left out and appear as time passes."""
_ONE_DAY: Final = dt.timedelta(days=1)
_NEVER_CHANGED: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def host() -> str:
    """Returns the host after the "@" in every UID."""
    return urlsplit(site_root()).hostname or "localhost"


def new_calendar(name: str, *, product: str) -> Calendar:
    """Returns an empty calendar in the active language."""
    calendar = Calendar()
    language = (get_language() or "en").partition("-")[0].upper()
    calendar.add("prodid", f"-//{settings.DISTRICT_NAME}//{product}//{language}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", one_line(name))
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("refresh-interval", vDuration(REFRESH_INTERVAL), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH_INTERVAL))
    return calendar


def content_of(calendar: Calendar) -> bytes:
    """Returns the file without control characters, which RFC 5545 forbids."""
    return without_controls(calendar.to_ical().decode()).encode()


def add_entries(
    calendar: Calendar, entries: Iterable[Entry], whose: Mapping[UUID, FamilyClass]
) -> None:
    """Adds dated entries of classes and activities. `whose` is by their UUID."""
    for entry in entries:
        calendar.add_component(_event(entry, whose[entry.of_class]))


def add_gone(calendar: Calendar, gone: Iterable[Gone], whose: Mapping[UUID, FamilyClass]) -> None:
    """Adds canceled entries with the name of their class or activity, which the file has
    already."""
    for entry in gone:
        of_class = whose.get(entry.of_class)
        words = _("%(class)s: canceled") % {"class": of_class.name} if of_class else _("Canceled")
        event = _canceled(entry.uid, entry.day, words)
        calendar.add_component(_stamped(event, entry.changed_at, entry.changes))


def add_year(
    calendar: Calendar, years: DisplayedYears, changes: YearChanges, first: dt.date, last: dt.date
) -> None:
    """Adds the days of the school years from `first` to `last`, and cancels deleted ones."""
    for days in years.days:
        if days.last >= first and days.first <= last:
            calendar.add_component(_days(days, changes.changed.get(days.uid, Changed())))
    current = {days.uid for days in years.days}
    for uid, day in changes.gone.items():
        if uid not in current and first <= day <= last:
            changed = changes.changed[uid]
            at = changed.at or _NEVER_CHANGED
            calendar.add_component(
                _stamped(_canceled(uid, day, _("Canceled")), at, changed.changes)
            )


def _days(days: YearDays, changed: Changed) -> Event:
    event = _all_day(days.uid, year_words(days), days.first, days.last)
    return _stamped(event, changed.at or _NEVER_CHANGED, changed.changes)


def _all_day(uid: str, words: str, first: dt.date, last: dt.date) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{host()}")
    event.add("summary", one_line(words))
    event.add("dtstart", first)
    event.add("dtend", last + _ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _event(entry: Entry, whose: FamilyClass) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host()}")
    words = _("%(class)s, due: %(title)s") if entry.due else "%(class)s: %(title)s"
    event.add("summary", one_line(words % {"class": whose.name, "title": entry.title}))
    if entry.start:
        event.add("dtstart", _moment(entry.day, entry.start))
        if entry.end:
            event.add("dtend", _moment(entry.day, entry.end))
    else:
        event.add("dtstart", entry.day)
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", one_line(", ".join(filter(None, (entry.place, whose.school)))))
    if entry.families_only:
        event.add("description", _hidden(whose))
    event.add("url", entry.url)
    event.add("status", "CONFIRMED")
    return _stamped(event, entry.changed_at, entry.changes)


def _hidden(whose: FamilyClass) -> str:
    if whose.is_activity:
        return _("The time and place are for families only. Ask the school office.")
    return _(
        "The time and place are for families of this class. Ask the teacher or the school office."
    )


def _canceled(uid: str, day: dt.date, words: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{host()}")
    event.add("summary", words)
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED")
    return event


def _stamped(event: Event, at: dt.datetime, changes: int) -> Event:
    """Adds the properties that tell a program whether the event changed."""
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", changes)
    return event


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    # In UTC, so that programs need not know our time zone.
    return dt.datetime.combine(day, time, tzinfo=district_zone()).astimezone(dt.UTC)
