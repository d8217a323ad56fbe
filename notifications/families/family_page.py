"""The family page and its calendar. Their links only read; they cannot change anything."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Event

from district_cms.calendars.events import AHEAD as FEED_AHEAD
from district_cms.calendars.events import first_day
from district_cms.calendars.feeds import ways_to
from district_cms.calendars.ical_file import (
    MOST_ENTRIES,
    add_entries,
    add_gone,
    add_year,
    content_of,
    host,
    new_calendar,
)
from district_cms.calendars.months import coming
from district_cms.schools.banners.visible import notices
from district_cms.schools.calendar.cached import displayed_years, year_changes
from district_cms.schools.page_cache.middleware import MOST_SECONDS
from district_cms.schools.page_cache.writers import version_in

from .. import sources
from ..digests.grouping import SCOPES, disambiguate
from ..models import Subscriber, VerifiedAddress
from . import tokens
from .limits import count_look
from .next_messages import next_messages
from .preferences.services import Line, addresses_of, back_on, lines_of
from .tokens import (
    CALENDAR_FOR,
    ExpiredToken,
    read_calendar_token,
    read_family_page_token,
    signed_at,
)
from .views import in_language, language_for, link_has_expired, mail_page, owner_of, secret_page

SUNDAY: Final = 6
AHEAD: Final = dt.timedelta(days=42)
"""Later days are not on the page yet."""
MOST_CACHED: Final = 20
"""The classes that are cached together."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest update of a class, as the page links to it."""

    title: str
    full_url: str
    content_language: str
    first_published_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ClassAgenda:
    """What the page shows of one class, to whoever follows it."""

    of: sources.FamilyClass
    entries: tuple[sources.Entry, ...]
    newest: Newest | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the family page lists. `classes`, their `names`, `nicknames` and `newest` updates are by
    UUID. `entries` are in order."""

    lines: Sequence[Line]
    classes: dict[UUID, sources.FamilyClass]
    names: dict[UUID, str]
    nicknames: dict[UUID, str]
    entries: Sequence[sources.Entry]
    newest: dict[UUID, Newest]

    def whose(self, page: UUID) -> str:
        nickname = self.nicknames.get(page, "")
        return f"{nickname} – {self.names[page]}" if nickname else self.names[page]


def agenda_of(
    subscriber: Subscriber,
    addresses: Sequence[VerifiedAddress],
    now: dt.datetime,
    first: dt.date,
    last: dt.date,
) -> Agenda:
    """Returns everything with a day from `first` to `last`, of all classes that the person follows
    on any channel. A fixed number of queries."""
    lines = [line for line in lines_of(subscriber, addresses, now) if line.active]
    covered = _covered(lines, now, first, last)
    classes: dict[UUID, sources.FamilyClass] = {}
    parts: dict[UUID, ClassAgenda] = {}
    nicknames: dict[UUID, str] = {}
    # The narrowest first, because a nickname for a class is more exact than one for its school.
    own = [line for scope in SCOPES for line in lines if line.scope == scope]
    for line in own:
        for each in covered[line.scope, line.page]:
            classes.setdefault(each.of.page, each.of)
            parts.setdefault(each.of.page, each)
            if line.nickname:
                nicknames.setdefault(each.of.page, line.nickname)
    entries = [entry for part in parts.values() for entry in part.entries]
    return Agenda(
        lines=lines,
        classes=classes,
        names={key: each.name for key, each in classes.items()}
        | dict(disambiguate(classes.values())),
        nicknames=nicknames,
        entries=sorted(entries, key=lambda each: sources.in_order(each.day, each.start)),
        newest={page: each.newest for page, each in parts.items() if each.newest},
    )


def _covered(
    lines: Sequence[Line], now: dt.datetime, first: dt.date, last: dt.date
) -> dict[tuple[str, UUID], tuple[ClassAgenda, ...]]:
    """Returns the classes of each line, cached as public pages are: under the versions of the site
    and of the school."""
    keys = {
        (line.scope, line.page): f"family {line.scope} {line.page} {first} {last} "
        f"{translation.get_language()} {version_in(line.place.source.path if line.place else '')}"
        for line in lines
    }
    # Inside a transaction, rows may be seen that are never committed.
    is_cached = not connection.in_atomic_block
    cached = caches["pages"].get_many(keys.values()) if is_cached else {}
    covered = {of: cached[key] for of, key in keys.items() if key in cached}
    missing = [of for of in keys if of not in covered]
    if missing:
        new = _read_classes(missing, now, first, last)
        covered |= new
        # Of many classes, fewer updates are read of each.
        if is_cached and sum(map(len, new.values())) <= MOST_CACHED:
            caches["pages"].set_many({keys[of]: new[of] for of in missing}, MOST_SECONDS)
    return covered


def _read_classes(
    followed: Sequence[tuple[str, UUID]], now: dt.datetime, first: dt.date, last: dt.date
) -> dict[tuple[str, UUID], tuple[ClassAgenda, ...]]:
    covered = sources.covered(followed, timezone.localdate(now))
    classes = {each.page: each for each_line in covered.values() for each in each_line}
    entries: dict[UUID, list[sources.Entry]] = defaultdict(list)
    for entry in sources.entries(classes.values(), now, first, last):
        entries[entry.of_class].append(entry)
    paths = {each.path: page for page, each in classes.items()}
    newest = sources.newest(paths, commonprefix([*paths]))  # noqa: RUF071  # of the page tree
    updates = sources.updates(newest.values())
    parts = {}
    for page, each in classes.items():
        update = updates.get(newest[page]) if page in newest else None
        parts[page] = ClassAgenda(each, tuple(entries[page]), update and _newest(update))
    return {of: tuple(parts[each.page] for each in own) for of, own in covered.items()}


def _newest(update: Any) -> Newest:
    return Newest(
        title=str(update.title),
        full_url=update.full_url or "",
        content_language=update.content_language,
        first_published_at=update.first_published_at,
    )


def newest_of(agenda: Agenda) -> list[dict[str, Any]]:
    """Returns the newest update of each class, at most a dozen."""
    news: list[dict[str, Any]] = [
        {"update": update, "whose": agenda.whose(page), "of": agenda.classes[page].teachers}
        for page, update in agenda.newest.items()
    ]
    return sorted(news, key=lambda row: row["update"].first_published_at, reverse=True)[:12]


def by_child(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Returns the lines grouped by the person's nicknames, sorted; lines without a nickname come
    last."""
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        by_name.setdefault(line.nickname, []).append(line)
    return sorted(by_name.items(), key=lambda item: (not item[0], item[0].casefold()))


class HasDay(Protocol):
    @property
    def day(self) -> dt.date: ...


def last_day_of_week(today: dt.date) -> dt.date:
    """Returns the Sunday that is not before `today`. On a Sunday returns the next one, because
    readers then plan the coming school week."""
    days = (SUNDAY - today.weekday()) or 7
    return today + dt.timedelta(days=days)


def split[T: HasDay](entries: Sequence[T], today: dt.date) -> tuple[list[T], list[T]]:
    """Returns what is from today until the end of the week, and what comes after. Drops what is
    over or too far ahead. Keeps the order."""
    last = last_day_of_week(today)
    week = [each for each in entries if today <= each.day <= last]
    later = [each for each in entries if last < each.day <= today + AHEAD]
    return week, later


ANNOUNCED: Final = dt.timedelta(days=30)
"""How long before its end the calendar announces that its address expires."""


def calendar_of(subscriber: Subscriber, *, signed_at: dt.datetime, now: dt.datetime) -> bytes:
    """Returns the calendar file in the active language. `signed_at` and `now` are aware;
    `signed_at` is when its link was made."""
    since = first_day(now)
    followed = subscriber.subscriptions.filter(ended_at__isnull=True)
    covered = sources.covered(
        list(followed.values_list("scope", "page_uuid")), timezone.localdate(now)
    )
    classes = sorted(
        {each for classes_of_line in covered.values() for each in classes_of_line},
        key=lambda each: each.pk,
    )
    entries = sources.entries(classes, now, since, since + FEED_AHEAD)[:MOST_ENTRIES]
    calendar = new_calendar(_("My classes"), product="Class updates")
    whose = {each.page: each for each in classes}
    add_entries(calendar, entries, whose)
    standing = {uid for entry in entries for uid in entry.same}
    gone = sources.gone_entries(classes, standing, now, since)[:MOST_ENTRIES]
    add_gone(calendar, gone, whose)
    if classes:
        add_year(calendar, displayed_years(), year_changes(), since, since + FEED_AHEAD)
    end = signed_at + CALENDAR_FOR
    if now >= end - ANNOUNCED:
        event = Event()
        event.add("uid", f"end.{int(signed_at.timestamp())}.{subscriber.uuid}@{host()}")
        event.add("dtstamp", signed_at)
        event.add("dtstart", timezone.localdate(end))
        event.add("transp", "TRANSPARENT")
        event.add("summary", _("Your class calendar ends: add it again from your family page"))
        calendar.add_component(event)
    return content_of(calendar)


PAGES = "notifications/pages"


@require_safe
@mail_page
def family_page(request: HttpRequest, token: str) -> HttpResponse:
    """Shows all classes that a person follows, this week, and what is coming up."""
    try:
        subscriber = owner_of(token, read_family_page_token)
    except ExpiredToken as error:
        return link_has_expired(request, error)
    if subscriber is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    count_look(str(subscriber.uuid))
    now = timezone.now()
    today = timezone.localdate(now)
    with language_for(request, subscriber.language):
        addresses = addresses_of(subscriber)
        agenda = agenda_of(subscriber, addresses, now, today, today + AHEAD)
        week, later = split(agenda.entries, today)
        # What lasts from this week into the next is listed in this week.
        of_week, of_later = split(_school_days(today, today + AHEAD), today)
        calendar = tokens.calendar_url(subscriber.uuid, signed_at(token))
        context = {
            "paused_until": back_on(subscriber, now),
            "next_messages": next_messages(subscriber, agenda.lines, addresses, now),
            "newest": newest_of(agenda),
            "week": _in_order(week, of_week, agenda),
            "later": _in_order(later, of_later, agenda),
            "children": by_child(agenda.lines),
            "calendar_ways": ways_to(calendar, _("My classes")),
            # The family page also says that a school is closed, not only the school's own pages.
            "notices": notices(*(line.place.school_path for line in agenda.lines if line.place)),
        }
    return in_language(request, subscriber.language, f"{PAGES}/family_page.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
@secret_page
@conditional_page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Returns the file for calendar programs, in its owner's language; 304 if the program has it
    already."""
    try:
        subscriber = owner_of(token, read_calendar_token)
    except ExpiredToken:
        return HttpResponse(status=410, content_type="text/plain; charset=utf-8")
    if subscriber is None:
        return HttpResponse(status=404, content_type="text/plain; charset=utf-8")
    count_look(str(subscriber.uuid))
    with translation.override(subscriber.language):
        content = calendar_of(subscriber, signed_at=signed_at(token), now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="classes.ics"'
    return response


class SchoolDay(NamedTuple):
    """A day of the school year, from `day` or from today on, in the form that
    `components/event_words.html` shows."""

    day: dt.date
    of_school: dict[str, Any]


def _school_days(first: dt.date, last: dt.date) -> list[SchoolDay]:
    days = coming(displayed_years().days, (), {}, first, last)
    return [SchoolDay(max(each["date"], first), each) for each in days]


def _in_order(
    entries: Iterable[sources.Entry], school_days: Iterable[SchoolDay], agenda: Agenda
) -> list[dict[str, Any]]:
    """Returns both in the form that the page shows. On the same day, the school's come first."""
    rows: list[dict[str, Any]] = [
        {"day": each.of_school["date"], "from": each.day, "of_school": each.of_school}
        for each in school_days
    ]
    for entry in entries:
        whose = agenda.whose(entry.of_class)
        rows.append({"from": entry.day, "entry": entry, "whose": whose})
    return sorted(rows, key=lambda each: each["from"])
