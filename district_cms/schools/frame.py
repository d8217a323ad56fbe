"""The frame around every page: the schools in the switcher and the links in the footer.

Each process caches them, because every page shows them and they change a few times a year.
"""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Coalesce, NullIf, Substr
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from district_cms.brand.models import Logo, Statement
from district_cms.brand.selectors import LogoFile
from district_cms.brand.uses import Affected, Use
from district_cms.brand.website import website
from district_cms.media.in_use import descriptions
from district_cms.web.versions import CachedValue, bump

from .languages.offered import DEFAULT
from .languages.titles import SPANISH, titles_changed, titles_read

VERSION = "schools.frame"
HOME_DEPTH = 2
SCHOOL_DEPTH = 3


def school_path(path: str) -> str:
    """Returns the tree path of the school at `path`, or of the school that contains this page."""
    return path[: Page.steplen * SCHOOL_DEPTH]


def school_path_in(path: Any) -> Substr:
    """Returns `school_path` of a column or an expression, as SQL."""
    return Substr(path, 1, Page.steplen * SCHOOL_DEPTH)


_DRAFT_FIELDS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)
# A school, the curriculum, or a page of the first level that its author marked "show in menus".
IN_FRAME = Q(live=True, depth=SCHOOL_DEPTH) & (
    Q(schoolpage__isnull=False) | Q(curriculumindexpage__isnull=False) | Q(show_in_menus=True)
)


def frame_pages() -> list[Page]:
    """Returns the cached pages of the frame in tree order. Do not change them.

    Each has `school_kind` and `school_organization`, a school's kind and the id of its
    organization, None for other pages; `curriculum`, the page's id if it is the curriculum section,
    else None; and `written_in`, the language of the title of a page that is no school.
    """
    return _cached_pages.get()


def page_changed(instance: Any, parent_page_before: Page | None = None, **kwargs: Any) -> None:
    """Receives the saving, deleting and moving of any page. The frame depends on the pages of the
    first level, before and after a move, and on the address of the home page, but not on drafts."""
    if isinstance(instance, Page) and not is_draft(**kwargs):
        titles_changed(instance)
        before = [parent_page_before.depth + 1] if parent_page_before is not None else []
        if min(instance.depth, *before, SCHOOL_DEPTH + 1) <= SCHOOL_DEPTH:
            bump(VERSION)


def is_draft(*, update_fields: Iterable[str] | None = None, **kwargs: Any) -> bool:
    """Returns True if only fields about a draft were saved."""
    return update_fields is not None and _DRAFT_FIELDS.issuperset(update_fields)


def _read() -> list[Page]:
    pages: list[Any] = list(
        Page.objects.filter(IN_FRAME)
        .annotate(
            school_kind=F("schoolpage__kind"),
            school_organization=F("schoolpage__organization"),
            curriculum=F("curriculumindexpage"),
            written_in=Coalesce(
                NullIf("standardpage__language", Value(""), output_field=CharField()),
                NullIf("curriculumindexpage__language", Value(""), output_field=CharField()),
                Value(DEFAULT),
                output_field=CharField(),
            ),
        )
        .order_by("path")
    )
    for page in pages:
        url = page.get_url() or ""
        # With several sites, a page's address depends on the site of the request.
        page.only_url = url if url.startswith("/") else ""
    return pages


def _url(page: Any, request: HttpRequest) -> str | None:
    url: str | None = page.only_url or page.get_url(request)
    return url


_cached_pages: CachedValue[list[Page]] = CachedValue(VERSION, _read)


def school_links(
    pages: list[Page], request: HttpRequest, here: set[int] | None = None
) -> list[dict[str, Any]]:
    """Returns [{"key", "title", "url", "kind", "mark_url", "current"}] of the schools among
    `pages`. `here` holds the ids of the current page and its ancestors. `key` does not change with
    the school's address or name."""
    marks, titles = website(request).marks, titles_read()
    return [
        {
            "key": str(page.translation_key),
            "title": titles.get(page.pk, page.title),
            "url": _url(page, request),
            "kind": page.school_kind,
            "mark_url": mark_url(marks, page.school_organization),
            "current": page.pk in (here or ()),
        }
        for page in pages
        if page.school_kind is not None
    ]


def schools_read() -> dict[str, str]:
    """Returns {path: title} of the schools whose title is translated into the reader's language. No
    query."""
    titles = titles_read()
    return {page.path: titles[page.pk] for page in frame_pages() if page.pk in titles}


def footer_links(pages: list[Page], request: HttpRequest) -> list[dict[str, Any]]:
    """Returns [{"title", "url", "language"}] of the pages for the footer, without the schools."""
    titles = titles_read()
    return [
        _link(page, request, titles)
        for page in pages
        if page.school_kind is None and page.show_in_menus
    ]


def curriculum_link(pages: list[Page], request: HttpRequest) -> dict[str, Any]:
    """Returns {"title", "url", "language"} of the curriculum section, {} if there is none."""
    page = next((page for page in pages if page.curriculum is not None), None)
    return _link(page, request, titles_read()) if page is not None else {}


def _link(page: Any, request: HttpRequest, titles: Mapping[int, str]) -> dict[str, Any]:
    language = SPANISH if page.pk in titles else page.written_in
    title = titles.get(page.pk, page.title)
    return {"title": title, "url": _url(page, request), "language": language}


def mark_url(marks: Mapping[int, LogoFile], organization_id: int | None) -> str:
    """Returns the path of a school's own logo, "" where it uses the one for its kind."""
    mark = marks.get(organization_id or 0)
    return mark.url if mark is not None else ""


def pages_with(item: Logo | Statement) -> Use:
    """Returns the live pages that show a logo: all pages for the district's mark, the school's
    pages for a school's. No page prints a statement."""
    pages = Page.objects.none()
    site = website()
    if isinstance(item, Logo):
        mark = site.marks.get(item.organization_id)
        if site.mark is not None and site.mark.logo_id == item.pk:
            pages = Page.objects.filter(live=True, depth__gte=HOME_DEPTH)
        elif mark is not None and mark.logo_id == item.pk:
            schools = Page.objects.filter(schoolpage__organization=item.organization_id)
            pages = _live_in(list(schools))
    ordered = pages.order_by("path")

    def names(start: int, number: int) -> list[Affected]:
        part = list(ordered[start : start + number])
        return [
            Affected(name=title, url=page.get_url() or "")
            for title, page in zip(descriptions(part), part, strict=True)
        ]

    return Use(
        where=gettext("Pages"),
        number=pages.count(),
        names=names,
        places=lambda: _by_school(pages),
    )


def _by_school(pages: PageQuerySet) -> list[tuple[str, int]]:
    """Returns (title of the school, number of its pages) in tree order, and last the number of
    pages outside schools. Two queries."""
    first = school_path_in("path")
    counted = dict(
        pages.order_by().annotate(first=first).values_list("first").annotate(Count("pk"))
    )
    schools = Page.objects.filter(path__in=counted, schoolpage__isnull=False).order_by("path")
    titles = dict(schools.values_list("path", "title"))
    counts = [(title, counted[path]) for path, title in titles.items()]
    if others := sum(number for path, number in counted.items() if path not in titles):
        counts.append((gettext("The district’s own pages"), others))
    return counts


def _live_in(schools: list[Page]) -> PageQuerySet:
    inside = [Q(path__startswith=school.path) for school in schools]
    within = reduce(or_, inside, Q(pk__in=[]))
    return Page.objects.filter(within, live=True)
