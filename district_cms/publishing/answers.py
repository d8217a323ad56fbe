"""Which of the gate's questions about a page have been answered, and by whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from district_cms.checks.findings import Finding

from .models import Confirmation, GateOverride


def confirmations_for(page: Any, findings: Iterable[Finding]) -> dict[str, Confirmation]:
    """{fingerprint: confirmation in force} for those findings that somebody may confirm. One query,
    none where there is nothing to confirm."""
    asked = {f.fingerprint for f in findings if f.asks}
    if not asked:
        return {}
    # By the page, not by the fingerprints: there are few of either, and the page has an index.
    rows = Confirmation.objects.in_force().filter(page_uuid=page.translation_key)
    return {row.fingerprint: row for row in rows if row.fingerprint in asked}


def overrides_for(page: Any) -> list[GateOverride]:
    """The exceptions in force for a page, the newest first. One query."""
    return list(GateOverride.objects.in_force().filter(page_uuid=page.translation_key))


def by_fingerprint(overrides: Iterable[GateOverride]) -> Mapping[str, GateOverride]:
    """{fingerprint: the exception that lifts it}; where several do, the one that holds longest."""
    ordered = sorted(overrides, key=lambda override: override.expires_at)
    return {mark: override for override in ordered for mark in override.fingerprints}
