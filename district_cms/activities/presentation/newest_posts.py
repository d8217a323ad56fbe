"""The newest posts, cached in each process, and the version by which posts are cached."""

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
# Whose change may change what is said; the title of a school stands beside it.
SOURCES: Final = (PostPage, ActivityPage, SchoolPage, PageViewRestriction)
NEWS_ON_HOME_PAGE: Final = 4
NEWEST_OF_A_SCHOOL: Final = 3


@dataclass(frozen=True, slots=True)
class Newest:
    """District news with its pages, and the newest posts of school news (`of`: the school)."""

    pages: tuple[ActivityPage, ...] = ()
    of_district: tuple[PostPage, ...] = ()
    of_schools: tuple[PostPage, ...] = ()


def newest_news() -> Newest:
    """Nobody changes them. Two queries where something has changed, none otherwise."""
    return _news.get()


def newest_by_school() -> dict[str, list[tuple[PostPage, str]]]:
    """The newest posts of each school by its path, each with the title of what posted it."""
    return _by_school.get()


def source_changed(instance: Any, *, parent_page_before: Any = None, **kwargs: Any) -> None:
    """Receives the saving, deleting and moving of what posts stand on. A draft changes nothing."""
    has_moved = parent_page_before is not None
    # Of what has moved Wagtail tells as of a plain page.
    model = instance.specific_class if has_moved else type(instance)
    if model is None or not issubclass(model, SOURCES) or is_draft(**kwargs):
        return
    bump(VERSION)


def _read() -> Newest:
    news = ActivityPage.objects.live().public().filter(kind=ActivityPage.Kind.NEWS)
    school = SchoolPage.objects.filter(path=school_path_in(OuterRef("path")))
    # Neither crowds the other out: posts of the district stand one level higher.
    posts = _newest_of(news, F("depth"), NEWS_ON_HOME_PAGE)
    found = list(posts.annotate(of=Subquery(school.values("title")[:1])))
    return Newest(
        pages=tuple(news.filter(depth=SCHOOL_DEPTH).order_by("path")),
        of_district=tuple(post for post in found if post.depth == SCHOOL_DEPTH + 1),
        of_schools=tuple(post for post in found if post.depth > SCHOOL_DEPTH + 1),
    )


def _newest_of(pages: QuerySet[ActivityPage], each: Any, most: int) -> QuerySet[PostPage]:
    """The newest posts of these pages, at most so many of `each`, the newest first."""
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
    found: dict[str, list[tuple[PostPage, str]]] = defaultdict(list)
    for post in _newest_of(pages, school_path_in("path"), NEWEST_OF_A_SCHOOL):
        # Of a page that was opened between the two questions the next one tells.
        if (title := titles.get(post.path[: -PostPage.steplen])) is not None:
            found[school_path(post.path)].append((post, title))
    return dict(found)


# The paths of schools are others when somebody puts them in another order.
_by_school: CachedValue[dict[str, list[tuple[PostPage, str]]]] = CachedValue(
    VERSION, _read_by_school, FRAME_VERSION
)
_news: CachedValue[Newest] = CachedValue(VERSION, _read)
