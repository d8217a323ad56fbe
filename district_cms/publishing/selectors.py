"""Which of the gate's questions have been answered, by whom, and what is excepted for now."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Page

from district_cms.checks.findings import Finding

from .models import Confirmation, GateException, subject_of


def confirmations_for(subject: Any, findings: Iterable[Finding]) -> dict[str, Confirmation]:
    """{fingerprint: confirmation in force} for those findings about a page or an object that
    someone may confirm. One query, none where there is nothing to confirm."""
    asked = {f.fingerprint for f in findings if f.asks}
    if not asked or subject.pk is None:
        return {}
    # By the subject, not by the fingerprints: there are few of either, and the subject has an
    # index.
    rows = Confirmation.objects.in_force().filter(subject=subject_of(subject))
    return {row.fingerprint: row for row in rows if row.fingerprint in asked}


def exceptions_for(page: Page) -> list[GateException]:
    """The exceptions in force for a page, the newest first. One query."""
    return list(GateException.objects.in_force().filter(page_uuid=page.translation_key))


def by_fingerprint(exceptions: Iterable[GateException]) -> Mapping[str, GateException]:
    """{fingerprint: the exception that lifts it}; where several do, the one that holds longest."""
    ordered = sorted(exceptions, key=lambda exception: exception.expires_at)
    return {mark: exception for exception in ordered for mark in exception.fingerprints}
