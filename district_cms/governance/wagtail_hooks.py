"""Registers the words of the approval step in the editor."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.models import WorkflowState


class SubmitToPrincipal(SubmitForModerationMenuItem):
    """Says who gets it. Wagtail names the workflow, which nobody in a school knows by name."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = (
            _("Submit to the principal again") if again else _("Submit to the principal")
        )
        return context


class TakeItBack(CancelWorkflowMenuItem):
    """What waits for the principal becomes a draft again."""

    label = gettext_lazy("Take it back")


IN_PLACE_OF: dict[type[ActionMenuItem], type[ActionMenuItem]] = {
    SubmitForModerationMenuItem: SubmitToPrincipal,
    CancelWorkflowMenuItem: TakeItBack,
}


@hooks.register("construct_page_action_menu")
def use_words_of_schools(items: list[Any], request: HttpRequest, context: Any) -> None:
    for place, item in enumerate(items):
        ours = IN_PLACE_OF.get(type(item))
        if ours is not None:
            items[place] = ours(order=item.order)
