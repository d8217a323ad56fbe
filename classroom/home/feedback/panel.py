"""The notes on the teacher's first screen, below what must be done now."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from district_cms.procedure.clauses import clause

from .selectors import ASKED_A_MONTH, own_noted

CLAUSE = "feedback"


class FeedbackPanel(Component):
    name = "feedback"
    template_name = "classroom/admin/feedback/panel.html"
    order = 11

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        return {
            "rows": own_noted(request.user, timezone.localdate()),
            "asked": ASKED_A_MONTH,
            "clause": clause(CLAUSE),
            "request": request,
            "csrf_token": parent_context["csrf_token"],
        }
