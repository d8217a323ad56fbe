"""Who is registered with the gate: the memory of confirmations, and the keeper of evidence."""

from collections.abc import Iterable
from typing import Any

from district_cms.checks.findings import Finding

from .answers import confirmations_for
from .confirming import Answers
from .mechanism import PublishGateMixin
from .models import RevisionFindings
from .services import confirm_findings, keep_evidence, withdraw_confirmations

Outcome = RevisionFindings.Outcome


class ConfirmationMemory:
    """Remembers in rows of `Confirmation`."""

    def confirmed(self, page: Any, findings: Iterable[Finding]) -> frozenset[str]:
        return frozenset(confirmations_for(page, findings))

    def remember(
        self, *, page: Any, findings: Iterable[Finding], answers: Answers, user: Any
    ) -> None:
        """Two queries where nothing is new. A tick for words that have changed since is no tick."""
        ticked = [f for f in findings if f.asks and f.fingerprint in answers.ticked]
        if ticked:
            confirm_findings(page=page, findings=ticked, user=user, notes=answers.notes)
        unticked = answers.asked - answers.ticked
        if unticked:
            withdraw_confirmations(page=page, fingerprints=unticked, user=user)


def note_passage(page: Any, revision: Any, findings: tuple[Finding, ...]) -> None:
    """The page went live, or is planned to: what the gate found is kept with that revision."""
    went_live = page.live and (revision is None or page.live_revision_id == revision.pk)
    keep_evidence(
        page=page,
        revision=revision,
        findings=findings,
        outcome=Outcome.LIVE if went_live else Outcome.PLANNED,
    )


def note_submission(instance: Any, **kwargs: Any) -> None:
    """A revision was handed to its reviewers."""
    revision = instance.revision
    page = revision.as_object()
    if isinstance(page, PublishGateMixin):
        findings = page.publish_findings()
        keep_evidence(page=page, revision=revision, findings=findings, outcome=Outcome.SUBMITTED)
