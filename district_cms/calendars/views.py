"""The calendar as pages and files: public, without an account, read-only."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from district_cms.schools.banners.visible import notices
from district_cms.schools.calendar.cached import displayed_years
from district_cms.schools.calendar.rule import no_school_rule
from district_cms.schools.frame import frame_pages, school_links
from district_cms.schools.heads.head import head_of_screen
from district_cms.schools.heads.redirects import school_or_redirect
from district_cms.schools.models import SchoolPage

from .events import AHEAD, events, first_day, schools_of
from .feeds import feed_of, name_of, page_of, ways
from .months import by_month, coming, date_range_of
from .months import posting_days as days_of_posting
from .page_context import schools_one_by_one


@require_safe
def district(request: HttpRequest) -> HttpResponse:
    """Shows the school year, and the dated events of schools and their activities."""
    return _page(request, None)


@require_safe
def school(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the calendar of one school. An old address redirects to the current one."""
    found = school_or_redirect(request, slug, "calendars:school")
    return found if isinstance(found, HttpResponse) else _page(request, found)


@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def schools(request: HttpRequest) -> HttpResponse:
    """Shows news, new class pages and events of each school, the same for everyone. The home page
    takes from it the schools that a visitor chose, in the browser, so that the server does not
    learn which. Cached as pages are."""
    title = _("What is new in each school")
    context = {
        "head": head_of_screen(
            request,
            title=title,
            description=_("News, class pages with something new, and dates, school by school."),
        ),
        **schools_one_by_one(request),
    }
    return render(request, "calendars/pages/schools.html", context)


@require_safe
@cache_control(public=True, no_cache=True)
def district_file(request: HttpRequest, language: str) -> HttpResponse:
    """Serves the district's calendar file."""
    return _file(request, "district", None, language)


@require_safe
@cache_control(public=True, no_cache=True)
def file(request: HttpRequest, scope: str, page: UUID, language: str) -> HttpResponse:
    """Serves the file of a page by its UUID, so that the address survives moves and renames."""
    return _file(request, scope, page, language)


@require_safe
def district_add(request: HttpRequest) -> HttpResponse:
    """Shows how to subscribe to the district's calendar."""
    context = {
        "calendar_ways": ways("district", None, str(settings.DISTRICT_NAME)),
        "whose_url": reverse("calendars:district"),
    }
    return render(request, "calendars/pages/add.html", context)


@require_safe
def add(request: HttpRequest, scope: str, page: UUID) -> HttpResponse:
    """Shows how to subscribe to the calendar of a class, a teacher, an activity or a school."""
    subject = page_of(scope, page)
    if subject is None:
        raise Http404
    context = {
        "calendar_ways": ways(scope, page, name_of(subject)),
        "whose_url": subject.get_url(request),
        "whose_language": subject.content_language,
        "notices": notices(subject.path),
    }
    return render(request, "calendars/pages/add.html", context)


def _file(request: HttpRequest, scope: str, page: UUID | None, language: str) -> HttpResponse:
    """Answers 304 to a program that has the current file."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        feed = feed_of(scope, page, timezone.now())
        if feed is None:
            raise Http404
        changed_at = int(feed.changed_at.timestamp())
        response = get_conditional_response(request, feed.etag, changed_at)
        if response is None:
            response = HttpResponse(feed.content(), content_type="text/calendar; charset=utf-8")
            name = f"{slugify(feed.name) or scope}.ics"
            response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = feed.etag
    response["Last-Modified"] = http_date(changed_at)
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, at: SchoolPage | None) -> HttpResponse:
    today = timezone.localdate()
    earliest = first_day(timezone.now())
    date_range = date_range_of(request.GET.get("month", ""), today, earliest, earliest + AHEAD)
    all_events, years = events(), displayed_years()
    rows = coming(
        years.days,
        all_events.at(at.path if at else ""),
        all_events.whose,
        date_range.since,
        date_range.last,
        schools_of(all_events) if at is None else None,
    )
    links = school_links(frame_pages(), request, {at.pk} if at else None)
    title = _("Calendar")
    context: dict[str, Any] = {
        # No metadata for other months: link previews need only the calendar itself.
        "head": None
        if "month" in request.GET
        else head_of_screen(
            request,
            title=f"{at.title_read}: {title}" if at else title,
            description=_(
                "Days without school, school events, and posting days, when teachers post an "
                "update for each class."
            ),
            school=at.path if at else "",
        ),
        "school": {"title": at.title_read, "url": at.get_url(request)} if at else None,
        "school_language": at.text("title").language if at else "",
        "calendars": [
            {**link, "url": reverse("calendars:school", args=[_slug(link["url"])])}
            for link in links
        ],
        "months": by_month(
            date_range, rows, days_of_posting(years.calendars, no_school_rule()), today
        ),
        "before": date_range.before,
        "after": date_range.after,
        "schools": links,
        "notices": notices(at.path if at else ""),
        "calendar_ways": ways(
            "school" if at else "district",
            at.translation_key if at else None,
            at.title if at else str(settings.DISTRICT_NAME),
        ),
    }
    return render(request, "calendars/pages/calendar.html", context)


def _slug(url: str) -> str:
    """Returns the last segment of a school's address."""
    return url.rstrip("/").rpartition("/")[2]
