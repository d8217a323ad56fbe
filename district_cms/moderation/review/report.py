"""The tasks of reviews, read at once for all lines of Wagtail's report of workflows.

Wagtail 8.0 asks for the newest revision and for the tasks of each line by itself: a hundred queries
for a page of fifty.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.workflows import WorkflowView
from wagtail.models import Task, TaskState, WorkflowState, WorkflowTask

NOT_STARTED = _("Not started")


def read_tasks_at_once() -> None:
    """Put our reading in the place of Wagtail's, once."""
    lines_of = WorkflowView.decorate_paginated_queryset
    if getattr(lines_of, "reads_at_once", False):
        return

    def lines(self: Any, object_list: Any) -> list[WorkflowState]:
        states: list[WorkflowState] = lines_of(self, object_list)
        give_tasks(states)
        return states

    lines.reads_at_once = True  # type: ignore[attr-defined]
    WorkflowView.decorate_paginated_queryset = lines


def give_tasks(states: Iterable[WorkflowState]) -> None:
    """Let `all_tasks_with_status` and `all_tasks_with_state` of each state answer without a query,
    the same as they would with one. Two queries for all of them."""
    states = list(states)
    tasks = _tasks_of({state.workflow_id for state in states})
    reached = _reached([state.pk for state in states])
    for state in states:
        told = [_told(task, reached.get((state.pk, task.pk))) for task in tasks[state.workflow_id]]
        state.all_tasks_with_status = state.all_tasks_with_state = lambda told=told: told


def _tasks_of(workflows: Iterable[int]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = defaultdict(list)
    rows = WorkflowTask.objects.filter(workflow__in=workflows).select_related("task")
    for row in rows.order_by("sort_order", "pk"):
        found[row.workflow_id].append(row.task)
    return found


def _reached(states: Iterable[int]) -> dict[tuple[int, int], TaskState]:
    """{(state, task): how far it is}, of the newest revision that was submitted; the last of
    several."""
    rows = list(
        TaskState.objects.filter(workflow_state__in=states)
        .annotate(of_revision=F("revision__created_at"))
        .order_by("started_at", "pk")
    )
    newest: dict[int, tuple[Any, Any]] = {}
    for row in rows:
        if row.of_revision is not None:
            this = row.of_revision, row.revision_id
            newest[row.workflow_state_id] = max(newest.get(row.workflow_state_id, this), this)
    return {
        (row.workflow_state_id, row.task_id): row
        for row in rows
        if newest.get(row.workflow_state_id, (None, None))[1] == row.revision_id
    }


def _told(task: Task, reached: TaskState | None) -> Task:
    words: dict[str, str | Promise] = dict(TaskState.STATUS_CHOICES)
    own = copy(task)  # several lines share a task, and each says how far it is itself
    own.task_state = reached
    own.status = reached.status if reached is not None else None
    own.status_display = words.get(own.status or "", NOT_STARTED)
    return own
