"""The first screen of a principal: how the classes stand, with who it is behind one touch."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from district_cms.people.selectors import schools_led_by
from district_cms.procedure.clauses import clause
from district_cms.web.times import day_text

from ..selectors import school_progress

MONTH_CLAUSE = "frequency-twice-a-month"


class YourSchoolPanel(Component):
    """Right below what waits for the principal."""

    name = "your_school"
    template_name = "classroom/admin/your_school.html"
    order = 2

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        schools = schools_led_by(parent_context["request"].user)
        if not schools:
            return {"shown": False}
        progress = school_progress([school.pk for school in schools])
        counts = progress.standings
        return {
            "shown": True,
            "schools": schools,
            "day": day_text(progress.day) if progress.day else "",
            "posted": counts.get("met", 0) + counts.get("late", 0),
            "with_school": counts.get("with_school", 0),
            "scheduled": counts.get("scheduled", 0),
            "waited_for": counts.get("open", 0)
            + counts.get("awaited", 0)
            + counts.get("missing", 0),
            "month_asked": progress.month_asked,
            "month_met": progress.month_met,
            "month_clause": clause(MONTH_CLAUSE),
            "total": sum(counts.values()),
        }
