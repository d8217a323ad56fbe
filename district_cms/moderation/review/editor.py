"""The approval step in Wagtail's editor: menus, home panels, and messages around a review."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import SUCCESS, add_message, get_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from district_cms.people.roles import Role
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.people.selectors import is_district_stand_in, school_ids_led_by
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import moment_text

from ..models.approval import passed_to
from ..read_later import (
    is_for_another,
    publishes_immediately,
    school_read_later,
    starts_at_once,
    to_read,
)
from .queue import add_glimpses, hour_of_page, planned_hour, review_queue
from .reviewers import may_review, schools_alone, stand_in_names, who_reviews


def say_who_gets_it(request: HttpRequest, page: Page) -> None:
    """Says after a submission who reviews it if not the principal, or that it is live already."""
    if not request.POST.get("action-submit"):
        return
    reads_later = school_read_later(page) is not None
    if page.workflow_in_progress:
        text = who_reviews(page)
        if text:
            messages.warning(request, text)
        elif reads_later and is_for_another(page, request.user):
            text = _("Someone else reads it first, because you lead this school and wrote it.")
            messages.info(request, text)
        elif reads_later:
            text = _(
                "This time the principal reads it first, because it was sent back or taken down."
            )
            messages.info(request, text)
    elif reads_later:
        now = type(page).objects.get(pk=page.pk)
        _without_the_last_success(request)
        hour = planned_hour(now)
        text = (
            _("“%(title)s” is live. Your school’s principal reads it later.")
            if hour is None
            else _("“%(title)s” goes live on %(hour)s. Your school’s principal reads it later.")
        ) % {"title": now.draft_title, "hour": moment_text(hour) if hour is not None else ""}
        live = now.get_url(request) if now.live else None
        see = [messages.button(live, _("See it"), new_window=True)] if live else []
        messages.success(request, text, buttons=see)


def _without_the_last_success(request: HttpRequest) -> None:
    waiting = list(get_messages(request))
    last = max((at for at, m in enumerate(waiting) if m.level == SUCCESS), default=None)
    for at, message in enumerate(waiting):
        if at != last:
            add_message(request, message.level, message.message, message.extra_tags)


def say_when_it_is_live(request: HttpRequest, page: Page) -> None:
    """Says after an approval in the editor that the page is live, or when it will be."""
    if request.POST.get("workflow-action-name") == "approve":
        messages.success(request, approved_text(page, page.title))


def name_the_hour(request: HttpRequest, page: Page) -> None:
    """Warns approvers above the form if the page goes live later."""
    if request.method != "GET" or page.go_live_at is None:
        return
    task = page.current_workflow_task
    if task is None or not task.get_actions(page, request.user):
        return
    hour = hour_of_page(page)
    if hour is not None:
        text = _("If you approve this, it goes live on %(hour)s, not right away.")
        messages.warning(request, text % {"hour": moment_text(hour)})


def approved_text(page: Any, title: str, number: int = 1) -> str:
    """Returns the effect of an approval, by the stored state of the page."""
    hour = planned_hour(page)
    if hour is not None:
        text = (
            _("“%(title)s” is approved. It goes live on %(hour)s.")
            if number == 1
            else _("“%(title)s” is approved for %(number)d classes. It goes live on %(hour)s.")
        )
        return text % {"title": title, "number": number, "hour": moment_text(hour)}
    text = (
        _("“%(title)s” is live.")
        if number == 1
        else _("“%(title)s” is live in %(number)d classes.")
    )
    return text % {"title": title, "number": number}


class ReviewMenuItem(MenuItem):
    """Visible to everyone who approves anything today."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return may_review(request.user)


class SubmitToPrincipal(SubmitForModerationMenuItem):
    """Names who gets the page, or says that it goes live at once."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        page, parent = context.get("page"), context.get("parent_page")
        state = page.current_workflow_state if page else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        at_once = (
            publishes_immediately(page, context["request"].user)
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
    """Turns a waiting page into a draft again."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        own = context["page"].current_workflow_state.requested_by_id == context["request"].user.pk
        context["label"] = _("Take it back") if own else _("Stop the review")
        return context


IN_PLACE_OF: dict[type[ActionMenuItem], type[ActionMenuItem] | None] = {
    SubmitForModerationMenuItem: SubmitToPrincipal,
    CancelWorkflowMenuItem: EndOfReview,
    # Hidden: it would lose the day of the first submission, which submitting again keeps. The
    # workflow has one task, so nothing else would restart.
    RestartWorkflowMenuItem: None,
}


# The number of entries on the first screen.
FIRST = 5


class AwaitingYourReviewPanel(Component):
    """The pages that wait for this account, oldest first; replaces Wagtail's panel."""

    name = "awaiting_your_review"
    template_name = "moderation/admin/awaiting_panel.html"
    order = 1

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not (may_review(user) or passed_to(user)):
            return {"entries": [], "unread": 0}
        entries, unread = review_queue(user), len(to_read(user))
        add_glimpses(entries[:FIRST])
        return {"entries": entries[:FIRST], "number": len(entries), "unread": unread}


class StandInPanel(Component):
    """Explains the empty first screen of a stand-in while every school has a principal."""

    name = "stand_in"
    template_name = "moderation/admin/stand_in.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        # The permissions are cached: other users' first screens make no query for roles.
        may_be_one = not user.is_superuser and user.has_perms(ROLE_MATRIX[Role.STAND_IN].models)
        approves = may_be_one and school_ids_led_by(user)
        return {"shown": may_be_one and not approves and is_district_stand_in(user)}


class SchoolsAlonePanel(Component):
    """Lists schools without a principal; visible until each has one."""

    name = "schools_alone"
    template_name = "moderation/admin/schools_alone.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not parent_context["request"].user.has_perm("people.change_staff"):
            return {"rows": []}
        rows = schools_alone()
        return {"rows": rows, "names": stand_in_names() if rows else []}
