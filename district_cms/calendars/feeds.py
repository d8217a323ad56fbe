"""One calendar file: how to subscribe, what is in it, and whether it is what a program has.

Calendar programs ask every hour or so, and mostly nothing has changed: that is known from a few
rows. What was rendered is cached until something changes.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from classroom.addresses import class_name
from classroom.models import ClassroomPage, TeacherPage
from classroom.presentation.agenda import FamilyClass
from district_cms.activities.models import ActivityPage
from district_cms.activities.presentation.agenda import (
    covered,
    entries,
    gone_entries,
    last_change,
)
from district_cms.schools.calendar.cached import displayed_years, year_changes
from district_cms.schools.models import SchoolPage
from district_cms.web.mail import site_root

from .events import AHEAD, events, first_day, gone_at
from .ical_file import (
    MOST_ENTRIES,
    add_entries,
    add_gone,
    add_year,
    content_of,
    host,
    new_calendar,
)

_OUTLOOK: Final = "https://outlook.{}.com/calendar/0/addfromweb?"


def offered(scope: str, key: UUID | None, title: str) -> dict[str, Any]:
    """Of `ways`, what leads to the page that offers them all: {scope, title, add}."""
    return {"scope": scope, "title": title, "add": _path("add", scope, key)}


def ways(scope: str, key: UUID | None, title: str) -> dict[str, Any]:
    """Whose file it is, the page that offers it, and its full addresses for calendar programs."""
    path = _path("file", scope, key, get_language() or "en")
    return {
        **offered(scope, key, title),
        # The site's own name: a program keeps it, whichever name was asked for.
        **ways_to(site_root() + path, title),
    }


def _path(name: str, scope: str, key: UUID | None, *more: str) -> str:
    if key is None:
        return reverse(f"calendars:{scope}_{name}", args=more)
    return reverse(f"calendars:{name}", args=[scope, key, *more])


def ways_to(address: str, title: str) -> dict[str, str]:
    """{address, app, google, outlook, outlook_work} of the file at this full address."""
    app = urlsplit(address)._replace(scheme="webcal").geturl()
    query = urlencode({"url": address, "name": title})
    return {
        "address": address,
        "app": app,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(app, safe='')}",
        "outlook": _OUTLOOK.format("live") + query,
        "outlook_work": _OUTLOOK.format("office") + query,
    }


DRAWN: Final = 3
"""Grows when the file is drawn in another way."""
KEPT_FOR: Final = 60 * 60
PAGES: Final = {
    "class": ClassroomPage,
    "teacher": TeacherPage,
    "activity": ActivityPage,
    "school": SchoolPage,
}


@dataclass(frozen=True, slots=True)
class Feed:
    """`etag` and `changed_at` change whenever the file may have."""

    name: str
    etag: str
    changed_at: dt.datetime
    draw: Callable[[], bytes]

    def content(self) -> bytes:
        """The file, drawn once for each version."""
        key = f"calendars.{self.etag}"
        drawn: bytes | None = cache.get(key)
        if drawn is None:
            drawn = self.draw()
            cache.set(key, drawn, KEPT_FOR)
        return drawn


def feed_of(scope: str, key: UUID | None, now: dt.datetime) -> Feed | None:
    """The file of a page or the district; None if it is not public."""
    if scope == "district":
        return _of_all("", str(settings.DISTRICT_NAME), now)
    page = page_of(scope, key)
    if page is None:
        return None
    if scope == "school":
        return _of_all(page.path, page.title, now)
    asked = (scope, page.translation_key)
    followed = covered([asked], timezone.localdate(now))[asked]
    return _of_some(name_of(page), followed, now)


def page_of(scope: str, key: UUID | None) -> Any:
    """The page that a file is about; None where it is not there for everyone."""
    return PAGES[scope].objects.live().public().filter(translation_key=key).first()


def name_of(page: Any) -> str:
    """What its file is called."""
    return class_name(page) if isinstance(page, ClassroomPage) else str(page.title)


def _of_some(name: str, followed: Sequence[FamilyClass], now: dt.datetime) -> Feed:
    """Of a few classes or one activity: asked of the ledger, which knows when they changed."""
    since = first_day(now)
    ledger = last_change(followed, now)
    ordered = sorted(followed, key=lambda one: one.pk)

    def draw() -> bytes:
        calendar = new_calendar(name, product="Class updates")
        found = entries(ordered, now, since, since + AHEAD)[:MOST_ENTRIES]
        whose = {one.page: one for one in ordered}
        add_entries(calendar, found, whose)
        standing = {uid for entry in found for uid in entry.same}
        gone = gone_entries(ordered, standing, now, since)[:MOST_ENTRIES]
        add_gone(calendar, gone, whose)
        return content_of(calendar)

    moments = [_midnight(since), ledger.published, ledger.taken_down]
    return _feed(name, moments, draw, since, ordered, ledger)


def _of_all(school: str, title: str, now: dt.datetime) -> Feed:
    """The school year and the posts of the school at this path; of "" all."""
    since = first_day(now)
    kept, years, noted = events(), displayed_years(), year_changes()
    found = kept.at(school)[:MOST_ENTRIES]
    gone = gone_at(school)[:MOST_ENTRIES]

    def draw() -> bytes:
        calendar = new_calendar(title, product="Calendar")
        add_year(calendar, years, noted, since, since + AHEAD)
        add_entries(calendar, found, kept.whose)
        add_gone(calendar, gone, kept.whose)
        return content_of(calendar)

    moments = [_midnight(since), *(changed.at for changed in noted.changed.values())]
    moments += [one.changed_at for one in found]
    moments += [one.changed_at for one in gone]
    whose = [kept.whose.get(one.of_class) for one in found]
    whose += [kept.whose.get(one.of_class) for one in gone]
    return _feed(title, moments, draw, since, years, noted, found, gone, whose)


def _feed(
    name: str, moments: Sequence[dt.datetime | None], draw: Callable[[], bytes], *said: Any
) -> Feed:
    facts = (DRAWN, settings.DISTRICT_NAME, name, host(), get_language(), *said)
    etag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    return Feed(name, f'"{etag}"', max(moment for moment in moments if moment), draw)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
