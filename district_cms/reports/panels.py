"""Panels of the home screen: what administrators must take care of, and how the district is
doing."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from classroom.ledger.counting import newest_days
from classroom.permissions import can_see_all_days
from district_cms.web.times import day_text

from .figures.report import percent_text
from .figures.rules import Tally, by_day
from .permissions import can_see_site
from .site.condition import condition


class ConditionPanel(Component):
    """Lists problems of the site; hidden if there are none."""

    name = "site_condition"
    template_name = "reports/admin/condition_panel.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not can_see_site(parent_context["request"].user):
            return {"problems": []}
        return {"problems": condition().problems()}


class DistrictPanel(Component):
    """Compares the last posting day that is over with the one before it."""

    name = "district_figures"
    template_name = "reports/admin/district_panel.html"
    order = 400  # after everything that needs action

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not can_see_all_days(parent_context["request"].user):
            return {"shown": False}
        counts: dict[tuple[str, Any], Tally] = {}
        for school, day, handed_in, number in newest_days(timezone.localdate(), 2):
            counts.setdefault((school, day), Tally()).add(day, handed_in, number)
        days = by_day(counts)
        newest, before = [*sorted(days, reverse=True), None, None][:2]
        return {
            "shown": True,
            "day": day_text(newest) if newest else "",
            "newest": days[newest] if newest else None,
            "percent": percent_text(days[newest].percent) if newest else "",
            "day_before": day_text(before) if before else "",
            "percent_before": percent_text(days[before].percent) if before else "",
        }
