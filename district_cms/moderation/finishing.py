"""What happens when a workflow ends well.

Wagtail reads this module while its own models load: it may import no model.
"""

from typing import Any

from district_cms.publishing.late_questions import asked_again
from district_cms.web.accounts import Account


def publish_approved_revision(workflow_state: Any, user: Account | None = None) -> None:
    """Publish exactly the revision that was approved, never a later draft.

    The approver needs no publish permission of their own: approving is what the role matrix
    gives them. The publish gate still runs, by the rules of this moment, and may raise
    `PublishBlocked`, also for a question that nobody has answered; then the approval, which is one
    transaction with this, did not happen.
    """
    revision = workflow_state.current_task_state.revision
    with asked_again(workflow_state.requested_by):
        revision.publish(user=user, skip_permission_checks=True)
