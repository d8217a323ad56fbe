"""Writes the rows that an update leaves in review: answers, log, evidence, workflow, posting.

They are the rows of `confirm_findings`, `submit_for_approval`, `approve` and `send_back`, at the
times of the story; and the rows of the mails to reviewers and authors, as already sent.
"""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageLogEntry, TaskState, Workflow, WorkflowState

from classroom.models import Posting, UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash
from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.moderation.models import ReviewNotice, SchoolApprovalTask
from district_cms.moderation.services import WORKFLOW_NAME
from district_cms.people.models import User
from district_cms.publishing.answers import as_plain_values
from district_cms.publishing.models import Confirmation, RevisionFindings, StatedFile

from ..school_year import End
from .tables import Tables
from .updates import Update

LONGEST_EXCERPT = 200
COMMENT = "Please add the room for the visit, so that families can find it."
NOTIFIED_AFTER = dt.timedelta(minutes=10)
Outcome = RevisionFindings.Outcome
STATUS = {
    End.WAITING: (WorkflowState.STATUS_IN_PROGRESS, TaskState.STATUS_IN_PROGRESS),
    End.RETURNED: (WorkflowState.STATUS_NEEDS_CHANGES, TaskState.STATUS_REJECTED),
    End.LIVE: (WorkflowState.STATUS_APPROVED, TaskState.STATUS_APPROVED),
    End.SCHEDULED: (WorkflowState.STATUS_APPROVED, TaskState.STATUS_APPROVED),
}


class AnswerWriter:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, update: Update, *, author: User, school: str) -> Update:
        """Confirms all questions about an update of this school (its title) as `author`. Returns
        the update with this evidence."""
        questions = {
            finding.fingerprint: finding for finding in update.piece.gate_findings if finding.asks
        }
        if not questions:
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
            for fingerprint, finding in questions.items()
        }
        for row in confirmed.values():
            self._tables.add_object(row)
        self._record(update, author, school, sorted(row.rule for row in confirmed.values()))
        evidence = [
            as_plain_values(finding, confirmed.get(finding.fingerprint), None)
            for finding in update.piece.gate_findings
        ]
        return replace(update, findings=json.dumps(evidence))

    def _record(self, update: Update, author: User, school: str, rules: list[str]) -> None:
        page = UpdatePage.from_serializable_data(update.content, check_fks=False)
        self._tables.add(
            AuditEntry,
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


class WalkWriter:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._type = ContentType.objects.get_for_model(UpdatePage).pk
        self._base = ContentType.objects.get_for_model(Page).pk
        self._task_type = ContentType.objects.get_for_model(TaskState).pk
        self._workflow = Workflow.objects.get(name=WORKFLOW_NAME)
        self._task = SchoolApprovalTask.objects.get()

    def add(self, update: Update) -> None:
        """Writes each step of the update up to its end."""
        plan = update.plan
        self._log(update, "wagtail.create", plan.begun_at, changed=True, revision_id=None)
        self._log(update, "wagtail.create", plan.begun_at, changed=True)
        if plan.end == End.DRAFT:
            return
        state_id = self._states(update)
        self._submission(update, state_id)
        self._posting(update)
        if plan.end == End.WAITING:
            return
        self._answer(update, state_id)
        if plan.end == End.SCHEDULED:
            self._schedule(update)
        elif plan.end == End.LIVE:
            self._log(
                update, "wagtail.publish", plan.approved_at, changed=True, user=update.principal
            )
            self._add_passage(update, Outcome.LIVE, plan.approved_at)

    def _submission(self, update: Update, state_id: int) -> None:
        at = update.plan.submitted_at
        news = {"status": WorkflowState.STATUS_IN_PROGRESS, "next": self._task_data}
        self._log(
            update,
            "wagtail.workflow.start",
            at,
            data={"workflow": {**self._workflow_data(state_id), **news}},
        )
        self._add_findings(update, Outcome.SUBMITTED, at)
        self._add_notice(ReviewNotice.Kind.WAITING, state_id, update.principal, at)

    def _answer(self, update: Update, state_id: int) -> None:
        returned = update.plan.end == End.RETURNED
        at = update.plan.approved_at
        news = {
            "status": STATUS[update.plan.end][1],
            "task": self._task_data,
            # A page that was sent back gets the same task again.
            "next": self._task_data if returned else None,
        }
        self._log(
            update,
            f"wagtail.workflow.{'reject' if returned else 'approve'}",
            at,
            user=update.principal,
            data={
                "workflow": {**self._workflow_data(state_id), **news},
                "comment": COMMENT if returned else "",
            },
        )
        kind = ReviewNotice.Kind.RETURNED if returned else ReviewNotice.Kind.APPROVED
        self._add_notice(kind, state_id, update.author, at)

    def _schedule(self, update: Update) -> None:
        plan = update.plan
        assert plan.go_live_at is not None
        planned = {
            "id": update.revision_id,
            "created": _utc(plan.begun_at),
            "go_live_at": _utc(plan.go_live_at),
            "has_live_version": False,
        }
        self._log(
            update,
            "wagtail.publish.schedule",
            plan.approved_at,
            changed=True,
            user=update.principal,
            data={"revision": planned},
        )
        self._add_passage(update, Outcome.PLANNED, plan.approved_at)

    @property
    def _task_data(self) -> dict[str, Any]:
        return {"id": self._task.pk, "title": self._task.name}

    def _workflow_data(self, state_id: int) -> dict[str, Any]:
        return {
            "id": self._workflow.pk,
            "title": self._workflow.name,
            "task_state_id": state_id,
        }

    def _log(
        self,
        update: Update,
        action: str,
        at: dt.datetime,
        *,
        data: dict[str, Any] | None = None,
        changed: bool = False,
        **other: Any,
    ) -> None:
        self._tables.add(
            PageLogEntry,
            page_id=update.page_id,
            content_type_id=self._type,
            label=update.piece.title,
            action=action,
            data=json.dumps(data or {}),
            timestamp=at,
            user_id=other.get("user", update.author),
            revision_id=other.get("revision_id", update.revision_id),
            content_changed=changed,
        )

    def _add_findings(self, update: Update, outcome: Outcome, at: dt.datetime) -> None:
        self._tables.add(
            RevisionFindings,
            page_uuid=update.page_uuid,
            title=update.piece.title,
            revision_id=update.revision_id,
            ruleset=RULESET_VERSION,
            outcome=outcome.value,
            findings=update.findings,
            at=at,
        )

    def _add_passage(self, update: Update, outcome: Outcome, at: dt.datetime) -> None:
        for file, file_hash in update.piece.files:
            subject = str(update.page_uuid)
            self._tables.add(StatedFile, subject=subject, file=file, file_hash=file_hash, at=at)
        self._add_findings(update, outcome, at)

    def _states(self, update: Update) -> int:
        """Writes the workflow state and the task state; returns the id of the latter."""
        plan = update.plan
        answered = plan.end != End.WAITING
        of_workflow, of_task = STATUS[plan.end]
        task_id = self._tables.of(TaskState).next_pk()
        state_id = self._tables.add(
            WorkflowState,
            content_type_id=self._type,
            base_content_type_id=self._base,
            object_id=str(update.page_id),
            workflow_id=self._workflow.pk,
            status=of_workflow,
            created_at=plan.submitted_at,
            requested_by_id=update.author,
            current_task_state_id=task_id,
        )
        return self._tables.add(
            TaskState,
            id=task_id,
            workflow_state_id=state_id,
            revision_id=update.revision_id,
            task_id=self._task.pk,
            status=of_task,
            started_at=plan.submitted_at,
            finished_at=plan.approved_at if answered else None,
            finished_by_id=update.principal if answered else None,
            comment=COMMENT if plan.end == End.RETURNED else "",
            content_type_id=self._task_type,
        )

    def _posting(self, update: Update) -> None:
        plan = update.plan
        live = plan.end == End.LIVE
        self._tables.add(
            Posting,
            classroom_id=update.classroom.pk,
            page_uuid=update.page_uuid,
            title=update.piece.title,
            submitted_at=plan.submitted_at,
            returned_at=plan.approved_at if plan.end == End.RETURNED else None,
            published_at=plan.approved_at if live else plan.go_live_at,
            go_live_at=plan.go_live_at,
            last_published_at=plan.approved_at if live else None,
            revision_id=update.revision_id if live else None,
        )

    def _add_notice(
        self, kind: ReviewNotice.Kind, state_id: int, user: int, at: dt.datetime
    ) -> None:
        self._tables.add(
            ReviewNotice,
            kind=kind.value,
            task_state_id=state_id,
            user_id=user,
            told_at=at + NOTIFIED_AFTER,
        )


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
