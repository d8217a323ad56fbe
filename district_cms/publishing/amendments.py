"""What the district decides about findings: advice that blocks here, and exceptions for a time."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from district_cms.checks.describing import may_be_raised, raise_to_block
from district_cms.checks.findings import Finding

from .answers import by_fingerprint, overrides_for
from .exceptions.rules import can_lift
from .models import AccessibilitySettings


def raise_advice(page: Any, findings: Iterable[Finding]) -> list[Finding]:
    """Make blocks of the advice that the communications office has raised.

    One query, none for a page without advice.
    """
    findings = list(findings)
    if not any(finding.asks and may_be_raised(finding.rule) for finding in findings):
        return findings
    raised = set(AccessibilitySettings.load().raised_rules)
    return [
        raise_to_block(finding)
        if finding.asks and finding.rule in raised and may_be_raised(finding.rule)
        else finding
        for finding in findings
    ]


def lift_excepted(page: Any, findings: Iterable[Finding]) -> list[Finding]:
    """Let pass what an administrator has excepted for this page and this content, for now.

    One query, none for a page where nothing that could be lifted blocks.
    """
    findings = list(findings)
    if not any(finding.blocks and can_lift(finding) for finding in findings):
        return findings
    lifted = by_fingerprint(overrides_for(page))
    return [
        replace(finding, blocks=False, overridden=True)
        if finding.blocks and can_lift(finding) and finding.fingerprint in lifted
        else finding
        for finding in findings
    ]
