"""The editor's form of an update."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils import timezone

from district_cms.procedure.cadence import NoSchoolRule, slots
from district_cms.procedure.periods import period_from
from district_cms.publishing.forms import PublishGateForm
from district_cms.publishing.models import ProcedureSettings

from .addresses import title_for


def newest(updates: Any) -> Any:
    """The update of a class that covers the latest days, live or not; None without one."""
    return updates.order_by(F("period_start").desc(nulls_last=True), "-path").first()


def next_period(classroom: Any, last: Any, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the class's next update, by the calendar's posting days.

    It begins after `last`, the newest update, and never in the past.
    """
    start = (
        max(today, last.period_end + dt.timedelta(days=1)) if last and last.period_end else today
    )
    rule = NoSchoolRule(ProcedureSettings.load().no_school_rule)
    days = [slot.day for slot in slots(classroom.school_year.calendar(), rule) if slot.day]
    return period_from(start, days, classroom.ends_on or classroom.school_year.last_day)


class UpdateForm(PublishGateForm):
    """Begun with the days until the next posting day and a title, so that a teacher types only what is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.is_bound:
            today = timezone.localdate()
            updates = type(self.instance).objects.child_of(self.parent_page)
            start, end = next_period(self.parent_page.specific, newest(updates), today)
            self.initial["title"] = self.initial.get("title") or title_for(start)
            self.initial["period_start"] = self.instance.period_start or start
            self.initial["period_end"] = self.instance.period_end or end
