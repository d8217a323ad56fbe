"""The frame around every page: the schools of the switcher and the links at the foot.

Both are plain pages, so that one query reads them together with the chain of pages above.
"""

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

HOME_DEPTH = 2
SCHOOL_DEPTH = 3


def school_path(path: str) -> str:
    """The tree path of the school that the page at `path` lies in, or is."""
    return path[: Page.steplen * SCHOOL_DEPTH]


# A school, or a page of the first level that its author marked "show in menus".
FIRST_LEVEL = Q(live=True, depth=SCHOOL_DEPTH)
IN_FRAME = FIRST_LEVEL & (Q(schoolpage__isnull=False) | Q(show_in_menus=True))


def with_kind(pages: PageQuerySet) -> PageQuerySet:
    """The pages in tree order, each with `school_kind`: a school's kind, None for other pages."""
    return pages.annotate(school_kind=F("schoolpage__kind")).order_by("path")


def frame_pages() -> list[Page]:
    return list(with_kind(Page.objects.filter(IN_FRAME)))


def school_links(
    pages: list[Page], request: HttpRequest, here: set[int] | None = None
) -> list[dict[str, Any]]:
    """[{"title", "url", "kind", "current"}] of the schools among `pages`; `here` are the ids of
    the page that is shown and those above it."""
    return [
        {
            "title": page.title,
            "url": page.get_url(request),
            "kind": page.school_kind,
            "current": page.pk in (here or ()),
        }
        for page in pages
        if page.school_kind is not None
    ]


def footer_links(pages: list[Page], request: HttpRequest) -> list[dict[str, Any]]:
    """[{"title", "url"}] of the other pages."""
    return [
        {"title": page.title, "url": page.get_url(request)}
        for page in pages
        if page.school_kind is None
    ]
