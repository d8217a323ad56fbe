"""The way to the queue: its addresses, its entry in the menu, its panel on the first screen."""

from collections.abc import Mapping
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from district_cms.web.accounts import SignedInRequest

from .kinds import may_enter, number_waiting_for
from .views import ApprovalQueue, RefuseEntry, approve_entry


class ApprovalsMenuItem(MenuItem):
    """The first of the menu "Signatures", shown to whoever decides something there."""

    def __init__(self) -> None:
        super().__init__(
            _("Approvals"), reverse("signatures_approvals"), icon_name="check", order=310
        )

    def is_shown(self, request: SignedInRequest) -> bool:
        return may_enter(request.user)


class ApprovalsPanel(Component):
    """On the office's first screen, while something waits."""

    name = "signature_approvals"
    template_name = "signatures/admin/approvals_panel.html"
    order = 13

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"number": number_waiting_for(parent_context["request"].user)}


def urls() -> list[Any]:
    """The queue's addresses in the editor."""
    base = "signature-approvals/"
    return [
        path(base, ApprovalQueue.as_view(), name="signatures_approvals"),
        path(f"{base}<slug:kind>/<int:pk>/approve/", approve_entry, name="signatures_approve"),
        path(
            f"{base}<slug:kind>/<int:pk>/refuse/", RefuseEntry.as_view(), name="signatures_refuse"
        ),
    ]
