"""The classes of a school or a grade, for whoever chose one and typed nothing."""

import datetime as dt
from typing import Final

from django.db.models import Q

from .keys import PAGE, parts_of
from .models import Findable
from .named import MOST, Hit
from .rows import Narrowed
from .shown import is_public

_CLASS: Final = "class"


def classes(narrowed: Narrowed, today: dt.date) -> list[Hit]:
    """Those that everyone may read and that are not over, school by school, by name, of one name
    this year's first. One query; nothing where neither is chosen."""
    if not narrowed:
        return []
    running = Q(last_day=None) | Q(last_day__gte=today)
    rows = Findable.objects.filter(is_public("page"), running, kind=_CLASS)
    if narrowed.school:
        rows = rows.filter(school=narrowed.school)
    if narrowed.grade:
        rows = rows.filter(grades__contains=f" {narrowed.grade} ")
    found = rows.order_by("school__title", "names", "last_day", "key").values_list(
        "key", "page__path"
    )
    return [Hit(key, path) for key, path in found[:MOST] if path and parts_of(key)[0] == PAGE]
