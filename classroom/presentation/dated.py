"""Which updates of classes have a date in a range. One query for messages to families, their own
page and their calendar, so that all three know the same dates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import PageViewRestriction

from ..models import Posting, UpdatePage

REMEMBERED: Final = dt.timedelta(days=200)
"""Older updates are not read: a date that is still valid was repeated since."""
EACH_DAY: Final = 14
"""For longer ranges in days, matches any date in the same months."""


def posted(classes: Collection[int], at: dt.datetime, *, taken_down: bool = False) -> Any:
    """Returns ledger rows of updates of these classes that went live before `at` (aware) and are on
    the site, or with `taken_down` were taken down; oldest first."""
    rows: QuerySet[Posting] = Posting.objects.filter(
        classroom_id__in=classes,
        published_at__gt=at - REMEMBERED,
        published_at__lte=at,
        withdrawn_at__isnull=not taken_down,
    )
    return rows.order_by("published_at", "pk")


def coming(
    classes: Mapping[int, UUID], at: dt.datetime, first: dt.date, last: dt.date
) -> dict[UUID, tuple[UUID, ...]]:
    """Returns {class: updates}: the live updates of these classes, given by key and UUID, that went
    live before `at` (aware) and have a date from `first` to `last`, oldest first; only classes that
    have any. For more than two weeks, some may only have a date in the same months. Three
    queries."""
    has_day = on_any_day(first, last, "events_text", "assignments_text")
    rows = posted(classes, at)
    dated = UpdatePage.objects.live().public()
    keys = set(
        dated.filter(translation_key__in=rows.order_by().values("page_uuid"))
        .annotate(
            events_text=Cast("events", TextField()),
            assignments_text=Cast("assignments", TextField()),
        )
        .filter(has_day)
        .values_list("translation_key", flat=True)
    )
    by_class: dict[UUID, list[UUID]] = defaultdict(list)
    of_these = rows.filter(page_uuid__in=keys) if keys else rows.none()
    for room, key in of_these.values_list("classroom_id", "page_uuid"):
        by_class[classes[room]].append(key)
    return {page: tuple(own) for page, own in by_class.items()}


def on_any_day(first: dt.date, last: dt.date, *texts: str) -> Q:
    """Returns a condition: one of these texts of blocks contains a date from `first` to `last`; for
    more than two weeks, one in the same months."""
    has_day = Q()
    for beginning in _beginnings(first, last):
        for text in texts:
            has_day |= Q(**{f"{text}__contains": beginning})
    return has_day


def _beginnings(first: dt.date, last: dt.date) -> Iterator[str]:
    """Yields the days, or their months, as the blocks spell them."""
    if (last - first).days <= EACH_DAY:
        for number in range((last - first).days + 1):
            yield (first + dt.timedelta(days=number)).isoformat()
        return
    month = first.replace(day=1)
    while month <= last:
        # With the quotation mark before a date, to skip dates within a text.
        yield f'"{month:%Y-%m}-'
        month = (month + dt.timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class LastChange:
    """A value that changes when anything of some classes is published, changed, taken down or
    restricted."""

    number: int
    published: dt.datetime | None
    taken_down: dt.datetime | None
    closed: tuple[int, int | None]


def last_change(classes: Collection[int], at: dt.datetime) -> LastChange:
    """Returns the last change in what these classes posted before `at` (aware). Two queries."""
    rows = Posting.objects.filter(classroom_id__in=classes, published_at__gt=at - REMEMBERED)
    changes = rows.aggregate(
        number=Count("pk"), published=Max("last_published_at"), taken_down=Max("withdrawn_at")
    )
    # Pages with a view restriction: of the whole site, because there are few.
    closed = PageViewRestriction.objects.aggregate(number=Count("pk"), newest=Max("pk"))
    return LastChange(**changes, closed=(closed["number"], closed["newest"]))
