"""Keeping what the gate found, beside the revision that it let through."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.checks.findings import Finding
from district_cms.web import clock

from ..content.statements import FILE_REPLACED
from ..models import Confirmation, GateException, RevisionFindings
from ..selectors import by_fingerprint, confirmations_for, exceptions_for
from .statements import renew_statements

Outcome = RevisionFindings.Outcome


def keep_evidence(
    *, page: Page, revision: Any, findings: Sequence[Finding], outcome: str
) -> RevisionFindings:
    """Write the findings down as they stood, each with who confirmed or excepted it.

    Called inside the transaction of what it speaks of. One insert; one query more where something
    may have been confirmed, and one where something was excepted.
    """
    confirmed = confirmations_for(page, findings)
    excepted = by_fingerprint(exceptions_for(page) if any(f.excepted for f in findings) else ())
    return RevisionFindings.objects.create(
        page_uuid=page.translation_key,
        title=page.title,
        revision_id=getattr(revision, "pk", None),
        ruleset=RULESET_VERSION,
        outcome=outcome,
        at=clock.now(),
        findings=[
            told(f, confirmed.get(f.fingerprint), excepted.get(f.fingerprint)) for f in findings
        ],
    )


def keep_passage(*, page: Page, revision: Any, findings: Sequence[Finding]) -> None:
    """The page went live, or is planned to: keep what the gate found when it let it through.

    `revision` is None where code made the page live by saving it.
    """
    asked = confirmations_for(page, [f for f in findings if f.rule == FILE_REPLACED])
    renew_statements(subject=page, findings=findings, confirmed=frozenset(asked))
    went_live = page.live and (revision is None or page.live_revision_id == revision.pk)
    keep_evidence(
        page=page,
        revision=revision,
        findings=findings,
        outcome=Outcome.LIVE if went_live else Outcome.PLANNED,
    )


def is_on_record(*, page: Page, revision: Any) -> bool:
    """Whether the revision has left its author's hands: submitted, planned or live. One query."""
    rows = RevisionFindings.objects.filter(page_uuid=page.translation_key)
    return rows.filter(revision_id=revision.pk).exists()


def told(
    finding: Finding, confirmation: Confirmation | None, exception: GateException | None
) -> dict[str, Any]:
    """One finding as plain values. `confirmed` and `excepted` are None where nobody did."""
    return {
        "rule": finding.rule,
        "wcag": finding.wcag,
        "message": str(finding.message),
        "basis": str(finding.basis),
        "excerpt": finding.excerpt,
        "selector": finding.selector,
        "field": finding.field,
        "path": list(finding.path),
        "fingerprint": finding.fingerprint,
        "raised": finding.raised,
        "confirmed": confirmation
        and {
            "by": confirmation.by,
            "at": confirmation.at.isoformat(),
            "note": confirmation.note,
        },
        "excepted": exception
        and {
            "exception": exception.pk,
            "by": exception.by,
            "until": exception.expires_at.isoformat(),
            "reason": exception.reason,
        },
    }
