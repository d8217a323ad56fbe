"""Keeping what the gate found, beside the revision that it let through."""

from collections.abc import Sequence
from typing import Any

from district_cms.schools.findings import Finding

from ..accessibility import RULESET_VERSION
from ..answers import by_fingerprint, confirmations_for, overrides_for
from ..models import Confirmation, GateOverride, RevisionFindings

Outcome = RevisionFindings.Outcome


def keep_evidence(
    *, page: Any, revision: Any, findings: Sequence[Finding], outcome: str
) -> RevisionFindings:
    """Write the findings down as they stood, each with who confirmed or excepted it.

    Called inside the transaction of what it speaks of. One insert; one query more where something
    may have been confirmed, and one where something was excepted.
    """
    confirmed = confirmations_for(page, findings)
    excepted = by_fingerprint(overrides_for(page) if any(f.overridden for f in findings) else ())
    return RevisionFindings.objects.create(
        page_uuid=page.translation_key,
        title=page.title,
        revision_id=getattr(revision, "pk", None),
        ruleset=RULESET_VERSION,
        outcome=outcome,
        findings=[
            told(f, confirmed.get(f.fingerprint), excepted.get(f.fingerprint)) for f in findings
        ],
    )


def told(
    finding: Finding, confirmation: Confirmation | None, override: GateOverride | None
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
        "excepted": override
        and {
            "override": override.pk,
            "by": override.by,
            "until": override.expires_at.isoformat(),
            "reason": override.reason,
        },
    }
