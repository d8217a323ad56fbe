"""Moves Wagtail's rows about updates and posts that went through the services into the past.

Wagtail dates revisions, log and workflow states with the present. The gate's evidence, the audit
log and the postings have the right dates already: see `web.clock`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from district_cms.moderation.models import ReadLater
from notifications.models import Message, MessageEvent

from .school_year import Plan


@dataclass(frozen=True, slots=True)
class Past:
    """When one update was started, submitted, and approved or sent back. Times are aware; a draft
    uses only `begun_at`."""

    begun_at: dt.datetime
    submitted_at: dt.datetime
    approved_at: dt.datetime


@transaction.atomic
def backdate(pasts: Mapping[int, Past | Plan]) -> None:
    """Moves the history of these updates, by their pages' primary keys."""
    page_type = ContentType.objects.get_for_model(Page)
    for pk, past in pasts.items():
        pages, log = Page._base_manager.filter(pk=pk), PageLogEntry.objects.filter(page_id=pk)
        begun, submitted, approved = past.begun_at, past.submitted_at, past.approved_at
        pages.update(latest_revision_created_at=begun)
        pages.filter(first_published_at__isnull=False).update(
            first_published_at=approved, last_published_at=approved
        )
        rows = {"base_content_type": page_type, "object_id": str(pk)}
        Revision.objects.filter(**rows).update(created_at=begun)
        states = WorkflowState.objects.filter(**rows)
        states.update(created_at=submitted)
        tasks = TaskState.objects.filter(workflow_state__in=states)
        tasks.update(started_at=submitted)
        tasks.filter(finished_at__isnull=False).update(finished_at=approved)
        ReadLater.objects.filter(page_id=pk).update(at=submitted)
        log.filter(action="wagtail.create").update(timestamp=begun)
        log.filter(action="wagtail.workflow.start").update(timestamp=submitted)
        decided = ("wagtail.workflow.approve", "wagtail.workflow.reject", "wagtail.publish")
        log.filter(action__in=decided).update(timestamp=approved)


@contextmanager
def mails_written_at(at: dt.datetime) -> Iterator[None]:
    """Dates messages that are written into the outbox inside the block."""
    known = set(Message.objects.values_list("pk", flat=True))
    yield
    written = Message.objects.exclude(pk__in=known)
    keys = list(written.values_list("pk", flat=True))
    MessageEvent.objects.filter(message__in=keys).update(at=at)
    written.update(created_at=at, send_after=at)
