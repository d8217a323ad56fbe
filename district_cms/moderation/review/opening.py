"""Opening the editor: what Wagtail reads again and again for one screen is read once.

Wagtail 8.0 asks for a page's review, its task and its revision whenever a button, a lock or a
panel wants to know: some forty queries where something waits. While the editor is only drawn
nothing of it changes, so that the page is given what was read with it. Sending the form reads anew.
"""

from typing import Any, Final

from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, Task, TaskState, WorkflowState

from district_cms.schools.models import DistrictPage

from .report import give_tasks

_READING: Final = frozenset({"GET", "HEAD"})


def read_once_in_the_editor() -> None:
    """Put our reading in the place of Wagtail's. Safe to call twice."""
    get_object = EditView.get_object
    if getattr(get_object, "reads_once", False):
        return

    def read(view: Any) -> Page:
        page: Page = get_object(view)
        if view.request.method in _READING and isinstance(page, DistrictPage):
            keep_what_is_known(page, view.real_page_record)
            page.only_shown(scheduled=view.scheduled_revision)
        return page

    read.reads_once = True  # type: ignore[attr-defined]
    EditView.get_object = read
    is_at_final_task = WorkflowState.is_at_final_task.fget

    def is_at_final(state: Any) -> bool:
        left = state.__dict__.get("tasks_left")
        return bool(is_at_final_task(state) if left is None else left[:1] == left[-1:])

    WorkflowState.is_at_final_task = property(is_at_final)


def _is_left(task: Task, newest: Any) -> bool:
    """Whether the task still has to be done for the newest revision."""
    done = task.status in {TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED}
    of_newest = newest is not None and done and task.task_state.revision_id == newest.pk
    return task.active and not of_newest


def keep_what_is_known(page: DistrictPage, stored: Page) -> None:
    """Give `page`, its newest revision as a page, what was read with the stored row. Three
    queries where something waits, else none."""
    # Under the name under which Wagtail's own `prefetch_workflow_states` leaves them.
    states = WorkflowState.objects.none()
    if getattr(stored, "_current_workflow_states", None):
        states = page.workflow_states.active().select_related(
            "workflow",
            "requested_by__wagtail_userprofile",
            "current_task_state__task",
            "current_task_state__finished_by",
        )
    page._current_workflow_states = stored._current_workflow_states = list(states)
    newest = stored.latest_revision
    for each in (page, stored):
        each.latest_revision = newest
        if newest is not None and each.live_revision_id == newest.pk:
            each.live_revision = newest
    give_tasks(page._current_workflow_states)
    for state in page._current_workflow_states:
        state.content_object = stored
        state.tasks_left = [
            task.pk for task in state.all_tasks_with_status() if _is_left(task, newest)
        ]
        task_state = state.current_task_state
        if task_state is not None:
            task_state.workflow_state = state
            if newest is not None and task_state.revision_id == newest.pk:
                task_state.revision = newest
        if newest is not None and newest.user_id == state.requested_by_id:
            newest.user = state.requested_by
        for each in (page, stored):
            if each.owner_id == state.requested_by_id:
                each.owner = state.requested_by
    # The row from which the revision was made a page has read its parent.
    read = newest.content_object if newest is not None and page.has_unpublished_changes else None
    if (parent := getattr(read, "_cached_parent_obj", None)) is not None:
        page._cached_parent_obj = parent
