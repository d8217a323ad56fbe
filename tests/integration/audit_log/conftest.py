"""Rows of two tables of the chain, sealed."""

import uuid

import pytest

from district_cms.audit_log import sealing
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import record
from district_cms.publishing.models import RevisionFindings


def write_rows(entries: int = 6, evidence: int = 4) -> None:
    """Entries 1, 2, … and as much evidence as asked for, not sealed."""
    for number in range(1, entries + 1):
        entry = record(action="test.done", actor=f"person {number}", number=number)
        AuditEntry.objects.filter(pk=entry.pk).update(title=f"Page {number}", school="Larkspur")
    for number in range(1, evidence + 1):
        RevisionFindings.objects.create(
            page_uuid=uuid.UUID(int=number),
            title=f"Page {number}",
            revision_id=number,
            ruleset="2026-11",
            outcome="went_live",
            findings=[{"rule": "alt-missing", "confirmed": {"by": f"person {number}"}}],
        )


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of rows takes several batches, to seal and to verify."""
    monkeypatch.setattr("district_cms.audit_log.sealing.BATCH", 4)
    monkeypatch.setattr("district_cms.audit_log.verifying.BATCH", 3)


@pytest.fixture
def sealed_rows(db: None, small_batches: None) -> sealing.Sealed:
    """Ten rows, sealed."""
    write_rows()
    return seal_log()
