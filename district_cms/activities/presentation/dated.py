"""Which posts have a day in a stretch of time, and what was taken from them: for messages to
families, their own page and their calendar, as `classroom.presentation.dated` is of classes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, Left, Length
from wagtail.models import Page, PageLogEntry

from classroom.presentation.agenda import FamilyClass, Gone, gone_from, gone_of
from classroom.presentation.dated import REMEMBERED, on_any_day
from district_cms.schools.frame import school_path, school_path_in
from district_cms.schools.models import SchoolPage

from ..models import ActivityPage, PostPage

MOST_POSTS: Final = 1200
"""Of the activities of a whole district the newest ones are read."""


def activities_covered(keys: Collection[UUID]) -> dict[UUID, FamilyClass]:
    """The public activities of these UUIDs, as families know them. One query, none without."""
    if not keys:
        return {}
    return {
        page.translation_key: _facts(page) for page in _named().filter(translation_key__in=keys)
    }


def activities_by_school() -> dict[str, list[FamilyClass]]:
    """All public activities, by the path of their school; by "" the district's news. One query."""
    found: dict[str, list[FamilyClass]] = defaultdict(list)
    for page in _named().order_by("path"):
        found["" if page.is_of_district else school_path(page.path)].append(_facts(page))
    return dict(found)


def _named() -> Any:
    """The public activities with the title of their school; the district's news has none."""
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
    )


def coming(
    activities: Mapping[int, UUID], at: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """The live posts of these activities, given by key and UUID, that went live before `at` (aware)
    and have a day from `first` to `last`, by activity, the oldest first; only activities that have
    any. For more than two weeks some may have one in the same months only. Two queries, one without
    activities."""
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
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for path, key in rows.values_list("activity", "translation_key"):
        found[activities[by_path[path]]].append(key)
    return {page: tuple(own) for page, own in found.items()}


def gone(
    activities: Mapping[int, UUID], standing: Collection[str], now: dt.datetime, since: dt.date
) -> list[Gone]:
    """What was published in these posts before and is not there today. `standing` are the uids of
    what is there. At most four queries, one without activities."""
    by_path = _paths(activities)
    if not by_path:
        return []
    newest = list(_posts(activities, now).reverse()[:MOST_POSTS])
    posts = {post.pk: post for post in reversed(newest)}
    of = {pk: activities[by_path[post.path[: -Page.steplen]]] for pk, post in posts.items()}
    down = {pk: post for pk, post in posts.items() if not post.live}
    found = gone_from({pk: (posts[pk], of[pk]) for pk in posts.keys() - down.keys()})
    ended = PageLogEntry.objects.filter(page_id__in=down, action="wagtail.unpublish")
    moments = dict(ended.order_by().values_list("page_id").annotate(Max("timestamp")))
    for pk, post in down.items():
        parts = {"events": list(post.events.raw_data)}
        found |= gone_of(of[pk], parts, moments.get(pk, now))
    return [one for uid, one in found.items() if uid not in standing and one.day >= since]


def last_change(
    activities: Collection[int], at: dt.datetime
) -> tuple[int, dt.datetime | None, dt.datetime | None]:
    """How many posts these activities have, when one was published last, and when one was taken
    down. Two queries."""
    posts = _posts(activities, at)
    found = posts.live().aggregate(number=Count("pk"), published=Max("last_published_at"))
    log = PageLogEntry.objects.filter(
        page_id__in=posts.filter(live=False).values("pk"), action="wagtail.unpublish"
    )
    return found["number"], found["published"], log.aggregate(at=Max("timestamp"))["at"]


def _paths(activities: Collection[int]) -> dict[str, int]:
    pages = ActivityPage.objects.filter(pk__in=activities)
    return dict(pages.values_list("path", "pk"))


def _posts(activities: Collection[int], at: dt.datetime) -> Any:
    """The posts, live or not, that went live in the time that is remembered, the oldest first; each
    with the path of its `activity`."""
    own = ActivityPage.objects.filter(pk__in=activities)
    rows: QuerySet[PostPage] = PostPage.objects.annotate(
        activity=Left("path", Length("path") - Page.steplen)
    ).filter(
        activity__in=own.values("path"),
        first_published_at__gt=at - REMEMBERED,
        first_published_at__lte=at,
    )
    return rows.order_by("first_published_at", "pk")
