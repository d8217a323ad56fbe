"""Entrances for signals that others send."""

from typing import Any

from .mechanism import PublishGateMixin
from .models import RevisionFindings
from .services import keep_evidence
from .services.files import check_change


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


def ask_live_pages(instance: Any, changed: frozenset[str], **kwargs: Any) -> None:
    """Code is about to give a picture or document another file or title."""
    check_change(instance, changed=changed)
