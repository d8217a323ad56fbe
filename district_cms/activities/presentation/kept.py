"""The newest school news as each process keeps it for the front page, and the version on which
everything stands that is kept of posts."""

from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left, Length
from wagtail.models import PageViewRestriction

from district_cms.schools.frame import is_draft, school_path, school_path_in
from district_cms.schools.models import SchoolPage
from district_cms.schools.routing.whole_pages.places import ALL_PAGES
from district_cms.web.versions import Kept, bump

from ..models import ActivityPage, PostPage

VERSION: Final = "activities.posts"
# Whose change may change what is said; the title of a school stands beside it.
SOURCES: Final = (PostPage, ActivityPage, SchoolPage, PageViewRestriction)
NEWS_ON_HOME_PAGE: Final = 4


def newest_news() -> list[PostPage]:
    """The newest posts of all schools' news, each with the title of its school as `of`. Nobody
    changes them. Two queries where something has changed, none otherwise."""
    return _news.get()


def version_at(path: str) -> str:
    """The version of the posts of one school, by the path of it or of something in it."""
    return f"{VERSION} {school_path(path)}"


def source_changed(instance: Any, *, parent_page_before: Any = None, **kwargs: Any) -> None:
    """Receives the saving, deleting and moving of what posts stand on. A draft changes nothing."""
    if not isinstance(instance, SOURCES) or is_draft(**kwargs):
        return
    bump(VERSION)
    # And then, for pages that show a part: a post is one school's, all else changes anything.
    only_here = isinstance(instance, PostPage) and parent_page_before is None
    bump(version_at(instance.path) if only_here else ALL_PAGES)


def _read() -> list[PostPage]:
    news = ActivityPage.objects.live().public().filter(kind=ActivityPage.Kind.NEWS)
    school = SchoolPage.objects.filter(path=school_path_in(OuterRef("path")))
    posts = (
        PostPage.objects.live()
        .filter(view_restrictions=None)
        .annotate(
            activity=Left("path", Length("path") - PostPage.steplen),
            of=Subquery(school.values("title")[:1]),
        )
        .filter(activity__in=news.values("path"))
    )
    return list(posts.order_by("-first_published_at", "-path")[:NEWS_ON_HOME_PAGE])


_news: Kept[list[PostPage]] = Kept(VERSION, _read)
