"""What authors said about the gate's questions, before they submitted.

The rows are those of `confirm_findings`, at the times of the story.
"""

import datetime as dt
import json
from dataclasses import replace

from classroom.models import UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash
from district_cms.people.models import User
from district_cms.publishing.models import Confirmation
from district_cms.publishing.services.evidence import told

from .tables import Tables
from .updates import Update

LONGEST_EXCERPT = 200


class AnswerWriter:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, update: Update, *, author: User, school: str) -> Update:
        """Let `author` confirm all that is asked about an update of this school (its title).
        Returns the update with evidence that says so."""
        asked = {finding.fingerprint: finding for finding in update.piece.found if finding.asks}
        if not asked:
            return update
        table = self._tables.of(Confirmation)
        confirmed = {
            fingerprint: Confirmation(
                pk=table.next_pk(),
                subject=str(update.page_uuid),
                rule=finding.rule,
                fingerprint=fingerprint,
                excerpt=finding.excerpt[:LONGEST_EXCERPT],
                by=author.get_full_name(),
                by_id=author.pk,
                at=update.plan.submitted_at.astimezone(dt.UTC),
            )
            for fingerprint, finding in asked.items()
        }
        for row in confirmed.values():
            table.add_object(row)
        self._record(update, author, school, sorted(row.rule for row in confirmed.values()))
        evidence = [
            told(finding, confirmed.get(finding.fingerprint), None)
            for finding in update.piece.found
        ]
        return replace(update, findings=json.dumps(evidence))

    def _record(self, update: Update, author: User, school: str, rules: list[str]) -> None:
        table = self._tables.of(AuditEntry)
        page = UpdatePage.from_serializable_data(update.content, check_fks=False)
        table.add(
            id=table.next_pk(),
            at=update.plan.submitted_at,
            action="gate.confirm",
            actor=str(author),
            title=update.piece.title,
            school=school,
            page_uuid=update.page_uuid,
            revision_id=update.revision_id,
            content_hash=content_hash(page),
            data=json.dumps({"rules": rules}),
        )
