"""Which updates of classes have a day in a stretch of time: one reading for messages to families,
their own page and their calendar, so that none of them knows of a day that another does not."""

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
"""What went live longer ago is not read: a day that still holds was said again since."""
EACH_DAY: Final = 14
"""Of a longer stretch updates are looked for that have a day in one of its months."""


def posted(classes: Collection[int], at: dt.datetime, *, taken_down: bool = False) -> Any:
    """The ledger's rows of the updates of these classes that went live before `at` (aware), and
    are on the site, or were taken down; the oldest first."""
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
    """The live updates of these classes, given by key and UUID, that went live before `at` (aware)
    and have a day from `first` to `last`, by class, the oldest first; only classes that have any.
    For more than two weeks some may have one in the same months only. Three queries."""
    has_day = on_any_day(first, last, "said_events", "said_assignments")
    rows = posted(classes, at)
    dated = UpdatePage.objects.live().public()
    keys = set(
        dated.filter(translation_key__in=rows.order_by().values("page_uuid"))
        .annotate(
            said_events=Cast("events", TextField()),
            said_assignments=Cast("assignments", TextField()),
        )
        .filter(has_day)
        .values_list("translation_key", flat=True)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    of_these = rows.filter(page_uuid__in=keys) if keys else rows.none()
    for room, key in of_these.values_list("classroom_id", "page_uuid"):
        found[classes[room]].append(key)
    return {page: tuple(own) for page, own in found.items()}


def on_any_day(first: dt.date, last: dt.date, *texts: str) -> Q:
    """Whether one of these texts of blocks names a day from `first` to `last`; for more than two
    weeks, one of the same months."""
    has_day = Q()
    for beginning in _beginnings(first, last):
        for text in texts:
            has_day |= Q(**{f"{text}__contains": beginning})
    return has_day


def _beginnings(first: dt.date, last: dt.date) -> Iterator[str]:
    """How the days are written, or their months."""
    if (last - first).days <= EACH_DAY:
        for number in range((last - first).days + 1):
            yield (first + dt.timedelta(days=number)).isoformat()
        return
    month = first.replace(day=1)
    while month <= last:
        # With the quotation mark that stands before a day and not within a text.
        yield f'"{month:%Y-%m}-'
        month = (month + dt.timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class LastChange:
    """What differs once anything of some classes was published, changed, taken down or closed."""

    number: int
    published: dt.datetime | None
    taken_down: dt.datetime | None
    closed: tuple[int, int | None]


def last_change(classes: Collection[int], at: dt.datetime) -> LastChange:
    """Of what these classes, given by key, posted before `at` (aware). Two queries."""
    rows = Posting.objects.filter(classroom_id__in=classes, published_at__gt=at - REMEMBERED)
    found = rows.aggregate(
        number=Count("pk"), published=Max("last_published_at"), taken_down=Max("withdrawn_at")
    )
    # Pages that ask for a password since then: there are few, of the whole site.
    closed = PageViewRestriction.objects.aggregate(number=Count("pk"), newest=Max("pk"))
    return LastChange(**found, closed=(closed["number"], closed["newest"]))
