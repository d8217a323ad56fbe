"""Registers the editor's menus and messages for the approval step."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, WorkflowState

from .review import decisions, editor, reading
from .taking_down import views as taking_down

# Menu items that bypass the review, for its reviewer: approving publishes.
NOT_FOR_REVIEWERS = frozenset({"action-publish", "action-cancel-workflow"})
APPROVE, SEND_BACK = "approve", "reject"


@hooks.register("before_edit_page")
def say_why_it_came_back(request: HttpRequest, page: Page) -> None:
    """Shows the principal's comment above the form of a page that was sent back."""
    state = page.current_workflow_state if request.method == "GET" else None
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    review = state.current_task_state
    if review.comment:
        name = review.finished_by.get_full_name() if review.finished_by else _("The school")
        text = _("%(name)s sent this back: “%(comment)s”")
        messages.warning(request, text % {"name": name, "comment": review.comment})


@hooks.register("construct_page_action_menu")
def use_words_of_schools(items: list[Any], request: HttpRequest, context: Any) -> None:
    ours = [(item, editor.IN_PLACE_OF.get(type(item), type(item))) for item in items]
    items[:] = [
        item if kind is type(item) else kind(order=item.order)
        for item, kind in ours
        if kind is not None
    ]


@hooks.register("construct_page_action_menu", order=10)
def review_first(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Makes "Approve" the main button for reviewers, followed by "Send it back"."""
    names = [item.name for item in items]
    if APPROVE not in names:
        return
    items[:] = [item for item in items if item.name not in NOT_FOR_REVIEWERS]
    items.sort(key=_place_in_review)


def _place_in_review(item: Any) -> int:
    # Of the two "approve" items, the one without a comment comes first.
    if item.name == APPROVE:
        return 2 if item.launch_modal else 0
    return 1 if item.name == SEND_BACK else 3


@hooks.register("register_admin_menu_item")
def review_menu_item() -> MenuItem:
    return editor.ReviewMenuItem(
        gettext_lazy("Review"), reverse_lazy("moderation_review"), icon_name="check", order=50
    )


@hooks.register("construct_homepage_panels")
def show_what_needs_someone(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [
        editor.AwaitingYourReviewPanel() if type(panel) is WorkflowObjectsToModeratePanel else panel
        for panel in panels
    ]
    panels += [editor.StandInPanel(), editor.SchoolsAlonePanel(), taking_down.TakenDownPanel()]


hooks.register("register_admin_urls", reading.urls)
hooks.register("register_admin_urls", taking_down.urls)
hooks.register("register_page_header_buttons", taking_down.header_buttons)
hooks.register("register_page_action_menu_item", taking_down.TakeDownItem)
hooks.register("construct_page_action_menu", taking_down.without_unpublish)
hooks.register("construct_page_action_menu", taking_down.without_refused)
hooks.register("before_edit_page", taking_down.say_it_is_down)
hooks.register("before_edit_page", decisions.say_it_was_decided)
hooks.register("before_copy_page", taking_down.refuse_what_is_private)
hooks.register("construct_wagtail_userbar", taking_down.userbar_item)
for step in ("after_create_page", "after_edit_page"):
    hooks.register(step, editor.say_who_gets_it)
hooks.register("after_edit_page", editor.say_when_it_is_live)
hooks.register("before_edit_page", editor.name_the_hour)
