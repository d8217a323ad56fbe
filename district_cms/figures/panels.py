"""First screens of the office and of administrators: three numbers and a way to the others."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from classroom.permissions import can_see_all_days
from district_cms.web.times import day_text

from . import posting
from .rules import by_day
from .wording import ahead_text, percent_text


class DistrictPanel(Component):
    """The last posting day that is over, beside the one before it."""

    name = "district_figures"
    template_name = "figures/admin/district_panel.html"
    order = 400  # after everything that asks for something

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not can_see_all_days(parent_context["request"].user):
            return {"shown": False}
        counted = by_day(posting.newest_lines(timezone.localdate()))
        days = sorted(counted, reverse=True)
        newest = counted[days[0]] if days else None
        before = counted[days[1]] if len(days) > 1 else None
        return {
            "shown": True,
            "day": day_text(days[0]) if newest else "",
            "newest": newest,
            "percent": percent_text(newest.percent) if newest else "",
            "ahead": ahead_text(newest.median) if newest and newest.ahead else "",
            "day_before": day_text(days[1]) if before else "",
            "percent_before": percent_text(before.percent) if before else "",
        }
