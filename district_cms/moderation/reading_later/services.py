"""Letting an update go live at once, and noting that its principal read it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TaskState

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import ReadLater
from .selectors import to_read


@transaction.atomic
def let_go_live(*, state: TaskState, page: Any, school_id: int) -> None:
    """End the review that has just begun; Wagtail then publishes this revision, through the gate.

    Nobody approved it: the step names no account, and the log says why.
    """
    author = state.workflow_state.requested_by
    # What was live before and is put back as it was has its row: it is read once more.
    ReadLater.objects.update_or_create(
        revision_id=state.revision_id,
        defaults={
            "page_id": page.pk,
            "page_uuid": page.translation_key,
            "school_id": school_id,
            "author_id": author.pk if author is not None else None,
            "at": timezone.now(),
            "read_at": None,
            "read_by": "",
        },
    )
    record(action="review.read_later", actor=author or "", page=page)
    # Not the workflow: whoever starts the step goes on with it.
    state.approve(user=None, update=False)


@transaction.atomic
def mark_read(*, keys: Iterable[int], user: User) -> int:
    """Note that the account read these. Returns how many there were; what is not on its list of
    what to read is left out."""
    wanted = set(keys)
    rows = {item.row.pk: item.page.pk for item in to_read(user) if item.row.pk in wanted}
    now = timezone.now()
    ReadLater.objects.filter(pk__in=rows, read_at__isnull=True).update(
        read_at=now, read_by=user.get_full_name()
    )
    for page in Page.objects.filter(pk__in=rows.values()).specific():
        record(action="review.read", actor=user, page=page)
    return len(rows)
