"""On the home screen, below what stands at the top of the website: the way to tell families too."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component


class UrgentNoticesPanel(Component):
    """Asks the database nothing."""

    name = "urgent_notices"
    template_name = "notifications/admin/notice_panel.html"
    order = 23

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        return {"shown": user.has_perm("notifications.add_urgentnotice")}
