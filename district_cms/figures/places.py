"""Where in the site's tree the pages stand that are known by their UUIDs alone."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from district_cms.schools.frame import school_path


def uuids_below(branch: str) -> QuerySet[Page, Any]:
    """The UUIDs of the pages in a branch of the site, for a filter of another query."""
    return Page.objects.filter(path__startswith=branch).values("translation_key")


def school_paths(pages: QuerySet[Page]) -> dict[UUID, str]:
    """{UUID of a page: the path of its school}. One query."""
    # Of two pages with one UUID the older one counts.
    rows = pages.order_by("-pk").values_list("translation_key", "path")
    return {key: school_path(path) for key, path in rows}


def known_as(school: Page | None) -> str:
    """By what kept figures name a school: the UUID of its page; "" is the district."""
    return str(school.translation_key) if school else ""
