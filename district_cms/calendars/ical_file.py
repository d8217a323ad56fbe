"""iCalendar files (RFC 5545, RFC 7986).

Files may be passed on: an event for families only has neither time nor place. An entry keeps its
UID in every file; what is no longer on a page is canceled.
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

ASK_AGAIN: Final = dt.timedelta(hours=6)
MOST_ENTRIES: Final = 1000
"""Programs give up on long files; what is farthest ahead is left out, and comes as time goes on."""
_ONE_DAY: Final = dt.timedelta(days=1)
_NOT_NOTED: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def host() -> str:
    """What follows the "@" in every UID."""
    return urlsplit(site_root()).hostname or "localhost"


def new_calendar(name: str, *, product: str) -> Calendar:
    """An empty file in the language that is active."""
    calendar = Calendar()
    language = (get_language() or "en").partition("-")[0].upper()
    calendar.add("prodid", f"-//{settings.DISTRICT_NAME}//{product}//{language}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", one_line(name))
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    return calendar


def content_of(calendar: Calendar) -> bytes:
    """The file, without the control characters that RFC 5545 forbids."""
    return without_controls(calendar.to_ical().decode()).encode()


def add_entries(
    calendar: Calendar, entries: Iterable[Entry], whose: Mapping[UUID, FamilyClass]
) -> None:
    """The days of classes and activities, which `whose` has by their UUID."""
    for entry in entries:
        calendar.add_component(_event(entry, whose[entry.of_class]))


def add_gone(calendar: Calendar, gone: Iterable[Gone], whose: Mapping[UUID, FamilyClass]) -> None:
    """What is canceled, with the name of its class or activity, which is on the file already."""
    for one in gone:
        of_class = whose.get(one.of_class)
        words = _("%(class)s: canceled") % {"class": of_class.name} if of_class else _("Canceled")
        stamped = _canceled(one.uid, one.day, words)
        calendar.add_component(_stamped(stamped, one.changed_at, one.changes))


def add_year(
    calendar: Calendar, years: DisplayedYears, noted: YearChanges, first: dt.date, last: dt.date
) -> None:
    """The days of the school years from `first` to `last`, and those that were taken out."""
    for days in years.days:
        if days.last >= first and days.first <= last:
            calendar.add_component(_days(days, noted.changed.get(days.uid, Changed())))
    standing = {days.uid for days in years.days}
    for uid, day in noted.gone.items():
        if uid not in standing and first <= day <= last:
            changed = noted.changed[uid]
            at = changed.at or _NOT_NOTED
            calendar.add_component(
                _stamped(_canceled(uid, day, _("Canceled")), at, changed.changes)
            )


def _days(days: YearDays, changed: Changed) -> Event:
    event = _all_day(days.uid, year_words(days), days.first, days.last)
    return _stamped(event, changed.at or _NOT_NOTED, changed.changes)


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
    """With what tells a program whether it changed."""
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", changes)
    return event


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    # In UTC, so that no program has to know our time zone.
    return dt.datetime.combine(day, time, tzinfo=district_zone()).astimezone(dt.UTC)
