"""What became of something that someone still has on their screen. Writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from district_cms.people.models import User
from district_cms.people.selectors import leads_school_of
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import moment_text

from ..models import SchoolApprovalTask
from ..models.standing_in import passed_to
from .selectors import pages_of

# As many as one screen lists.
MOST = 20


@dataclass(frozen=True, slots=True)
class Happened:
    """A sentence about one step, and the page that it was of."""

    page_id: int
    sentence: str


def what_happened(state_ids: Iterable[int], *, user: User) -> list[Happened]:
    """What was done with these steps of reviews, as far as they are this account's to know of: of
    a school that it leads, or passed on to it. Two queries."""
    states = TaskState.objects.filter(
        pk__in=sorted(state_ids)[:MOST], task__in=SchoolApprovalTask.objects.values("task_ptr_id")
    )
    kept = list(states.select_related("workflow_state", "finished_by").order_by("pk"))
    pages = pages_of(kept)
    found = []
    for state in kept:
        page = pages.get(state.workflow_state.object_id)
        if page is not None and _may_know(user, state, page):
            found.append(Happened(page.pk, _sentence(state, page, user)))
    return found


def say_it_was_decided(request: SignedInRequest, page: Any) -> None:
    """To whoever approves or sends back in the editor what no longer waits: what became of it."""
    if not request.POST.get("action-workflow-action") or page.current_workflow_task_state:
        return
    steps = TaskState.objects.filter(workflow_state__in=page.workflow_states)
    last = steps.order_by("-pk").values_list("pk", flat=True)[:1]
    for each in what_happened(last, user=request.user):
        messages.warning(request, each.sentence)


def _may_know(user: User, state: TaskState, page: Any) -> bool:
    may = user.is_superuser or leads_school_of(user, page) or state.pk in passed_to(user)
    return bool(user.is_active and may)


def _sentence(state: Any, page: Any, user: User) -> str:
    who = state.finished_by
    facts = {
        "title": page.get_admin_display_title(),
        "name": who.get_full_name() if who else "",
        "when": moment_text(state.finished_at) if state.finished_at else "",
    }
    is_mine = who is not None and who.pk == user.pk
    if state.status == TaskState.STATUS_IN_PROGRESS:
        return _("You wrote or submitted “%(title)s” yourself. Someone else decides about it.") % (
            facts
        )
    if state.status == TaskState.STATUS_APPROVED:
        if who is None:
            return _("“%(title)s” went live at once, on %(when)s.") % facts
        if is_mine:
            return _("You approved “%(title)s” already, on %(when)s.") % facts
        return _("%(name)s approved “%(title)s” already, on %(when)s.") % facts
    if state.status == TaskState.STATUS_REJECTED:
        if is_mine:
            return _("You sent “%(title)s” back already, on %(when)s.") % facts
        return _("%(name)s sent “%(title)s” back already, on %(when)s.") % facts
    if who is not None and who.pk == state.workflow_state.requested_by_id:
        return _("%(name)s took “%(title)s” back on %(when)s. It is a draft again.") % facts
    return _("The review of “%(title)s” ended on %(when)s.") % facts
