"""Saying that a finding may stay as it is, and taking that back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.checks.findings import Finding
from district_cms.web.accounts import Account

from ..answers import Answers
from ..models import Confirmation, subject_of
from ..models.confirmation import LONGEST_NOTE

_LONGEST_EXCERPT = 200


@transaction.atomic
def keep_answers(
    *, subject: Any, findings: Iterable[Finding], answers: Answers, user: Account
) -> None:
    """Keep what was ticked in a form, and withdraw what was asked and is not ticked any more.

    `findings` are those of the page or object as it was saved: a tick for words that have changed
    since is no tick. Two queries where nothing is new.
    """
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
    """Keep that `user` looked at these questions about a page or an object; return how many are
    new.

    What was confirmed before stays with who confirmed it. `notes` are by fingerprint. What blocks
    cannot be confirmed, and is left out.
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
    return _keep(rows, subject=subject, user=user)


@transaction.atomic
def withdraw_confirmations(*, subject: Any, fingerprints: Iterable[str], user: Account) -> int:
    """Withdraw what anyone confirmed of these; the rows stay and say who withdrew them."""
    rows = _in_force(subject, fingerprints)
    rules = list(rows.values_list("rule", flat=True))
    if rules:
        rows.update(withdrawn_at=timezone.now(), withdrawn_by=user.get_full_name())
        _record("gate.withdraw", rules, subject=subject, user=user)
    return len(rules)


@transaction.atomic
def inherit_confirmations(*, source: Any, targets: Iterable[Any], user: Account) -> int:
    """The same words of the same author in another class need no second look: give each target
    what `user` has confirmed of `source`, as far as its content is the same."""
    own = list(Confirmation.objects.in_force().filter(subject=subject_of(source), by_id=user.pk))
    return sum(_give(own, page=page, user=user) for page in targets) if own else 0


def _give(own: list[Confirmation], *, page: Page, user: Account) -> int:
    asked = {finding.fingerprint for finding in page.publish_findings() if finding.asks}
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
        if row.fingerprint in asked
    ]
    return _keep(rows, subject=page, user=user)


def _keep(rows: list[Confirmation], *, subject: Any, user: Account) -> int:
    if rows:
        # Someone else may have ticked the same one in the same second.
        Confirmation.objects.bulk_create(rows, ignore_conflicts=True)
        _record("gate.confirm", [row.rule for row in rows], subject=subject, user=user)
    return len(rows)


def _record(action: str, rules: list[str], *, subject: Any, user: Account) -> None:
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
