"""A panel of the home screen: a newer signature can be copied."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from ..models import Issue


class NewSignaturePanel(Component):
    """Shown from the mail about it until it is copied, or the change is undone. One query."""

    name = "new_signature"
    template_name = "signatures/admin/new_signature_panel.html"
    order = 200  # after what families wait for

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        taken = Issue.objects.taken().filter(staff__user=user, staff__active=True)
        told_of = taken.order_by("-pk").values_list("told_of", flat=True).first()
        return {"is_new": bool(told_of)}
