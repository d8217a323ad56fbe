"""A calendar file: its subscription links, its content, and its version.

Calendar programs request it about hourly, mostly without a change, which a few rows show. The
rendered file is cached until something changes.
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
    """Returns the part of `ways` for a link to the page with all subscription links: {scope, title,
    add}."""
    return {"scope": scope, "title": title, "add": _path("add", scope, key)}


def ways(scope: str, key: UUID | None, title: str) -> dict[str, Any]:
    """Returns `offered` and the file's subscription links for calendar programs."""
    path = _path("file", scope, key, get_language() or "en")
    return {
        **offered(scope, key, title),
        # The site's own host, whatever host the request used, because programs store it.
        **ways_to(site_root() + path, title),
    }


def _path(name: str, scope: str, key: UUID | None, *more: str) -> str:
    if key is None:
        return reverse(f"calendars:{scope}_{name}", args=more)
    return reverse(f"calendars:{name}", args=[scope, key, *more])


def ways_to(address: str, title: str) -> dict[str, str]:
    """Returns {address, app, google, outlook, outlook_work} for the file at this absolute
    address."""
    app = urlsplit(address)._replace(scheme="webcal").geturl()
    query = urlencode({"url": address, "name": title})
    return {
        "address": address,
        "app": app,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(app, safe='')}",
        "outlook": _OUTLOOK.format("live") + query,
        "outlook_work": _OUTLOOK.format("office") + query,
    }


_FILE_VERSION: Final = 3
"""Raise it when the rendering changes."""
_CACHE_SECONDS: Final = 60 * 60
PAGES: Final = {
    "class": ClassroomPage,
    "teacher": TeacherPage,
    "activity": ActivityPage,
    "school": SchoolPage,
}


@dataclass(frozen=True, slots=True)
class Feed:
    """`etag` and `changed_at` change whenever the file may change."""

    name: str
    etag: str
    changed_at: dt.datetime
    render: Callable[[], bytes]

    def content(self) -> bytes:
        """Returns the file, rendered once for each version."""
        key = f"calendars.{self.etag}"
        file: bytes | None = cache.get(key)
        if file is None:
            file = self.render()
            cache.set(key, file, _CACHE_SECONDS)
        return file


def feed_of(scope: str, key: UUID | None, now: dt.datetime) -> Feed | None:
    """Returns the file of a page or the district, None if it is not public."""
    if scope == "district":
        return _year_feed("", str(settings.DISTRICT_NAME), now)
    page = page_of(scope, key)
    if page is None:
        return None
    if scope == "school":
        return _year_feed(page.path, page.title, now)
    followed_page = (scope, page.translation_key)
    followed = covered([followed_page], timezone.localdate(now))[followed_page]
    return _class_feed(name_of(page), followed, now)


def page_of(scope: str, key: UUID | None) -> Any:
    """Returns the page that a file is about, None if it is not public."""
    return PAGES[scope].objects.live().public().filter(translation_key=key).first()


def name_of(page: Any) -> str:
    """Returns the name of a page's file."""
    return class_name(page) if isinstance(page, ClassroomPage) else str(page.title)


def _class_feed(name: str, followed: Sequence[FamilyClass], now: dt.datetime) -> Feed:
    """Returns the file of a few classes or one activity. The ledger knows when they changed."""
    since = first_day(now)
    ledger = last_change(followed, now)
    ordered = sorted(followed, key=lambda each: each.pk)

    def render() -> bytes:
        calendar = new_calendar(name, product="Class updates")
        coming = entries(ordered, now, since, since + AHEAD)[:MOST_ENTRIES]
        whose = {each.page: each for each in ordered}
        add_entries(calendar, coming, whose)
        standing = {uid for entry in coming for uid in entry.same}
        gone = gone_entries(ordered, standing, now, since)[:MOST_ENTRIES]
        add_gone(calendar, gone, whose)
        return content_of(calendar)

    moments = [_midnight(since), ledger.published, ledger.taken_down]
    return _feed(name, moments, render, since, ordered, ledger)


def _year_feed(school: str, title: str, now: dt.datetime) -> Feed:
    """Returns the file of the school year and the posts of the school at this path, of all for
    ""."""
    since = first_day(now)
    all_events, years, changes = events(), displayed_years(), year_changes()
    coming = all_events.at(school)[:MOST_ENTRIES]
    gone = gone_at(school)[:MOST_ENTRIES]

    def render() -> bytes:
        calendar = new_calendar(title, product="Calendar")
        add_year(calendar, years, changes, since, since + AHEAD)
        add_entries(calendar, coming, all_events.whose)
        add_gone(calendar, gone, all_events.whose)
        return content_of(calendar)

    moments = [_midnight(since), *(changed.at for changed in changes.changed.values())]
    moments += [entry.changed_at for entry in coming]
    moments += [entry.changed_at for entry in gone]
    whose = [all_events.whose.get(entry.of_class) for entry in coming]
    whose += [all_events.whose.get(entry.of_class) for entry in gone]
    return _feed(title, moments, render, since, years, changes, coming, gone, whose)


def _feed(
    name: str, moments: Sequence[dt.datetime | None], render: Callable[[], bytes], *content: Any
) -> Feed:
    facts = (_FILE_VERSION, settings.DISTRICT_NAME, name, host(), get_language(), *content)
    etag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    return Feed(name, f'"{etag}"', max(moment for moment in moments if moment), render)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
