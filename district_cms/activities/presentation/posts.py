"""Posts in messages, on the family page and in its calendar, in the form of class updates.

Includes only what the public page shows to everyone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, QuerySet, TextField, Window
from django.db.models.functions import Cast, Left, Length, RowNumber
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Page, PageLogEntry
from wagtail.rich_text import get_text_for_indexing

from classroom.presentation.agenda import FamilyClass, Gone, gone_from, gone_of
from classroom.presentation.dated import REMEMBERED, on_any_day
from classroom.presentation.message_content import message_events
from classroom.presentation.sentences import whole_sentences
from classroom.presentation.update_parts import public_events
from district_cms.schools.frame import school_path, school_path_in
from district_cms.schools.models import SchoolPage
from district_cms.schools.richtext import language_of_all

from ..models import ActivityPage, PostPage

# Words of an excerpt, enough to know the topic. The rest is one click away.
WORDS = 45
WORDS_OF_A_LINE = 24


def posts(page_uuids: Iterable[UUID]) -> dict[UUID, PostPage]:
    """Returns live posts by UUID. No query without UUIDs."""
    keys = list(page_uuids)
    if not keys:
        return {}
    pages = PostPage.objects.live().filter(translation_key__in=keys)
    return {page.translation_key: page for page in pages}


def newest(by_path: Mapping[str, UUID]) -> dict[UUID, UUID]:
    """Returns the newest live post of each activity, the newest of all first, from {path: UUID}."""
    if not by_path:
        return {}
    newest_first = (F("first_published_at").desc(), F("path").desc())
    rows = (
        PostPage.objects.live()
        .public()
        .annotate(activity=Left("path", Length("path") - PostPage.steplen))
        .filter(activity__in=by_path)
        .annotate(place=Window(RowNumber(), partition_by=[F("activity")], order_by=newest_first))
        .filter(place=1)
        .order_by(*newest_first)
    )
    return {by_path[path]: key for path, key in rows.values_list("activity", "translation_key")}


def message_of(post: PostPage) -> dict[str, Any]:
    """Returns a message's content of a post, in the active language."""
    text, language = _text_of(post)
    return {
        "title": post.title,
        "language": post.content_language,
        "learning_language": language,
        "url": post.full_url or "",
        "is_post": True,
        "period": "",
        "learning": whole_sentences(text, WORDS),
        "assignments": [],
        "events": message_events(public_events(post)),
    }


def day_of(post: PostPage) -> dt.date:
    """Returns the day of first publication in the district's time zone, today for a draft."""
    return timezone.localdate(post.first_published_at or timezone.now())


def excerpt_of(post: PostPage) -> tuple[str, str]:
    """Returns the beginning of the text for a list, and its language."""
    text, language = _text_of(post)
    return Truncator(text).words(WORDS_OF_A_LINE, truncate=" …"), language


def _text_of(post: PostPage) -> tuple[str, str]:
    prose = [str(raw["value"]) for raw in post.body.raw_data if raw["type"] == "prose"]
    text = " ".join(" ".join(get_text_for_indexing(html) for html in prose).split())
    language = language_of_all("".join(prose)) or post.content_language
    return text, language


MOST_POSTS: Final = 1200
"""Limit for all activities of the district: only the newest posts are read."""


def activities_covered(keys: Collection[UUID]) -> dict[UUID, FamilyClass]:
    """Returns public activities by UUID. One query, none without UUIDs."""
    if not keys:
        return {}
    return {
        page.translation_key: _facts(page)
        for page in _public_activities().filter(translation_key__in=keys)
    }


def activities_by_school() -> dict[str, list[FamilyClass]]:
    """Returns all public activities by their school's path, "" for district news. One query."""
    by_school: dict[str, list[FamilyClass]] = defaultdict(list)
    for page in _public_activities().order_by("path"):
        by_school["" if page.is_of_district else school_path(page.path)].append(_facts(page))
    return dict(by_school)


def _public_activities() -> Any:
    """Returns public activities, annotated with their school's title, None for district news."""
    school = SchoolPage.objects.filter(path=school_path_in(OuterRef("path")))
    pages = ActivityPage.objects.live().public()
    return pages.annotate(title_of_school=school.values("title")[:1])


def _facts(page: Any) -> FamilyClass:
    return FamilyClass(
        page.translation_key,
        page.pk,
        page.title,
        page.title_of_school or str(settings.DISTRICT_NAME),
        is_activity=True,
        path=page.path,
    )


def coming(
    activities: Mapping[int, UUID], at: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """Returns live posts, by activity, that went live before `at` and have a date from `first` to
    `last`."""
    by_path = _paths(activities)
    if not by_path:
        return {}
    rows = (
        _posts(activities, at)
        .live()
        .public()
        .annotate(said_events=Cast("events", TextField()))
        .filter(on_any_day(first, last, "said_events"))
    )
    by_activity: dict[UUID, list[UUID]] = defaultdict(list)
    for path, key in rows.values_list("activity", "translation_key"):
        by_activity[activities[by_path[path]]].append(key)
    return {page: tuple(keys) for page, keys in by_activity.items()}


def gone(
    activities: Mapping[int, UUID], standing: Collection[str], now: dt.datetime, since: dt.date
) -> list[Gone]:
    """Returns entries that these posts had and no longer have. `standing` has the uids of current
    entries."""
    by_path = _paths(activities)
    if not by_path:
        return []
    newest = list(_posts(activities, now).reverse()[:MOST_POSTS])
    posts = {post.pk: post for post in reversed(newest)}
    of = {pk: activities[by_path[post.path[: -Page.steplen]]] for pk, post in posts.items()}
    down = {pk: post for pk, post in posts.items() if not post.live}
    entries = gone_from({pk: (posts[pk], of[pk]) for pk in posts.keys() - down.keys()})
    log = PageLogEntry.objects.filter(page_id__in=down, action="wagtail.unpublish")
    moments = dict(log.order_by().values_list("page_id").annotate(Max("timestamp")))
    for pk, post in down.items():
        parts = {"events": list(post.events.raw_data)}
        entries |= gone_of(of[pk], parts, moments.get(pk, now))
    return [entry for uid, entry in entries.items() if uid not in standing and entry.day >= since]


def last_change(
    activities: Collection[int], at: dt.datetime
) -> tuple[int, dt.datetime | None, dt.datetime | None]:
    """Returns the number of live posts, and when one was last published and unpublished."""
    posts = _posts(activities, at)
    totals = posts.live().aggregate(number=Count("pk"), published=Max("last_published_at"))
    log = PageLogEntry.objects.filter(
        page_id__in=posts.filter(live=False).values("pk"), action="wagtail.unpublish"
    )
    return totals["number"], totals["published"], log.aggregate(at=Max("timestamp"))["at"]


def _paths(activities: Collection[int]) -> dict[str, int]:
    pages = ActivityPage.objects.filter(pk__in=activities)
    return dict(pages.values_list("path", "pk"))


def _posts(activities: Collection[int], at: dt.datetime) -> Any:
    """Returns posts, live or not, that went live within `REMEMBERED`, annotated with the path of
    `activity`."""
    own = ActivityPage.objects.filter(pk__in=activities)
    rows: QuerySet[PostPage] = PostPage.objects.annotate(
        activity=Left("path", Length("path") - Page.steplen)
    ).filter(
        activity__in=own.values("path"),
        first_published_at__gt=at - REMEMBERED,
        first_published_at__lte=at,
    )
    return rows.order_by("first_published_at", "pk")
