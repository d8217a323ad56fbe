"""First screens: what someone is asked to explain, what waits to be read, and what was decided."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .selectors import on_home


class ExplanationsPanel(Component):
    """Nothing where nothing waits."""

    name = "explanations"
    template_name = "deviations/admin/panel.html"
    order = 9

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        found = on_home(user, timezone.now())
        return {"asked": found.asked, "to_read": len(found.to_read), "decided": found.decided}
