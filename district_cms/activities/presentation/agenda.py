"""Dated entries of classes and activities together, for messages, pages and calendars."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from classroom.presentation import agenda, dated, message_content
from classroom.presentation.agenda import MOST_UPDATES, Entry, FamilyClass, Gone

from . import posts as activity_posts


def updates(page_uuids: Iterable[UUID]) -> dict[UUID, Any]:
    """Returns live updates and posts by UUID. Two queries, one if all are updates."""
    keys = list(page_uuids)
    by_uuid: dict[UUID, Any] = dict(message_content.updates(keys))
    return by_uuid | activity_posts.posts(key for key in keys if key not in by_uuid)


def covered(
    pages: Collection[tuple[str, UUID]], today: dt.date
) -> dict[tuple[str, UUID], list[FamilyClass]]:
    """Returns the current classes and activities of each followed page, by (scope, UUID)."""
    activities = activity_posts.activities_covered(
        {key for scope, key in pages if scope == "activity"}
    )
    classes = agenda.classes_covered([page for page in pages if page[0] != "activity"], today)
    return classes | {
        (scope, key): [activities[key]] if key in activities else []
        for scope, key in pages
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
    """Returns entries dated from `first` to `last` that were published before `now`, soonest
    first."""
    if not followed:
        return []
    activities = _activities(followed)
    if not activities:
        return agenda.entries(followed, now, first, last, most=most)

    def coming_in(classes: dict[int, UUID], *arguments: Any) -> dict[UUID, tuple[UUID, ...]]:
        posts = activity_posts.coming(activities, now, first, last)
        # Page ids of activities and classes are mixed here.
        only = {pk: page for pk, page in classes.items() if pk not in activities}
        return (dated.coming(only, *arguments) if only else {}) | posts

    return agenda.entries(followed, now, first, last, coming_in=coming_in, read=updates, most=most)


def gone_entries(
    followed: Collection[FamilyClass], standing: Collection[str], now: dt.datetime, since: dt.date
) -> list[Gone]:
    """Returns entries that these pages had and no longer have, see
    `classroom.presentation.agenda`."""
    activities = _activities(followed)
    classes = [each for each in followed if not each.is_activity]
    gone = agenda.gone_entries(classes, standing, now, since) if classes else []
    if activities:
        gone += activity_posts.gone(activities, standing, now, since)
    return sorted(gone, key=lambda entry: (entry.day, entry.uid))


def last_change(followed: Collection[FamilyClass], at: dt.datetime) -> dated.LastChange:
    """Returns the last change of what these classes and activities posted before `at` (aware)."""
    change = dated.last_change([each.pk for each in followed], at)
    activities = _activities(followed)
    if not activities:
        return change
    number, published, taken_down = activity_posts.last_change(activities, at)
    return replace(
        change,
        number=change.number + number,
        published=_later(change.published, published),
        taken_down=_later(change.taken_down, taken_down),
    )


def _activities(followed: Collection[FamilyClass]) -> dict[int, UUID]:
    return {each.pk: each.page for each in followed if each.is_activity}


def _later(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)
