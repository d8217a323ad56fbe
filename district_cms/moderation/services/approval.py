"""Submitting, approving and sending back, as the editor does it, for code that has no form."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from district_cms.people.models import User


@transaction.atomic
def submit_for_approval(*, page: Page, user: User) -> WorkflowState:
    """Submit the newest revision of `page`. The gate is asked first.

    Raises `PublishBlocked` when it refuses, `PermissionDenied` when the account may not submit
    the page or nobody approves pages there.
    """
    may = page.permissions_for_user(user)
    # Wagtail asks the first when the editor opens, and only the second when a page is submitted.
    if not (may.can_edit() and may.can_submit_for_moderation()):
        raise PermissionDenied(_("You may not submit this page."))
    page.get_latest_revision_as_object().enforce_publish_gate()
    current = page.current_workflow_state
    if current is not None and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # It was sent back: its review goes on where it was.
        current.resume(user)
        return current
    state: WorkflowState = page.get_workflow().start(page, user)
    return state


@transaction.atomic
def approve(*, page: Page, user: User, comment: str = "", step: int | None = None) -> None:
    """Approve what waits. `step` is the key of the task state that stood on the screen: another
    one that waits by now is not approved unread.

    Raises `PermissionDenied` for anyone whom the task does not name, and where that step is over;
    `PublishBlocked` when the gate refuses: then it still waits."""
    _act(page, user, "approve", comment, step)


@transaction.atomic
def send_back(*, page: Page, user: User, comment: str, step: int | None = None) -> None:
    """Send back what waits, saying what to change. Raises as `approve`."""
    _act(page, user, "reject", comment, step)


def _act(page: Page, user: User, action: str, comment: str, step: int | None) -> None:
    # Its author may be taking it back, and submitting it again, in the same moment: one after the
    # other.
    Page.objects.select_for_update().get(pk=page.pk)
    task, state = page.current_workflow_task, page.current_workflow_task_state
    names = [name for name, _label, _modal in task.get_actions(page, user)] if task else []
    if action not in names or state is None:
        raise PermissionDenied(_("You are not one of the people who approve this page."))
    if step is not None and state.pk != step:
        raise PermissionDenied(_("This is no longer waiting for you."))
    task.on_action(state, user, action, comment=comment)
