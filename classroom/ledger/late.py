"""Posting days that are over without an update and can still have one, late: while the window of
the next day runs, whose update is in already (docs/adr/0003)."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone

from ..models import ClassroomPage, PostingSlot


def filled_days(classes: Iterable[ClassroomPage]) -> dict[int, dt.date]:
    """{class: the posting day that comes}, where that has its update. No query for classes that
    were read with their standing."""
    found = {}
    today = timezone.localdate()
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        if standing is not None and standing.standing in PostingSlot.FILLED:
            day = standing.standing_day
            if day is not None and day >= today:
                found[classroom.pk] = day
    return found


def late_days(filled: Mapping[int, dt.date]) -> dict[int, dt.date]:
    """{class: the posting day before the filled one that one more update can fill}. One query,
    none where no class is asked for."""
    if not filled:
        return {}
    slots = PostingSlot.objects.filter(classroom__in=filled, standing="awaited")
    rows = slots.order_by("day").values_list("classroom", "day")
    return {pk: day for pk, day in rows if day is not None and day < filled[pk]}
