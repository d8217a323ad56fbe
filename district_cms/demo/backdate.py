"""Giving the demo's updates a past.

The loader walks every update through the real services today; this module then moves the times
that Wagtail and the ledger wrote to where the story has them. Nothing else is changed: who did
what, to which revision, stays as the services wrote it.
"""

import datetime as dt

from django.db import transaction
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from classroom.models import Posting, UpdatePage
from district_cms.publishing.models import RevisionFindings

APPROVAL_ACTIONS = {"wagtail.workflow.approve", "wagtail.workflow.reject", "wagtail.publish"}


@transaction.atomic
def backdate(
    *,
    update: UpdatePage,
    begun_at: dt.datetime,
    submitted_at: dt.datetime,
    approved_at: dt.datetime,
) -> None:
    """Move one update's history. Times are aware; a draft only uses `begun_at`."""
    pages = Page.objects.filter(pk=update.pk)
    pages.update(latest_revision_created_at=begun_at)
    pages.filter(first_published_at__isnull=False).update(
        first_published_at=approved_at, last_published_at=approved_at
    )
    Revision.objects.for_instance(update).update(created_at=begun_at)
    log = PageLogEntry.objects.filter(page_id=update.pk)
    log.filter(action="wagtail.create").update(timestamp=begun_at)
    log.filter(action="wagtail.workflow.start").update(timestamp=submitted_at)
    log.filter(action__in=APPROVAL_ACTIONS).update(timestamp=approved_at)
    states = WorkflowState.objects.for_instance(update)
    TaskState.objects.filter(workflow_state__in=states).update(started_at=submitted_at)
    TaskState.objects.filter(workflow_state__in=states, finished_at__isnull=False).update(
        finished_at=approved_at
    )
    states.update(created_at=submitted_at)
    # Evidence is never changed, but for the fiction of when it was written.
    evidence = RevisionFindings._base_manager.filter(page_uuid=update.translation_key)
    evidence.filter(outcome="submitted").update(at=submitted_at)
    evidence.exclude(outcome="submitted").update(at=approved_at)
    posting = Posting.objects.filter(page_uuid=update.translation_key)
    posting.update(submitted_at=submitted_at)
    posting.filter(returned_at__isnull=False).update(returned_at=approved_at)
    posting.filter(published_at__isnull=False).update(
        published_at=approved_at, last_published_at=approved_at
    )
