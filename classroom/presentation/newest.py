"""Which class pages have something new, by school, for a page that shows all schools."""

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.utils import timezone

from district_cms.schools.frame import school_path, school_path_in

from ..addresses import class_name
from ..models import ClassroomPage
from .running import running, teaching

NEW_FOR: Final = dt.timedelta(days=14)
"""How long an update counts as new."""


def new_by_school(request: HttpRequest, most: int) -> dict[str, list[dict[str, Any]]]:
    """Returns {path of a school: the class pages updated last, newest first, with their teachers}.
    Only pages that everyone may read, and at most `most` per school. Three queries."""
    today = timezone.localdate()
    since = timezone.make_aware(dt.datetime.combine(today - NEW_FOR, dt.time()))
    school, updated = school_path_in("path"), F("standing__updated_at")
    rooms = list(
        ClassroomPage.objects.live()
        .public()
        .filter(running(today), standing__updated_at__gte=since)
        .annotate(
            place=Window(RowNumber(), partition_by=[school], order_by=[updated.desc(), F("path")])
        )
        .filter(place__lte=most)
        .select_related("standing")
        .order_by(updated.desc(), "path")
    )
    taught_by = teaching(rooms, today)
    by_school: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for room in rooms:
        names = dict.fromkeys(row.name_for_families for row in taught_by[room.pk])
        by_school[school_path(room.path)].append(
            {
                "title": class_name(room),
                "url": room.get_url(request),
                "language": room.content_language,
                "day": timezone.localdate(room.standing.updated_at),
                "of": ", ".join(names),
            }
        )
    return by_school
