"""What the district decides about findings: advice that blocks here, and exceptions for a time."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from wagtail.models import Page

from district_cms.checks.describing import may_be_raised, raise_to_block
from district_cms.checks.findings import Finding

from .content.crashes import check_failed
from .content.many import once
from .exceptions.rules import can_lift
from .models import AccessibilitySettings
from .selectors import by_fingerprint, exceptions_for

Choice = Callable[[Any, Iterable[Finding]], list[Finding]]


def apply_choice(choice: Choice, subject: Any, findings: list[Finding]) -> list[Finding]:
    """The findings as a choice of the district makes them count; where it breaks off, they stand as
    they are beside one that blocks."""
    try:
        return choice(subject, findings)
    except Exception as error:  # noqa: BLE001 - whatever broke, nothing may pass unchecked
        return [*findings, check_failed(choice, error, subject=subject)]


def raise_advice(subject: Any, findings: Iterable[Finding]) -> list[Finding]:
    """Make blocks of the advice that the communications office has raised.

    `subject` is a page or an object. One query, none where nothing was found that may be raised.
    """
    findings = list(findings)
    if not any(finding.asks and may_be_raised(finding.rule) for finding in findings):
        return findings
    raised = set(once("raised rules", lambda: AccessibilitySettings.load().raised_rules))
    return [
        raise_to_block(finding)
        if finding.asks and finding.rule in raised and may_be_raised(finding.rule)
        else finding
        for finding in findings
    ]


def lift_excepted(page: Page, findings: Iterable[Finding]) -> list[Finding]:
    """Let pass what an administrator has excepted for this page and this content, for now.

    One query, none for a page where nothing that could be lifted blocks.
    """
    findings = list(findings)
    if not any(finding.blocks and can_lift(finding) for finding in findings):
        return findings
    lifted = by_fingerprint(exceptions_for(page))
    return [
        replace(finding, blocks=False, excepted=True)
        if finding.blocks and can_lift(finding) and finding.fingerprint in lifted
        else finding
        for finding in findings
    ]
