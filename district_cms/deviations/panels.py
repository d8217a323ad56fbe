"""First screens: what someone is asked to explain, and what waits to be read."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from .selectors import waiting_for


class ExplanationsPanel(Component):
    """Nothing where nothing waits."""

    name = "explanations"
    template_name = "deviations/admin/panel.html"
    order = 9

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        asked, to_read = waiting_for(user)
        return {"asked": asked, "to_read": len(to_read)}
