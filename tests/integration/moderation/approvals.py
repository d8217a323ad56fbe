"""What a test of approvals asks of an update."""

from wagtail.models import TaskState

from classroom.models import UpdatePage
from district_cms.moderation.models import SchoolApprovalTask
from district_cms.people.models import User


def again(update: UpdatePage) -> UpdatePage:
    return UpdatePage.objects.get(pk=update.pk)


def sees(user: User, update: UpdatePage) -> bool:
    """Whether the update is on the account's list of what waits for approval."""
    task = SchoolApprovalTask.objects.get()
    listed = task.get_task_states_user_can_moderate(user)
    return listed.filter(workflow_state__object_id=str(update.pk)).exists()


def assert_still_waits(update: UpdatePage) -> None:
    update = again(update)
    assert not update.live
    assert update.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
