"""The calendar of a person's classes, without a child's name and without an address."""

import datetime as dt
from typing import Final

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
from district_cms.schools.calendar.kept import years_noted, years_shown

from ... import sources
from ...models import Subscriber
from ..tokens import CALENDAR_FOR

ANNOUNCED: Final = dt.timedelta(days=30)
"""How long before its end the calendar says that its address ends."""


def calendar_of(subscriber: Subscriber, *, made_at: dt.datetime, now: dt.datetime) -> bytes:
    """The whole file, in the active language. `made_at` is when its link was made."""
    since = first_day(now)
    followed = subscriber.subscriptions.filter(ended_at__isnull=True)
    covered = sources.covered(
        list(followed.values_list("scope", "page_uuid")), timezone.localdate(now)
    )
    classes = sorted({one for found in covered.values() for one in found}, key=lambda one: one.pk)
    entries = sources.entries(classes, now, since, since + AHEAD)[:MOST_ENTRIES]
    calendar = new_calendar(_("My classes"), product="Class updates")
    whose = {one.page: one for one in classes}
    add_entries(calendar, entries, whose)
    standing = {uid for entry in entries for uid in entry.same}
    gone = sources.gone_entries(classes, standing, now, since)[:MOST_ENTRIES]
    add_gone(calendar, gone, whose)
    if classes:
        add_year(calendar, years_shown(), years_noted(), since, since + AHEAD)
    end = made_at + CALENDAR_FOR
    if now >= end - ANNOUNCED:
        event = Event()
        event.add("uid", f"end.{int(made_at.timestamp())}.{subscriber.uuid}@{host()}")
        event.add("dtstamp", made_at)
        event.add("dtstart", timezone.localdate(end))
        event.add("transp", "TRANSPARENT")
        event.add("summary", _("Your class calendar ends: add it again from your family page"))
        calendar.add_component(event)
    return content_of(calendar)
