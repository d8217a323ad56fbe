"""What is new and what is coming in each school, one after the other: for families who look at one
or two of them, see `static/js/my_schools.js`."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from classroom.presentation.newest import new_by_school
from district_cms.activities.presentation.kept import newest_by_school
from district_cms.activities.presentation.telling import day_of
from district_cms.schools.calendar.kept import years_shown
from district_cms.schools.models import SchoolPage

from .events import events
from .months import coming
from .page_context import AHEAD

MOST_CLASSES: Final = 5
MOST_DAYS: Final = 5
"""The rest is on the school's own page, and in its calendar."""


def schools_one_by_one(request: HttpRequest) -> dict[str, Any]:
    """`each_school` with its newest posts, the class pages that were updated last, and its own
    days; `days_of_all`, what is coming for every school: those of the school year and of the
    district. Five queries, and those of what is kept where it has changed."""
    today, kept = timezone.localdate(), events()
    posts, classes = newest_by_school(), new_by_school(request, MOST_CLASSES)
    of_all = [one for one in kept.entries if not kept.schools[one.of_class]]
    days_of_all = [
        # Nothing leads to a day here, and the front page, which takes them over, has these itself.
        {**day, "anchor": ""}
        for day in coming(years_shown().days, of_all, kept.whose, today, today + AHEAD)
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
