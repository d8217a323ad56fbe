"""Publishes approved revisions. Import no model here: Wagtail imports this module while its models
load."""

from typing import Any

from district_cms.publishing.late_questions import questions_enforced
from district_cms.web.accounts import Account


def publish_approved_revision(workflow_state: Any, user: Account | None = None) -> None:
    """Publishes exactly the approved revision, never a later draft.

    The approver needs no publish permission. The gate runs by today's rules and may raise
    `PublishBlocked`, which also rolls back the approval.
    """
    revision = workflow_state.current_task_state.revision
    with questions_enforced(workflow_state.requested_by):
        revision.publish(user=user, skip_permission_checks=True)
