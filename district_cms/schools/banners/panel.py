"""On the home screen: what stands at the top of the website, and how to put something there."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from .models import Banner
from .permissions import has_a_place
from .viewsets import usual_links


class NoticesPanel(Component):
    name = "notices"
    template_name = "schools/admin/notices_panel.html"
    order = 22

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(Banner)
        if not policy.user_has_permission(user, "add"):
            return {"shown": False}
        if not has_a_place(user):
            return {"shown": False}
        own = policy.instances_user_has_any_permission_for(user, {"change"})
        return {
            "shown": True,
            "rows": list(own.not_over().select_related("school")[:6]),
            "usual": usual_links(),
        }
