"""When something was, in a list of the editor."""

import datetime as dt
from typing import Any, override

from wagtail.admin.ui.tables import Column

from ..times import moment_text, weekday_text


class MomentColumn(Column):
    """Says it as people do ("Tuesday, November 24, 4:00 pm"); Wagtail's own says how long ago."""

    @override
    def get_value(self, instance: Any) -> str:
        moment: dt.datetime | None = super().get_value(instance)
        return moment_text(moment) if moment else ""


class DayColumn(Column):
    """A day with its weekday, as everywhere else ("Tuesday, November 24")."""

    @override
    def get_value(self, instance: Any) -> str:
        day: dt.date | None = super().get_value(instance)
        return weekday_text(day) if day else ""
