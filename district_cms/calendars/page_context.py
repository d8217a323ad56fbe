"""What the calendar adds to pages: what is coming, how to subscribe, and each school by itself."""

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
"""A longer list is read by nobody: the rest is on the calendar's own page."""


def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """`coming`, `calendar_url` and `schools_url`."""
    return {
        "coming": _coming(""),
        "calendar_url": reverse("calendars:district"),
        "schools_url": reverse("calendars:schools"),
    }


def school_context(page: SchoolPage, request: HttpRequest) -> dict[str, Any]:
    """The same of one school."""
    if not page.pk:
        return {}
    address = reverse("calendars:school", args=[page.slug])
    return {"coming": _coming(page.path), "calendar_url": address}


def class_context(page: ClassroomPage, request: HttpRequest) -> dict[str, Any]:
    """`calendar_ways`, of a class that has not ended."""
    if not runs_on(page, timezone.localdate()):
        return {}
    return _ways("class", page, class_name(page))


def teacher_context(page: TeacherPage, request: HttpRequest) -> dict[str, Any]:
    return _ways("teacher", page, page.title)


def activity_context(page: ActivityPage, request: HttpRequest) -> dict[str, Any]:
    return _ways("activity", page, page.title)


def _ways(scope: str, page: Page, title: str) -> dict[str, Any]:
    # A page that is only previewed has no place in the tree yet.
    return {"calendar_ways": offered(scope, page.translation_key, title)} if page.pk else {}


def _coming(school: str) -> list[dict[str, Any]]:
    today = timezone.localdate()
    kept = events()
    found = coming(
        displayed_years().days,
        kept.at(school),
        kept.whose,
        today,
        today + AHEAD,
        schools_of(kept) if not school else None,
    )
    return found[:MOST]


MOST_CLASSES: Final = 5
MOST_DAYS: Final = 5
"""The rest is on the school's own page, and in its calendar."""


def schools_one_by_one(request: HttpRequest) -> dict[str, Any]:
    """`each_school` with its news, classes and days; `days_of_all` for every school."""
    today, kept = timezone.localdate(), events()
    posts, classes = newest_by_school(), new_by_school(request, MOST_CLASSES)
    of_all = [one for one in kept.entries if not kept.schools[one.of_class]]
    days_of_all = [
        # Nothing leads to a day here, and the front page, which takes them over, has these itself.
        {**day, "anchor": ""}
        for day in coming(displayed_years().days, of_all, kept.whose, today, today + AHEAD)
    ]
    found = []
    for school in SchoolPage.objects.live().public().order_by("path"):
        own = [one for one in kept.entries if kept.schools[one.of_class] == school.path]
        days = coming((), own, kept.whose, today, today + AHEAD)
        found.append(
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
    return {"each_school": found, "days_of_all": days_of_all[:MOST_DAYS]}
