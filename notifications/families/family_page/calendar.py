"""The calendar of a person's classes, as calendar programs read it.

It holds no name of a child and no address of the person. What stands in it is drawn as the files of
classes and schools are, under the same names: whoever has several of them sees one calendar.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from district_cms.calendars.events import AHEAD, first_day
from district_cms.calendars.ical_file import (
    MOST_ENTRIES,
    add_entries,
    add_gone,
    add_year,
    content_of,
    host,
    new_calendar,
)

from ... import sources
from ...models import Subscriber
from ..tokens import CALENDAR_FOR
from .unchanged import Version, says_end


def calendar_of(
    subscriber: Subscriber,
    version: Version,
    *,
    made_at: dt.datetime,
    now: dt.datetime,
) -> bytes:
    """The whole file of the classes and years of `version`, in the language that is active.
    `made_at` is when its link was made."""
    since = first_day(now)
    classes = version.classes
    entries = sources.entries(classes, now, since, since + AHEAD)[:MOST_ENTRIES]
    calendar = new_calendar(_("My classes"), product="Class updates")
    whose = {one.page: one for one in classes}
    add_entries(calendar, entries, whose)
    standing = {uid for entry in entries for uid in entry.same}
    gone = sources.gone_entries(classes, standing, now, since)[:MOST_ENTRIES]
    add_gone(calendar, gone, whose)
    if classes:
        add_year(calendar, version.years, version.noted, since, since + AHEAD)
    if says_end(made_at, now):
        calendar.add_component(_ends(subscriber, made_at + CALENDAR_FOR, made_at))
    return content_of(calendar)


def _ends(subscriber: Subscriber, end: dt.datetime, made_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"end.{int(made_at.timestamp())}.{subscriber.uuid}@{host()}")
    event.add("dtstamp", made_at)
    event.add("dtstart", timezone.localdate(end))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _("Your class calendar ends: add it again from your family page"))
    return event
