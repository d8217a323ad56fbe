"""What is due and coming in classes and activities alike, for messages, pages and calendars."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from classroom.presentation import agenda, dated, telling
from classroom.presentation.agenda import MOST_UPDATES, Entry, FamilyClass, Gone

from . import posts as activity_posts


def updates(page_uuids: Iterable[UUID]) -> dict[UUID, Any]:
    """Live updates and posts by their UUID. Two queries, one where all are updates."""
    keys = list(page_uuids)
    found: dict[UUID, Any] = dict(telling.updates(keys))
    return found | activity_posts.posts(key for key in keys if key not in found)


def covered(
    asked: Collection[tuple[str, UUID]], today: dt.date
) -> dict[tuple[str, UUID], list[FamilyClass]]:
    """The running classes and activities of each followed page, by its scope and UUID."""
    activities = activity_posts.activities_covered(
        {key for scope, key in asked if scope == "activity"}
    )
    found = agenda.classes_covered([one for one in asked if one[0] != "activity"], today)
    return found | {
        (scope, key): [activities[key]] if key in activities else []
        for scope, key in asked
        if scope == "activity"
    }


def entries(
    followed: Collection[FamilyClass],
    now: dt.datetime,
    first: dt.date,
    last: dt.date,
    *,
    most: int = MOST_UPDATES,
) -> list[Entry]:
    """Everything dated from `first` to `last` that was published before `now`, soonest first."""
    if not followed:
        return []
    activities = _activities(followed)
    if not activities:
        return agenda.entries(followed, now, first, last, most=most)

    def coming_in(classes: dict[int, UUID], *asked: Any) -> dict[UUID, tuple[UUID, ...]]:
        posts = activity_posts.coming(activities, now, first, last)
        # An activity is no class, though the keys of both are those of pages.
        only = {pk: page for pk, page in classes.items() if pk not in activities}
        return (dated.coming(only, *asked) if only else {}) | posts

    return agenda.entries(followed, now, first, last, coming_in=coming_in, read=updates, most=most)


def gone_entries(
    followed: Collection[FamilyClass], standing: Collection[str], now: dt.datetime, since: dt.date
) -> list[Gone]:
    """What was published by these before and is not there today; see the same of classes."""
    activities = _activities(followed)
    classes = [one for one in followed if not one.is_activity]
    found = agenda.gone_entries(classes, standing, now, since) if classes else []
    if activities:
        found += activity_posts.gone(activities, standing, now, since)
    return sorted(found, key=lambda one: (one.day, one.uid))


def last_change(followed: Collection[FamilyClass], at: dt.datetime) -> dated.LastChange:
    """Of what these classes and activities posted before `at` (aware)."""
    of_classes = dated.last_change([one.pk for one in followed], at)
    activities = _activities(followed)
    if not activities:
        return of_classes
    number, published, taken_down = activity_posts.last_change(activities, at)
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
