"""What the calendar adds to pages: what is coming, and how to take it along."""

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from classroom.addresses import class_name
from classroom.models import ClassroomPage, TeacherPage
from classroom.presentation.running import runs_on
from district_cms.activities.models import ActivityPage
from district_cms.schools.calendar.kept import years_shown
from district_cms.schools.models import HomePage, SchoolPage

from .events import events, schools_of
from .months import coming
from .subscribing import offered

AHEAD: Final = dt.timedelta(days=45)
MOST: Final = 6
"""A longer list is read by nobody: the rest is on the calendar's own page."""


def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """`coming` of the district and all schools, `calendar_url`, and where each school stands by
    itself: `schools_url`."""
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
        years_shown().days,
        kept.at(school),
        kept.whose,
        today,
        today + AHEAD,
        schools_of(kept) if not school else None,
    )
    return found[:MOST]
