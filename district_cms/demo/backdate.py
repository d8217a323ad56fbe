"""Giving Wagtail's own rows a past: about updates and posts that went through the services.

Wagtail dates its revisions, log and workflow states by the present and cannot be told otherwise;
they are moved to where the story has them, all at once. What is written once, the gate's
evidence and the audit log, and the postings are dated right when they are written: see
`web.clock`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from district_cms.moderation.models import ReadLater

ROWS_A_WRITE = 200


@dataclass(frozen=True, slots=True)
class Past:
    """When one update was begun, submitted and approved or sent back. Times are aware; a draft
    only uses `begun_at`."""

    begun_at: dt.datetime
    submitted_at: dt.datetime
    approved_at: dt.datetime

    def of_action(self, action: str) -> dt.datetime | None:
        """When Wagtail's log has this action of the update; None for an action that stays."""
        return {
            "wagtail.create": self.begun_at,
            "wagtail.workflow.start": self.submitted_at,
            "wagtail.workflow.approve": self.approved_at,
            "wagtail.workflow.reject": self.approved_at,
            "wagtail.publish": self.approved_at,
        }.get(action)


@transaction.atomic
def backdate(pasts: Mapping[int, Past]) -> None:
    """Move the history of these updates, by their pages' primary keys."""
    pages = list(Page._base_manager.filter(pk__in=pasts))
    for page in pages:
        past = pasts[page.pk]
        page.latest_revision_created_at = past.begun_at
        if page.first_published_at is not None:
            page.first_published_at = page.last_published_at = past.approved_at
    _write(pages, "latest_revision_created_at", "first_published_at", "last_published_at")
    ids = [str(pk) for pk in pasts]
    page_type = ContentType.objects.get_for_model(Page)
    revisions = list(Revision.objects.filter(base_content_type=page_type, object_id__in=ids))
    for revision in revisions:
        revision.created_at = pasts[int(revision.object_id)].begun_at
    _write(revisions, "created_at")
    log = list(PageLogEntry.objects.filter(page_id__in=pasts))
    for entry in log:
        entry.timestamp = pasts[entry.page_id].of_action(entry.action) or entry.timestamp
    _write(log, "timestamp")
    states = list(WorkflowState.objects.filter(base_content_type=page_type, object_id__in=ids))
    for state in states:
        state.created_at = pasts[int(state.object_id)].submitted_at
    _write(states, "created_at")
    tasks = list(
        TaskState.objects.filter(workflow_state__in=states).select_related("workflow_state")
    )
    for task in tasks:
        past = pasts[int(task.workflow_state.object_id)]
        task.started_at = past.submitted_at
        if task.finished_at is not None:
            task.finished_at = past.approved_at
    _write(tasks, "started_at", "finished_at")
    unread = list(ReadLater.objects.filter(page_id__in=pasts))
    for row in unread:
        row.at = pasts[row.page_id].submitted_at
    _write(unread, "at")


def _write(rows: list[Any], *names: str) -> None:
    """Without `save()`: these rows are no change that anyone makes today."""
    if rows:
        manager: models.Manager = type(rows[0])._base_manager
        manager.bulk_update(rows, names, batch_size=ROWS_A_WRITE)
