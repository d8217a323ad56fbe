"""The calendar of a person's classes, as calendar programs read it (iCalendar, RFC 5545).

It may be shared by mistake, and programs keep copies of it: it holds no name of a child, no address
of the person, and of an event for families only neither time nor place. The same entry has the same
UID for ever; what is no longer on a page is canceled, without a word of what it was.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from ... import sources
from ...models import Subscriber
from .. import links
from ..tokens import CALENDAR_FOR
from .unchanged import first_day, says_end

AHEAD: Final = dt.timedelta(days=400)
"""Until the end of the school year, whenever one asks."""
ASK_AGAIN: Final = dt.timedelta(hours=6)


def calendar_of(
    subscriber: Subscriber,
    classes: Sequence[sources.FamilyClass],
    *,
    made_at: dt.datetime,
    now: dt.datetime,
) -> bytes:
    """The whole file of these classes, in the language that is active. `made_at` is when its link
    was made."""
    since = first_day(now)
    entries = sources.entries(classes, now, since, since + AHEAD)
    names = {one.page: one for one in classes}
    calendar = Calendar()
    language = (get_language() or "en").partition("-")[0].upper()
    calendar.add("prodid", f"-//{settings.DISTRICT_NAME}//Class updates//{language}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = _("My classes")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    for entry in entries:
        whose = names[entry.of_class]
        calendar.add_component(_event(entry, whose.name, whose.school))
    standing = {uid for entry in entries for uid in entry.same}
    for gone in sources.gone_entries(classes, standing, now, since):
        calendar.add_component(_canceled(gone))
    if says_end(made_at, now):
        calendar.add_component(_ends(subscriber, made_at + CALENDAR_FOR, made_at))
    return bytes(calendar.to_ical())


def _event(entry: sources.Entry, name: str, school: str) -> Event:
    event = Event()
    words = _("%(class)s, due: %(title)s") if entry.due else "%(class)s: %(title)s"
    event.add("summary", words % {"class": name, "title": entry.title})
    if entry.start:
        event.add("dtstart", _moment(entry.day, entry.start))
        if entry.end:
            event.add("dtend", _moment(entry.day, entry.end))
    else:
        event.add("dtstart", entry.day)
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", f"{entry.place}, {school}" if school else entry.place)
    if entry.families_only:
        event.add(
            "description",
            _(
                "The time and place are for families of this class. "
                "Ask the teacher or the school office."
            ),
        )
    event.add("url", entry.url)
    event.add("status", "CONFIRMED")
    return _stamped(event, entry)


def _canceled(gone: sources.Gone) -> Event:
    event = Event()
    event.add("summary", _("Canceled"))
    event.add("dtstart", gone.day)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED")
    return _stamped(event, gone)


def _stamped(event: Event, entry: sources.Entry | sources.Gone) -> Event:
    """With what tells a program that it knows this one, and whether it changed."""
    event.add("uid", f"{entry.uid}@{links.host()}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.changes)
    return event


def _ends(subscriber: Subscriber, end: dt.datetime, made_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"end.{int(made_at.timestamp())}.{subscriber.uuid}@{links.host()}")
    event.add("dtstamp", made_at)
    event.add("dtstart", timezone.localdate(end))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _("Your class calendar ends: add it again from your family page"))
    return event


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    # In UTC, so that no program has to know our time zone.
    return dt.datetime.combine(day, time, tzinfo=sources.district_zone()).astimezone(dt.UTC)
