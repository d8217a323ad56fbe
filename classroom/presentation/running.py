"""The classes that run, and who teaches them."""

import datetime as dt
from collections import defaultdict

from django.db.models import Q

from ..models import ClassroomPage, ClassroomTeacher


def running(today: dt.date) -> Q:
    """Of `ClassroomPage`: those that have not ended on `today`."""
    ends = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return ends & Q(school_year__last_day__gte=today)


def runs_on(room: ClassroomPage, today: dt.date) -> bool:
    """The same of a class that is at hand, and whether it is live."""
    ends = room.ends_on is None or room.ends_on >= today
    return bool(room.live and ends and room.school_year.last_day >= today)


def teaching(rooms: list[ClassroomPage], today: dt.date) -> dict[int, list[ClassroomTeacher]]:
    """Who teaches these classes: the lead first, then co-teachers, then substitutes."""
    order = [part.value for part in ClassroomTeacher.Part]
    rows = ClassroomTeacher.objects.current(today).filter(classroom__in=rooms)
    by_room: dict[int, list[ClassroomTeacher]] = defaultdict(list)
    for row in sorted(rows.named_for_families(), key=lambda row: order.index(row.part)):
        by_room[row.classroom_id].append(row)
    return by_room
