"""The frame around every page: the schools of the switcher and the links at the foot.

Each process keeps them, because every page shows them and they change a few times a year.
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
    """The tree path of the school that the page at `path` lies in, or is."""
    return path[: Page.steplen * SCHOOL_DEPTH]


def school_path_in(path: Any) -> Substr:
    """The same of a column or an expression, for the database."""
    return Substr(path, 1, Page.steplen * SCHOOL_DEPTH)


_OF_DRAFTS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)
# A school, the curriculum, or a page of the first level that its author marked "show in menus".
IN_FRAME = Q(live=True, depth=SCHOOL_DEPTH) & (
    Q(schoolpage__isnull=False) | Q(curriculumindexpage__isnull=False) | Q(show_in_menus=True)
)


def frame_pages() -> list[Page]:
    """The pages of the frame in tree order, each with `school_kind`: a school's kind, None for
    other pages; with the id of the school's organization, `written_in`, the language of its title
    where it is no school, and its own id as `curriculum`, None of pages that are not the curriculum
    section. Nobody changes them."""
    return _kept.get()


def page_changed(instance: Any, parent_page_before: Page | None = None, **kwargs: Any) -> None:
    """Receives the saving, deleting and moving of any page: the frame stands on those of the first
    level, wherever they were before, and on the address of the home page. A draft is none of
    its business."""
    if isinstance(instance, Page) and not is_draft(**kwargs):
        titles_changed(instance)
        before = [parent_page_before.depth + 1] if parent_page_before is not None else []
        if min(instance.depth, *before, SCHOOL_DEPTH + 1) <= SCHOOL_DEPTH:
            bump(VERSION)


def is_draft(*, update_fields: Iterable[str] | None = None, **kwargs: Any) -> bool:
    """Whether what was saved is only that there is a draft."""
    return update_fields is not None and _OF_DRAFTS.issuperset(update_fields)


def _read() -> list[Page]:
    found: list[Any] = list(
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
    for page in found:
        url = page.get_url() or ""
        # Where there are several sites, an address depends on where somebody reads it.
        page.only_url = url if url.startswith("/") else ""
    return found


def _url(page: Any, request: HttpRequest) -> str | None:
    url: str | None = page.only_url or page.get_url(request)
    return url


_kept: CachedValue[list[Page]] = CachedValue(VERSION, _read)


def school_links(
    pages: list[Page], request: HttpRequest, here: set[int] | None = None
) -> list[dict[str, Any]]:
    """[{"key", "title", "url", "kind", "mark_url", "current"}] of the schools among `pages`; `here`
    are the ids of the page that is shown and those above it, and `key` stays the school's own
    whatever its address or name."""
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
    """{path of a school: its title in the reader's language}, of those that have one in another
    language than their own. No query."""
    titles = titles_read()
    return {page.path: titles[page.pk] for page in frame_pages() if page.pk in titles}


def footer_links(pages: list[Page], request: HttpRequest) -> list[dict[str, Any]]:
    """[{"title", "url", "language"}] of the other pages."""
    titles = titles_read()
    return [
        _link(page, request, titles)
        for page in pages
        if page.school_kind is None and page.show_in_menus
    ]


def curriculum_link(pages: list[Page], request: HttpRequest) -> dict[str, Any]:
    """{"title", "url", "language"} of the curriculum section; {} where there is none."""
    found = (page for page in pages if page.curriculum is not None)
    page = next(found, None)
    return _link(page, request, titles_read()) if page is not None else {}


def _link(page: Any, request: HttpRequest, titles: Mapping[int, str]) -> dict[str, Any]:
    language = SPANISH if page.pk in titles else page.written_in
    title = titles.get(page.pk, page.title)
    return {"title": title, "url": _url(page, request), "language": language}


def mark_url(marks: Mapping[int, LogoFile], organization_id: int | None) -> str:
    """The public path of a school's own mark; "" where it wears that of its kind."""
    mark = marks.get(organization_id or 0)
    return mark.url if mark is not None else ""


def pages_with(item: Logo | Statement) -> Use:
    """The live pages that wear a logo: the district's mark all of them, a school's those of the
    school. No page prints a statement."""
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
        found = list(ordered[start : start + number])
        return [
            Affected(name=title, url=page.get_url() or "")
            for title, page in zip(descriptions(found), found, strict=True)
        ]

    return Use(
        where=gettext("Pages"),
        number=pages.count(),
        names=names,
        places=lambda: _by_school(pages),
    )


def _by_school(pages: PageQuerySet) -> list[tuple[str, int]]:
    """How many of the pages lie in each school, in the order of the tree, and last how many in
    none. Two queries."""
    first = school_path_in("path")
    counted = dict(
        pages.order_by().annotate(first=first).values_list("first").annotate(Count("pk"))
    )
    schools = Page.objects.filter(path__in=counted, schoolpage__isnull=False).order_by("path")
    titles = dict(schools.values_list("path", "title"))
    found = [(title, counted[path]) for path, title in titles.items()]
    if others := sum(number for path, number in counted.items() if path not in titles):
        found.append((gettext("The district’s own pages"), others))
    return found


def _live_in(schools: list[Page]) -> PageQuerySet:
    inside = [Q(path__startswith=school.path) for school in schools]
    within = reduce(or_, inside, Q(pk__in=[]))
    return Page.objects.filter(within, live=True)
