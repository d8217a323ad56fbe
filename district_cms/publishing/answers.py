"""Answers to the gate's questions, and the evidence of what it let through.

The gate asks what it cannot decide, and a person ticks that they looked. The editor's side panel,
or the list below an object's form, sends one `gate-asked` per question, one `gate-confirm` per
tick, and `gate-note-<fingerprint>` for a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.checks.findings import Finding
from district_cms.checks.rules import is_confidential
from district_cms.web import clock
from district_cms.web.accounts import Account

from .content.files_on_page import FILE_REPLACED, renew_statements
from .models import Confirmation, GateException, RevisionFindings, subject_of
from .models.records import LONGEST_NOTE

ASKED, CONFIRMED, NOTE = "gate-asked", "gate-confirm", "gate-note-"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers in one form. Fingerprints identify the questions; `notes` belong to ticked
    ones."""

    asked: frozenset[str] = frozenset()
    ticked: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, data: Any) -> Answers:
        """Reads a form's data; empty if the form had no questions."""
        if not hasattr(data, "getlist"):
            return cls()
        ticked = frozenset(data.getlist(CONFIRMED))
        notes = {mark: data.get(f"{NOTE}{mark}", "").strip() for mark in ticked}
        return cls(frozenset(data.getlist(ASKED)) | ticked, ticked, notes)


def open_questions(
    subject: Any, findings: Iterable[Finding], answers: Answers | None = None
) -> list[Finding]:
    """Returns the questions that nobody has answered, neither earlier nor in `answers`."""
    questions = [finding for finding in findings if finding.asks]
    if not questions:
        return []
    answers = answers or Answers()
    before = frozenset(confirmations_for(subject, questions))
    done = (before - answers.asked) | answers.ticked
    return [finding for finding in questions if finding.fingerprint not in done]


def confirmations_for(subject: Any, findings: Iterable[Finding]) -> dict[str, Confirmation]:
    """Returns {fingerprint: valid confirmation} for the findings that can be confirmed. One
    query."""
    questions = {f.fingerprint for f in findings if f.asks}
    if not questions or subject.pk is None:
        return {}
    # Filters by subject, which has an index; each subject has few confirmations.
    rows = Confirmation.objects.in_force().filter(subject=subject_of(subject))
    return {row.fingerprint: row for row in rows if row.fingerprint in questions}


def exceptions_for(page: Page) -> list[GateException]:
    """Returns the valid exceptions of a page, newest first. One query."""
    return list(GateException.objects.in_force().filter(page_uuid=page.translation_key))


def by_fingerprint(exceptions: Iterable[GateException]) -> Mapping[str, GateException]:
    """Returns {fingerprint: exception that lifts it}; if several do, the one that lasts longest."""
    ordered = sorted(exceptions, key=lambda exception: exception.expires_at)
    return {mark: exception for exception in ordered for mark in exception.fingerprints}


_LONGEST_EXCERPT = 200


@transaction.atomic
def keep_answers(
    *, subject: Any, findings: Iterable[Finding], answers: Answers, user: Account
) -> None:
    """Stores ticked answers of a form, and withdraws those that were unticked."""
    ticked = [f for f in findings if f.asks and f.fingerprint in answers.ticked]
    if ticked:
        confirm_findings(subject=subject, findings=ticked, user=user, notes=answers.notes)
    unticked = answers.asked - answers.ticked
    if unticked:
        withdraw_confirmations(subject=subject, fingerprints=unticked, user=user)


@transaction.atomic
def confirm_findings(
    *,
    subject: Any,
    findings: Iterable[Finding],
    user: Account,
    notes: Mapping[str, str] | None = None,
) -> int:
    """Stores that `user` confirmed these questions; returns the number of new rows.

    Earlier confirmations stay. `notes` are by fingerprint. Blocking findings cannot be confirmed.
    """
    notes = notes or {}
    wanted = {finding.fingerprint: finding for finding in findings if finding.asks}
    known = set(_in_force(subject, wanted).values_list("fingerprint", flat=True))
    rows = [
        Confirmation(
            subject=subject_of(subject),
            rule=finding.rule,
            fingerprint=fingerprint,
            excerpt=finding.excerpt[:_LONGEST_EXCERPT],
            note=notes.get(fingerprint, "")[:LONGEST_NOTE],
            by=user.get_full_name(),
            by_id=user.pk,
        )
        for fingerprint, finding in wanted.items()
        if fingerprint not in known
    ]

    return _store(rows, subject=subject, user=user)


@transaction.atomic
def withdraw_confirmations(*, subject: Any, fingerprints: Iterable[str], user: Account) -> int:
    """Withdraws anyone's confirmations of these; the rows stay and name who withdrew them."""
    rows = _in_force(subject, fingerprints)
    rules = list(rows.values_list("rule", flat=True))
    if rules:
        rows.update(withdrawn_at=timezone.now(), withdrawn_by=user.get_full_name())
        _record("gate.withdraw", rules, subject=subject, user=user)
    return len(rules)


@transaction.atomic
def inherit_confirmations(*, source: Any, targets: Iterable[Any], user: Account) -> int:
    """Copies what `user` confirmed for `source` to each target with the same content."""
    own = list(Confirmation.objects.in_force().filter(subject=subject_of(source), by_id=user.pk))
    return sum(_give(own, page=page, user=user) for page in targets) if own else 0


def _give(own: list[Confirmation], *, page: Page, user: Account) -> int:
    questions = {finding.fingerprint for finding in page.publish_findings() if finding.asks}
    rows = [
        Confirmation(
            subject=subject_of(page),
            rule=row.rule,
            fingerprint=row.fingerprint,
            excerpt=row.excerpt,
            note=row.note,
            by=row.by,
            by_id=row.by_id,
            at=row.at,
        )
        for row in own
        if row.fingerprint in questions
    ]

    return _store(rows, subject=page, user=user)


def _store(rows: list[Confirmation], *, subject: Any, user: Account) -> int:
    if rows:
        # Someone else may have confirmed the same finding in the same second.
        Confirmation.objects.bulk_create(rows, ignore_conflicts=True)
        _record("gate.confirm", [row.rule for row in rows], subject=subject, user=user)
    return len(rows)


def _record(action: str, rules: list[str], *, subject: Any, user: Account) -> None:
    rules = [rule for rule in rules if not is_confidential(rule)]
    if isinstance(subject, Page):
        record(action=action, actor=user, page=subject, rules=sorted(rules))
    else:
        name = f"{capfirst(subject._meta.verbose_name)}: {subject}"
        record(
            action=action,
            actor=user,
            subject=subject_of(subject),
            name=name,
            rules=sorted(rules),
        )


def _in_force(subject: Any, fingerprints: Iterable[str]) -> Any:
    return Confirmation.objects.in_force().filter(
        subject=subject_of(subject), fingerprint__in=list(fingerprints)
    )


Outcome = RevisionFindings.Outcome


def keep_evidence(
    *, page: Page, revision: Any, findings: Sequence[Finding], outcome: str
) -> RevisionFindings:
    """Stores the findings, each with its confirmation or exception."""
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
            as_plain_values(f, confirmed.get(f.fingerprint), excepted.get(f.fingerprint))
            for f in findings
            if not is_confidential(f.rule)
        ],
    )


def keep_passage(*, page: Page, revision: Any, findings: Sequence[Finding]) -> None:
    """Records the gate's findings when the page goes live or is scheduled.

    `revision` is None if code made the page live by saving it.
    """
    confirmed = confirmations_for(page, [f for f in findings if f.rule == FILE_REPLACED])
    renew_statements(subject=page, findings=findings, confirmed=frozenset(confirmed))
    went_live = page.live and (revision is None or page.live_revision_id == revision.pk)
    keep_evidence(
        page=page,
        revision=revision,
        findings=findings,
        outcome=Outcome.LIVE if went_live else Outcome.PLANNED,
    )


def is_on_record(*, page: Page, revision: Any) -> bool:
    """Returns True if the revision was submitted, scheduled or published. One query."""
    rows = RevisionFindings.objects.filter(page_uuid=page.translation_key)
    return rows.filter(revision_id=revision.pk).exists()


def as_plain_values(
    finding: Finding, confirmation: Confirmation | None, exception: GateException | None
) -> dict[str, Any]:
    """Returns one finding as plain values. `confirmed` and `excepted` may be None."""
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


def with_moments(finding: dict[str, Any]) -> dict[str, Any]:
    """Returns a finding from `as_plain_values` with its times parsed."""
    confirmed, excepted = finding.get("confirmed"), finding.get("excepted")
    if confirmed:
        confirmed = {**confirmed, "at": parse_datetime(confirmed["at"])}
    if excepted:
        excepted = {**excepted, "until": parse_datetime(excepted["until"])}
    return {**finding, "confirmed": confirmed, "excepted": excepted}
