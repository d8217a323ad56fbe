"""Saying that a finding may stay as it is, and taking that back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.checks.findings import Finding

from ..models import Confirmation
from ..models.confirmation import LONGEST_NOTE

_LONGEST_EXCERPT = 200


@transaction.atomic
def confirm_findings(
    *, page: Any, findings: Iterable[Finding], user: Any, notes: Mapping[str, str] | None = None
) -> int:
    """Keep that `user` looked at these questions about `page`; return how many are new.

    What was confirmed before stays with who confirmed it. `notes` are by fingerprint. What blocks
    cannot be confirmed, and is left out.
    """
    notes = notes or {}
    wanted = {finding.fingerprint: finding for finding in findings if finding.asks}
    known = _in_force(page, wanted).values_list("fingerprint", flat=True)
    rows = [
        Confirmation(
            page_uuid=page.translation_key,
            rule=finding.rule,
            fingerprint=fingerprint,
            excerpt=finding.excerpt[:_LONGEST_EXCERPT],
            note=notes.get(fingerprint, "")[:LONGEST_NOTE],
            by=user.get_full_name(),
            by_id=user.pk,
        )
        for fingerprint, finding in wanted.items()
        if fingerprint not in set(known)
    ]
    return _keep(rows, page=page, user=user)


@transaction.atomic
def withdraw_confirmations(*, page: Any, fingerprints: Iterable[str], user: Any) -> int:
    """Take back what anybody confirmed of these; the rows stay and say who took them back."""
    rows = _in_force(page, fingerprints)
    rules = list(rows.values_list("rule", flat=True))
    if rules:
        rows.update(withdrawn_at=timezone.now(), withdrawn_by=user.get_full_name())
        record(action="gate.withdraw", actor=user, page=page, rules=sorted(rules))
    return len(rules)


@transaction.atomic
def inherit_confirmations(*, source: Any, targets: Iterable[Any], user: Any) -> int:
    """The same words of the same author in another class need no second look: give each target
    what `user` has confirmed of `source`, as far as its content is the same."""
    own = list(
        Confirmation.objects.in_force().filter(page_uuid=source.translation_key, by_id=user.pk)
    )
    return sum(_give(own, page=page, user=user) for page in targets) if own else 0


def _give(own: list[Confirmation], *, page: Any, user: Any) -> int:
    asked = {finding.fingerprint for finding in page.publish_findings() if finding.asks}
    rows = [
        Confirmation(
            page_uuid=page.translation_key,
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
    return _keep(rows, page=page, user=user)


def _keep(rows: list[Confirmation], *, page: Any, user: Any) -> int:
    if rows:
        # Somebody else may have ticked the same one in the same second.
        Confirmation.objects.bulk_create(rows, ignore_conflicts=True)
        record(action="gate.confirm", actor=user, page=page, rules=sorted(row.rule for row in rows))
    return len(rows)


def _in_force(page: Any, fingerprints: Iterable[str]) -> Any:
    return Confirmation.objects.in_force().filter(
        page_uuid=page.translation_key, fingerprint__in=list(fingerprints)
    )
