"""Entrances for signals that others send."""

from typing import Any

from .mechanism import PublishGateMixin
from .models import RevisionFindings
from .services import keep_evidence


def note_submission(instance: Any, **kwargs: Any) -> None:
    """A revision was handed to its reviewers: keep what the gate found in it."""
    revision = instance.revision
    page = revision.as_object()
    if isinstance(page, PublishGateMixin):
        keep_evidence(
            page=page,
            revision=revision,
            findings=page.publish_findings(),
            outcome=RevisionFindings.Outcome.SUBMITTED,
        )
