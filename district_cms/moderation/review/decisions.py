"""Decides entries of the queue, and reports on steps that others have decided meanwhile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from district_cms.people.models import User
from district_cms.people.selectors import leads_school_of
from district_cms.publishing.gate import PublishBlocked
from district_cms.web.accounts import SignedInRequest
from district_cms.web.keys import keys_in
from district_cms.web.times import moment_text

from ..models import SchoolApprovalTask
from ..models.approval import passed_to
from ..services import approve, send_back
from .queue import Waiting, pages_of


@dataclass(slots=True)
class Decided:
    """The entries decided now, those that the gate refused, and those that someone else decided
    before."""

    done: list[Waiting] = field(default_factory=list)
    refused: list[PublishBlocked] = field(default_factory=list)
    gone: list[Waiting] = field(default_factory=list)


def approve_entries(entries: Iterable[Waiting], *, user: User) -> Decided:
    """Approves these entries, each in its own transaction."""
    return _decide(entries, lambda page, step: approve(page=page, user=user, step=step))


def send_entries_back(entries: Iterable[Waiting], *, user: User, comment: str) -> Decided:
    """Sends these entries back with the same comment."""
    return _decide(
        entries, lambda page, step: send_back(page=page, user=user, comment=comment, step=step)
    )


def _decide(entries: Iterable[Waiting], act: Callable[[Any, int], None]) -> Decided:
    decided = Decided()
    for entry in entries:
        # Locks in the same order as the short form and the editor.
        steps = sorted(zip(entry.pages, entry.states, strict=True), key=lambda step: step[0].pk)
        try:
            with transaction.atomic():
                for page, state in steps:
                    act(type(page).objects.get(pk=page.pk), state.pk)
        except PublishBlocked as refusal:
            decided.refused.append(refusal)
        except PermissionDenied:
            decided.gone.append(entry)
        else:
            decided.done.append(entry)
    return decided


def numbers_in(sent: Iterable[str]) -> frozenset[int]:
    """Returns the keys in the submitted values."""
    return frozenset(keys_in(sent))


def as_displayed(
    entries: Iterable[Waiting], sent: QueryDict, *, named: Iterable[int] = ()
) -> list[Waiting]:
    """Returns these entries with only the steps that were visible when the button was pressed."""
    visible = numbers_in(sent.getlist("seen")) | frozenset(named)
    return [part for entry in entries if (part := entry.only(visible)) is not None]


# The number of entries on one screen.
MOST = 20


@dataclass(frozen=True, slots=True)
class StepResult:
    """A sentence about one step, and its page."""

    page_id: int
    sentence: str


def step_results(state_ids: Iterable[int], *, user: User) -> list[StepResult]:
    """Returns the outcome of these steps, where the account may know it. Two queries."""
    states = TaskState.objects.filter(
        pk__in=sorted(state_ids)[:MOST], task__in=SchoolApprovalTask.objects.values("task_ptr_id")
    )
    steps = list(states.select_related("workflow_state", "finished_by").order_by("pk"))
    pages = pages_of(steps)
    results = []
    for state in steps:
        page = pages.get(state.workflow_state.object_id)
        if page is not None and _may_know(user, state, page):
            results.append(StepResult(page.pk, _sentence(state, page, user)))
    return results


def say_it_was_decided(request: SignedInRequest, page: Any) -> None:
    """Tells someone who approves or sends back a step in the editor that was already decided what
    its outcome was."""
    if not request.POST.get("action-workflow-action") or page.current_workflow_task_state:
        return
    steps = TaskState.objects.filter(workflow_state__in=page.workflow_states)
    last = steps.order_by("-pk").values_list("pk", flat=True)[:1]
    for each in step_results(last, user=request.user):
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
