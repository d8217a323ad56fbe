"""What administrators see first when something must be looked after."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from .condition import condition
from .permissions import may_look


class ConditionPanel(Component):
    """What is not as it should be; nothing at all while everything is."""

    name = "site_condition"
    template_name = "operations/admin/condition_panel.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not may_look(parent_context["request"].user):
            return {"problems": []}
        return {"problems": condition().problems()}
