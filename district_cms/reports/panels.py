"""Panels of the home screen: what administrators must take care of, and how the district is
doing."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from classroom.ledger.counting import newest_days
from classroom.permissions import can_see_all_days

from .figures.rules import Tally
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


MOST_SCHOOLS: Final = 12


class DistrictPanel(Component):
    """Shows the schools on the last posting day that is over; those with classes that did not post
    come first."""

    name = "district_figures"
    template_name = "reports/admin/district_panel.html"
    order = 10  # after what needs action

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not can_see_all_days(parent_context["request"].user):
            return {"is_visible": False}
        tallies: dict[str, Tally] = defaultdict(Tally)
        whole, newest = Tally(), None
        for school, newest, handed_in, number in newest_days(timezone.localdate(), 1):
            tallies[school].add(newest, handed_in, number)
            whole.add(newest, handed_in, number)
        pages = Page.objects.filter(path__in=tallies).order_by("title")
        rows = [(page, tallies[page.path]) for page in pages]
        rows.sort(key=lambda row: (-row[1].not_posted, -row[1].late))
        return {
            "is_visible": True,
            "day": newest,
            "whole": whole,
            "rows": rows[:MOST_SCHOOLS],
            "others": len(rows[MOST_SCHOOLS:]),
        }
