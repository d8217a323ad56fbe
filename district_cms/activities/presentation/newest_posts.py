"""The newest posts, cached in each process, and the version that invalidates caches of posts."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Left, Length, RowNumber
from wagtail.models import PageViewRestriction

from district_cms.schools.frame import SCHOOL_DEPTH, is_draft, school_path, school_path_in
from district_cms.schools.frame import VERSION as FRAME_VERSION
from district_cms.schools.models import SchoolPage
from district_cms.web.versions import CachedValue, bump

from ..models import ActivityPage, PostPage

VERSION: Final = "activities.posts"
# Models whose changes affect the output, which includes titles of schools.
SOURCES: Final = (PostPage, ActivityPage, SchoolPage, PageViewRestriction)
NEWS_ON_HOME_PAGE: Final = 4
NEWEST_OF_A_SCHOOL: Final = 3


@dataclass(frozen=True, slots=True)
class Newest:
    """District news and its pages, and the newest posts of school news, with the school's title as
    `of`."""

    pages: tuple[ActivityPage, ...] = ()
    of_district: tuple[PostPage, ...] = ()
    of_schools: tuple[PostPage, ...] = ()


def newest_news() -> Newest:
    """Returns the newest news. Do not change it. Two queries after a change, none otherwise."""
    return _cached_news.get()


def newest_by_school() -> dict[str, list[tuple[PostPage, str]]]:
    """Returns {school's path: [(post, title of its activity)]} with the newest posts of each
    school."""
    return _cached_by_school.get()


def source_changed(instance: Any, *, parent_page_before: Any = None, **kwargs: Any) -> None:
    """Receives the saving, deleting and moving of pages that affect posts. Ignores drafts."""
    has_moved = parent_page_before is not None
    # Wagtail sends a moved page as a plain `Page`.
    model = instance.specific_class if has_moved else type(instance)
    if model is None or not issubclass(model, SOURCES) or is_draft(**kwargs):
        return
    bump(VERSION)


def _read() -> Newest:
    news = ActivityPage.objects.live().public().filter(kind=ActivityPage.Kind.NEWS)
    school = SchoolPage.objects.filter(path=school_path_in(OuterRef("path")))
    # Partitioned by depth, so that neither crowds the other out: district posts are one level
    # higher.
    posts = _newest_of(news, F("depth"), NEWS_ON_HOME_PAGE)
    newest = list(posts.annotate(of=Subquery(school.values("title")[:1])))
    return Newest(
        pages=tuple(news.filter(depth=SCHOOL_DEPTH).order_by("path")),
        of_district=tuple(post for post in newest if post.depth == SCHOOL_DEPTH + 1),
        of_schools=tuple(post for post in newest if post.depth > SCHOOL_DEPTH + 1),
    )


def _newest_of(pages: QuerySet[ActivityPage], each: Any, most: int) -> QuerySet[PostPage]:
    """Returns the newest posts of these pages, at most `most` per `each`, newest first."""
    newest_first = (F("first_published_at").desc(), F("path").desc())
    return (
        PostPage.objects.live()
        .filter(view_restrictions=None)
        .annotate(activity=Left("path", Length("path") - PostPage.steplen))
        .filter(activity__in=pages.values("path"))
        .annotate(place=Window(RowNumber(), partition_by=[each], order_by=newest_first))
        .filter(place__lte=most)
        .order_by(*newest_first)
    )


def _read_by_school() -> dict[str, list[tuple[PostPage, str]]]:
    pages = ActivityPage.objects.live().public().filter(depth__gt=SCHOOL_DEPTH)
    titles = dict(pages.order_by().values_list("path", "title"))
    by_school: dict[str, list[tuple[PostPage, str]]] = defaultdict(list)
    for post in _newest_of(pages, school_path_in("path"), NEWEST_OF_A_SCHOOL):
        # Skips a page that became public between the two queries; the next read includes it.
        if (title := titles.get(post.path[: -PostPage.steplen])) is not None:
            by_school[school_path(post.path)].append((post, title))
    return dict(by_school)


# The paths of schools change when somebody reorders them.
_cached_by_school: CachedValue[dict[str, list[tuple[PostPage, str]]]] = CachedValue(
    VERSION, _read_by_school, FRAME_VERSION
)
_cached_news: CachedValue[Newest] = CachedValue(VERSION, _read)
