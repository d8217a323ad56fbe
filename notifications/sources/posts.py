"""Updates of classes and posts of activities, read as one: what a message or a calendar knows of
either is the same. Of posts nothing is asked where no activity is concerned."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any
from uuid import UUID

from wagtail.models import Page

from classroom.presentation import agenda, dated, telling
from classroom.presentation.agenda import Entry, FamilyClass, Gone
from district_cms.activities.models import PostPage
from district_cms.activities.presentation import dated as dated_posts
from district_cms.activities.presentation import telling as telling_posts
from district_cms.activities.selectors import ACTIVITY_DEPTH

from .facts import ClassFacts

_ACTIVITYS_PATH = ACTIVITY_DEPTH * Page.steplen


def updates(page_uuids: Iterable[UUID]) -> dict[UUID, Any]:
    """Live updates and posts by their UUID. Two queries, one where all are updates."""
    keys = list(page_uuids)
    found: dict[UUID, Any] = dict(telling.updates(keys))
    return found | telling_posts.posts(key for key in keys if key not in found)


@singledispatch
def told(page: Any) -> dict[str, Any]:
    """What a message says of an update or a post, see `classroom.presentation.telling.told`."""
    return telling.told(page)


@told.register
def _(page: PostPage) -> dict[str, Any]:
    return telling_posts.told(page)


def newest(by_path: Mapping[str, UUID], below: str) -> dict[UUID, UUID]:
    """The newest live update or post of each of these, by the path of their pages, that has any;
    those of classes first. `below` is the path of a branch that has all of them."""
    activities = {path: key for path, key in by_path.items() if len(path) == _ACTIVITYS_PATH}
    classes = {path: key for path, key in by_path.items() if path not in activities}
    return telling.newest(classes, below) | telling_posts.newest(activities)


def coming(
    followed: Collection[ClassFacts], at: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """The live updates and posts of these that went live before `at` (aware) and have a day from
    `first` to `last`. Three queries, five where there are activities."""
    classes = {facts.pk: facts.page for facts in followed if not facts.is_activity}
    activities = {facts.pk: facts.page for facts in followed if facts.is_activity}
    found = dated.coming(classes, at, first, last)
    return found | dated_posts.coming(activities, at, first, last) if activities else found


def covered(
    asked: Collection[tuple[str, UUID]], today: dt.date
) -> dict[tuple[str, UUID], list[FamilyClass]]:
    """The public classes that run, and the activities, for each page that someone follows, by its
    scope and UUID. At most five queries."""
    activities = dated_posts.activities_covered(
        {key for scope, key in asked if scope == "activity"}
    )
    found = agenda.classes_covered([one for one in asked if one[0] != "activity"], today)
    return found | {
        (scope, key): [activities[key]] if key in activities else []
        for scope, key in asked
        if scope == "activity"
    }


def entries(
    followed: Collection[FamilyClass], now: dt.datetime, first: dt.date, last: dt.date
) -> list[Entry]:
    """Everything with a day from `first` to `last` in what these said before `now`, soonest
    first."""
    activities = _activities(followed)
    if not activities:
        return agenda.entries(followed, now, first, last)

    def coming_in(*asked: Any) -> dict[UUID, tuple[UUID, ...]]:
        posts = dated_posts.coming(activities, now, first, last)
        return dated.coming(*asked) | posts

    return agenda.entries(followed, now, first, last, coming_in=coming_in, read=updates)


def gone_entries(
    followed: Collection[FamilyClass], standing: Collection[str], now: dt.datetime, since: dt.date
) -> list[Gone]:
    """What was published by these before and is not there today; see the same of classes."""
    found = agenda.gone_entries(followed, standing, now, since)
    if activities := _activities(followed):
        found += dated_posts.gone(activities, standing, now, since)
    return sorted(found, key=lambda one: (one.day, one.uid))


def last_change(followed: Collection[FamilyClass], at: dt.datetime) -> dated.LastChange:
    """Of what these classes and activities posted before `at` (aware)."""
    of_classes = dated.last_change([one.pk for one in followed], at)
    activities = _activities(followed)
    if not activities:
        return of_classes
    number, published, taken_down = dated_posts.last_change(activities, at)
    return replace(
        of_classes,
        number=of_classes.number + number,
        published=_later(of_classes.published, published),
        taken_down=_later(of_classes.taken_down, taken_down),
    )


def _activities(followed: Collection[FamilyClass]) -> dict[int, UUID]:
    return {one.pk: one.page for one in followed if one.is_activity}


def _later(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)
