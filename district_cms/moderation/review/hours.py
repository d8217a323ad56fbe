"""When a page that waits is to go live, if its author chose a later moment."""

import datetime as dt
from typing import Any

from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, TaskState

HOUR = KeyTextTransform("go_live_at", "revision__content")
"""As an annotation `hour` of task states: the moment, as text, without the rest of the content."""


def hour_of(state: Any, now: dt.datetime | None = None) -> dt.datetime | None:
    """The moment (aware) at which the revision of an annotated state goes live; None where that is
    as soon as it is approved."""
    text = state.hour or ""
    moment = parse_datetime(text) if text else None
    return moment if moment is not None and moment > (now or timezone.now()) else None


def hour_of_page(page: Page) -> dt.datetime | None:
    """The same of what waits of a page."""
    state = page.current_workflow_task_state
    found = TaskState.objects.filter(pk=state.pk) if state is not None else None
    return hour_of(found.annotate(hour=HOUR).get()) if found is not None else None


def planned_hour(page: Page) -> dt.datetime | None:
    """The moment at which what was approved goes live; None where nothing is planned. One query."""
    # Not `page.scheduled_revision`: the editor's own page has asked before it was approved.
    planned = page.revisions.filter(approved_go_live_at__isnull=False)
    moment: dt.datetime | None = planned.values_list("approved_go_live_at", flat=True).first()
    return moment
