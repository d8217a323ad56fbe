"""The family page and its calendar: to read, behind a link of their own that changes nothing."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from district_cms.calendars.feeds import ways_to
from district_cms.calendars.months import coming
from district_cms.schools.banners.showing import notices
from district_cms.schools.calendar.kept import years_shown

from ... import sources
from .. import links
from ..limits import count_look
from ..next_messages import next_messages
from ..preferences.lines import addresses_of
from ..preferences.services import back_on
from ..tokens import ExpiredToken, made_at, read_calendar_token, read_family_page_token
from ..views import (
    in_language,
    language_for,
    link_has_expired,
    mail_page,
    owner_of,
    secret_page,
)
from .agenda import AHEAD, Agenda, agenda_of, by_child, split
from .calendar import calendar_of

PAGES = "notifications/pages"


@require_safe
@mail_page
def family_page(request: HttpRequest, token: str) -> HttpResponse:
    """All classes that a person follows, what this week brings, and what is coming up."""
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
        # What lasts from this week into the next stands in this one.
        of_week, of_later = split(_school_days(today, today + AHEAD), today)
        calendar = links.calendar_url(subscriber.uuid, made_at(token))
        context = {
            "paused_until": back_on(subscriber, now),
            "next_messages": next_messages(subscriber, agenda.lines, addresses, now),
            "week": _in_order(week, of_week, agenda),
            "later": _in_order(later, of_later, agenda),
            "children": by_child(agenda.lines),
            "calendar_ways": ways_to(calendar, _("My classes")),
            # A school that is closed this week says so here too, not on its own pages alone.
            "notices": notices(*(line.place.school_path for line in agenda.lines if line.place)),
        }
    return in_language(request, subscriber.language, f"{PAGES}/family_page.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
@secret_page
@conditional_page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The file that calendar programs ask for, in its owner's language; 304 for one that has it
    already."""
    try:
        subscriber = owner_of(token, read_calendar_token)
    except ExpiredToken:
        return HttpResponse(status=410, content_type="text/plain; charset=utf-8")
    if subscriber is None:
        return HttpResponse(status=404, content_type="text/plain; charset=utf-8")
    count_look(str(subscriber.uuid))
    with translation.override(subscriber.language):
        content = calendar_of(subscriber, made_at=made_at(token), now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="classes.ics"'
    return response


class SchoolDay(NamedTuple):
    """A day of the school year, from `day` or from today on, as `components/event_words.html` shows
    it."""

    day: dt.date
    of_school: dict[str, Any]


def _school_days(first: dt.date, last: dt.date) -> list[SchoolDay]:
    days = coming(years_shown().days, (), {}, first, last)
    return [SchoolDay(max(one["date"], first), one) for one in days]


def _in_order(
    entries: Iterable[sources.Entry], school_days: Iterable[SchoolDay], agenda: Agenda
) -> list[dict[str, Any]]:
    """Both as the page names them; of one day the school's first."""
    shown: list[dict[str, Any]] = [
        {"day": one.of_school["date"], "from": one.day, "of_school": one.of_school}
        for one in school_days
    ]
    for entry in entries:
        nickname = agenda.nicknames.get(entry.of_class, "")
        name = agenda.names[entry.of_class]
        whose = f"{nickname} – {name}" if nickname else name
        shown.append({"from": entry.day, "entry": entry, "whose": whose})
    return sorted(shown, key=lambda each: each["from"])
