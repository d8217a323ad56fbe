"""Tasks of the queue."""

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from .notices import tell_everyone
from .standing_in import pass_on


def send_review_notices() -> str:
    """Mails reviewers and authors what is new since the last run."""
    return f"{tell_everyone()} mails"


def escalate_overdue() -> str:
    """Passes on to the stand-ins what has waited too long for its principal."""
    return f"{pass_on()} updates"


def silence_wagtails_own_notices() -> None:
    """Turns off Wagtail's mails, one per step; ours are collected into one mail."""
    for signal, sender, uid in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=uid)
