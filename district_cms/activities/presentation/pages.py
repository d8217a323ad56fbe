"""Adds activities and posts to the context of pages (see `register_page_context`)."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from classroom.presentation.paging import one_page
from classroom.presentation.update_parts import coming_up, public_events
from district_cms.schools.frame import school_path, schools_read
from district_cms.schools.languages.titles import title_read
from district_cms.schools.models import HomePage, SchoolPage
from district_cms.schools.search.words import for_sorting

from ..models import ActivityLeader, ActivityPage, PostPage
from .newest_posts import newest_news
from .posts import day_of, excerpt_of

POSTS_A_PAGE = 10
NEWS_ON_SCHOOL_PAGE = 3


def school_context(school: SchoolPage, request: HttpRequest) -> dict[str, Any]:
    """Returns `activities`, `news_pages` and their newest posts as `news`. Two queries."""
    pages = ActivityPage.objects.child_of(school).live().filter(view_restrictions=None)
    pages_query = pages.only("title", "url_path", "path", "language", "kind") if school.pk else []
    ordered = sorted(pages_query, key=lambda page: (for_sorting(page.title), page.path))
    news = [page for page in ordered if page.is_news]
    posts = _newest(news) if news else []
    return {
        "activities": [_card(page, request) for page in ordered if not page.is_news],
        "news_pages": [_card(page, request) for page in news],
        "news": [_line(post, request) for post in posts],
    }


def home_context(home: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Returns `district_news`, `district_news_pages`, and the `news` of all schools."""
    newest, schools = newest_news(), schools_read()
    return {
        "district_news": [_line(post, request) for post in newest.of_district],
        "district_news_pages": [_card(page, request) for page in newest.pages],
        "news": [
            {**_line(post, request), "of": schools.get(school_path(post.path), post.of)}
            for post in newest.of_schools
        ],
    }


def activity_context(page: ActivityPage, request: HttpRequest) -> dict[str, Any]:
    """Returns one page of the posts, newest first, with coming events and leaders."""
    posts, posts_page = one_page(page.live_posts(), POSTS_A_PAGE, request)
    rows = ActivityLeader.objects.working().filter(activity_id=page.pk).select_related("staff")
    school = page.ancestor_chain[-1] if page.ancestor_chain else None
    return {
        "leaders": [row.staff.full_name for row in rows.order_by("pk")],
        "kind_label": page.kind_label,
        "school": {"title": title_read(school), "url": school.get_url(request)} if school else None,
        "posts": [_line(post, request) for post in posts],
        "posts_page": posts_page,
        "coming_up": coming_up(posts, timezone.localdate(), request),
        "contact": {"email": page.contact_email},
        "feed_url": page.get_url(request) + page.reverse_subpage("feed") if page.pk else "",
    }


def post_context(page: PostPage, request: HttpRequest) -> dict[str, Any]:
    """Returns the activity, day, excerpt and public dates of a post."""
    chain = page.ancestor_chain
    activity = chain[-1] if chain else None
    return {
        "activity": {
            "title": activity.title if activity else "",
            "url": activity.get_url(request) if activity else "",
            "language": getattr(activity, "content_language", ""),
        },
        "posted_on": day_of(page),
        "excerpt": excerpt_of(page)[0],
        "events": public_events(page),
    }


def _card(page: ActivityPage, request: HttpRequest) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.get_url(request),
        "kind_label": page.kind_label,
        "language": page.content_language,
    }


def _line(post: PostPage, request: HttpRequest) -> dict[str, Any]:
    """Returns a post for a list, with the keys of the list of updates."""
    text, language = excerpt_of(post)
    return {
        "title": post.title,
        "url": post.get_url(request),
        "period_start": day_of(post),
        "excerpt": text,
        "language": post.content_language,
        "excerpt_language": language,
    }


def _newest(pages: list[ActivityPage]) -> list[PostPage]:
    """Returns the newest posts of these pages together. One query."""
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
    posts = PostPage.objects.live().filter(below, view_restrictions=None)
    return list(posts.order_by("-first_published_at", "-path")[:NEWS_ON_SCHOOL_PAGE])
