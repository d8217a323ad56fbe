"""Updates of classes and posts of activities, read as one: what a message knows of either is the
same. Of posts nothing is asked where no activity is concerned."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import singledispatch
from typing import Any
from uuid import UUID

from wagtail.models import Page

from classroom.presentation import dated, telling
from district_cms.activities.models import PostPage
from district_cms.activities.presentation import posts as activity_posts
from district_cms.activities.selectors import ACTIVITY_DEPTH

from .facts import ClassFacts

_ACTIVITYS_PATH = ACTIVITY_DEPTH * Page.steplen


@singledispatch
def told(page: Any) -> dict[str, Any]:
    """What a message says of an update or a post, see `classroom.presentation.telling.told`."""
    return telling.told(page)


@told.register
def _(page: PostPage) -> dict[str, Any]:
    return activity_posts.told(page)


def newest(by_path: Mapping[str, UUID], below: str) -> dict[UUID, UUID]:
    """The newest live update or post of each of these, by the path of their pages, that has any;
    those of classes first. `below` is the path of a branch that has all of them."""
    activities = {path: key for path, key in by_path.items() if len(path) <= _ACTIVITYS_PATH}
    classes = {path: key for path, key in by_path.items() if path not in activities}
    return telling.newest(classes, below) | activity_posts.newest(activities)


def coming(
    followed: Collection[ClassFacts], at: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """The live updates and posts of these that went live before `at` (aware) and have a day from
    `first` to `last`. Three queries, five where there are activities."""
    classes = {facts.pk: facts.page for facts in followed if not facts.is_activity}
    activities = {facts.pk: facts.page for facts in followed if facts.is_activity}
    found = dated.coming(classes, at, first, last)
    return found | activity_posts.coming(activities, at, first, last) if activities else found
