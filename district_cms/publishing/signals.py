"""Entrances for signals that others send."""

from collections.abc import Collection
from typing import Any

from .mechanism import PublishGateMixin
from .models import RevisionFindings
from .services import keep_evidence
from .services.files import check_change
from .services.scheduled import schedule_ended


def note_submission(instance: Any, **kwargs: Any) -> None:
    """A revision was handed to its reviewers: keep what the gate found in it."""
    revision = instance.revision
    page = revision.as_object()
    if isinstance(page, PublishGateMixin):
        keep_evidence(
            page=page,
            revision=revision,
            findings=page.findings_for_author(),
            outcome=RevisionFindings.Outcome.SUBMITTED,
        )


def note_end_of_schedule(
    instance: Any, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """A revision was saved. Whoever takes back its plan to go live saves this field alone."""
    if instance.approved_go_live_at is None and "approved_go_live_at" in (update_fields or ()):
        page = instance.content_object
        schedule_ended.send(sender=type(page), instance=page)


def ask_live_pages(instance: Any, changed: frozenset[str], **kwargs: Any) -> None:
    """Code is about to give a picture or document another file or title."""
    check_change(instance, changed=changed)
