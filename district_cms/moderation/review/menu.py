"""The approval step in the editor's menus, in the words of schools."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.admin.menu import MenuItem
from wagtail.models import WorkflowState

from district_cms.web.accounts import SignedInRequest

from ..reading_later.selectors import goes_live_at_once, starts_at_once
from .views import may_review


class ReviewMenuItem(MenuItem):
    """Shown to whoever approves anything today."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return may_review(request.user)


class SubmitToPrincipal(SubmitForModerationMenuItem):
    """Says who gets it, or that nobody reads it first. Wagtail names the workflow, which nobody in
    a school knows by name."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        page, parent = context.get("page"), context.get("parent_page")
        state = page.current_workflow_state if page else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        at_once = (
            goes_live_at_once(page, context["request"].user)
            if page
            else parent is not None and starts_at_once(parent, context["request"].user)
        )
        if at_once:
            context["label"] = _("Publish now")
            return context
        context["label"] = (
            _("Submit to the principal again") if again else _("Submit to the principal")
        )
        return context


class EndOfReview(CancelWorkflowMenuItem):
    """What waits for the principal becomes a draft again."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        own = context["page"].current_workflow_state.requested_by_id == context["request"].user.pk
        context["label"] = _("Take it back") if own else _("Stop the review")
        return context


IN_PLACE_OF: dict[type[ActionMenuItem], type[ActionMenuItem] | None] = {
    SubmitForModerationMenuItem: SubmitToPrincipal,
    CancelWorkflowMenuItem: EndOfReview,
    # It would give up the day of the first submission, which submitting again keeps; there is one
    # step, so that nothing else would begin anew.
    RestartWorkflowMenuItem: None,
}
