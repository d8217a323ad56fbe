"""The example of a template as the content of a teacher's draft."""

import copy
import datetime as dt
from typing import Any

from ..editing.dates import dates_now
from ..models import ClassroomPage, ClassTemplateVersion

WEEK = 7


def moved(day: dt.date, start: dt.date) -> dt.date:
    """The first day from `start` on that has the weekday of `day`; a later day stays as it is."""
    if day >= start:
        return day
    return start + dt.timedelta(days=(day - start).days % WEEK)


def example_content(
    version: ClassTemplateVersion, classroom: ClassroomPage
) -> tuple[str, dict[str, Any]]:
    """Title and fields of a draft for the class's next update. Days of the example fall on the same
    weekday of the days that the draft is for."""
    dates = dates_now(classroom)
    start, end = dates.period
    content: dict[str, Any] = {
        "period_start": start,
        "period_end": end,
        "language": version.language,
        "assignments": [_dated(child, "due", start) for child in version.example_assignments],
        "events": [_dated(child, "date", start) for child in version.example_events],
    }
    if version.example_lesson:
        content["lesson"] = [("prose", version.example_lesson)]
    return version.example_title or dates.title, content


def _dated(child: Any, field: str, start: dt.date) -> tuple[str, Any]:
    # A value of its own: two pages never share one.
    value = copy.deepcopy(child.value)
    if value.get(field):
        value[field] = moved(value[field], start)
    return child.block_type, value
