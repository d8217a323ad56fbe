"""Adds the calendar to the context of pages: coming events, subscriptions, each school's events."""

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from classroom.addresses import class_name
from classroom.models import ClassroomPage, TeacherPage
from classroom.presentation.newest import new_by_school
from classroom.presentation.running import runs_on
from district_cms.activities.models import ActivityPage
from district_cms.activities.presentation.newest_posts import newest_by_school
from district_cms.activities.presentation.posts import day_of
from district_cms.schools.calendar.cached import displayed_years
from district_cms.schools.models import HomePage, SchoolPage

from .events import events, schools_of
from .feeds import offered
from .months import coming

AHEAD: Final = dt.timedelta(days=45)
MOST: Final = 6
"""Nobody reads a longer list; the calendar's own page has the rest."""


def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Returns `coming`, `calendar_url` and `schools_url`."""
    return {
        "coming": _coming(""),
        "calendar_url": reverse("calendars:district"),
        "schools_url": reverse("calendars:schools"),
    }


def school_context(page: SchoolPage, request: HttpRequest) -> dict[str, Any]:
    """Returns `coming` and `calendar_url` of one school."""
    if not page.pk:
        return {}
    address = reverse("calendars:school", args=[page.slug])
    return {"coming": _coming(page.path), "calendar_url": address}


def class_context(page: ClassroomPage, request: HttpRequest) -> dict[str, Any]:
    """Returns `calendar_ways` of a class that has not ended."""
    if not runs_on(page, timezone.localdate()):
        return {}
    return _ways("class", page, class_name(page))


def teacher_context(page: TeacherPage, request: HttpRequest) -> dict[str, Any]:
    return _ways("teacher", page, page.title)


def activity_context(page: ActivityPage, request: HttpRequest) -> dict[str, Any]:
    return _ways("activity", page, page.title)


def _ways(scope: str, page: Page, title: str) -> dict[str, Any]:
    # A previewed page is not in the tree yet.
    return {"calendar_ways": offered(scope, page.translation_key, title)} if page.pk else {}


def _coming(school: str) -> list[dict[str, Any]]:
    today = timezone.localdate()
    all_events = events()
    rows = coming(
        displayed_years().days,
        all_events.at(school),
        all_events.whose,
        today,
        today + AHEAD,
        schools_of(all_events) if not school else None,
    )
    return rows[:MOST]


MOST_CLASSES: Final = 5
MOST_DAYS: Final = 5
"""The school's own page and its calendar have the rest."""


def schools_one_by_one(request: HttpRequest) -> dict[str, Any]:
    """Returns `each_school` with its news, classes and days, and `days_of_all` for every school."""
    today, all_events = timezone.localdate(), events()
    posts, classes = newest_by_school(), new_by_school(request, MOST_CLASSES)
    district_entries = [
        entry for entry in all_events.entries if not all_events.schools[entry.of_class]
    ]
    days_of_all = [
        # Nothing links to a day here, and the home page, which includes these rows, has its own.
        {**day, "anchor": ""}
        for day in coming(
            displayed_years().days, district_entries, all_events.whose, today, today + AHEAD
        )
    ]
    schools = []
    for school in SchoolPage.objects.live().public().order_by("path"):
        own = [
            entry
            for entry in all_events.entries
            if all_events.schools[entry.of_class] == school.path
        ]
        days = coming((), own, all_events.whose, today, today + AHEAD)
        schools.append(
            {
                "key": str(school.translation_key),
                "title": school.title_read,
                "language": school.text("title").language,
                "slug": school.slug,
                "url": school.get_url(request),
                "calendar_url": reverse("calendars:school", args=[school.slug]),
                "news": [
                    {
                        "title": post.title,
                        "url": post.get_url(request),
                        "language": post.content_language,
                        "day": day_of(post),
                        "of": of,
                    }
                    for post, of in posts.get(school.path, ())
                ],
                "classes": classes.get(school.path, []),
                "coming": days[:MOST_DAYS],
            }
        )
    return {"each_school": schools, "days_of_all": days_of_all[:MOST_DAYS]}
