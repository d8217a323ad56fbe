"""What is read together with the page of a school, by `register_reading`."""

from typing import Any, Final

from django.db.models import QuerySet
from wagtail.models import Page

from district_cms.schools.models import SchoolPage
from district_cms.schools.routing.read_along import as_text, read_along, register_reading
from district_cms.schools.search.words import for_sorting

from ..models import ActivityPage

ACTIVITIES: Final = "activities"


def register() -> None:
    register_reading("schools.schoolpage", ACTIVITIES, _activities)


def activities_along(school: SchoolPage) -> list[ActivityPage]:
    """The activities of a school that everyone may read, by title; each with what a link to it
    says, and its kind."""
    found = [
        ActivityPage(
            page_ptr_id=fields["id"],
            depth=school.depth + 1,
            locale_id=school.locale_id,
            **fields,
        )
        for fields in read_along(school, ACTIVITIES)
    ]
    return sorted(found, key=lambda page: (for_sorting(page.title), page.path))


def _activities(school: Page) -> "QuerySet[Any] | None":
    if not school.pk:
        return None
    rows = ActivityPage.objects.child_of(school).live().filter(view_restrictions=None)
    return as_text(rows, "id", "title", "url_path", "path", "language", "kind")
