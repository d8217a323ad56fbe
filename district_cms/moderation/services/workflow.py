"""The approval workflow, which stands where the role matrix is applied."""

from typing import Any

from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from ..models import SchoolApprovalTask

WORKFLOW_NAME = "School approval"


def keep_approval_workflow(*, root: Page, **kwargs: Any) -> None:
    """Receives `role_matrix_applied`: whoever may approve also has a workflow to approve in."""
    ensure_approval_workflow(root)


def ensure_approval_workflow(root: Page) -> Workflow:
    """One workflow on the home page: the nearest school's principals approve."""
    task = SchoolApprovalTask.objects.first()
    if task is None:
        task = SchoolApprovalTask.objects.create(name="the principal's approval")
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(
        workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0}
    )
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    # Wagtail's own migration puts its example workflow on the tree's root.
    WorkflowPage.objects.exclude(workflow=workflow).filter(page__depth=1).delete()
    return workflow
