"""Deleting evidence that has served, and memberships and decisions that are long over."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record

from ..models import Decision, Entitlement
from .evidence import forget_evidence
from .rules import KEPT_AFTER_END, has_served


@transaction.atomic
def forget_old(*, now: dt.datetime) -> int:
    """Delete evidence that is no longer needed, and what ended or was decided a year ago.
    Returns how many. `now` is aware."""
    today = timezone.localdate(now)
    old = today - KEPT_AFTER_END
    evidence = _forget_evidence(today)
    ended, _models = Entitlement.objects.filter(expires__lt=old).delete()
    decisions, _models = Decision.objects.filter(at__lt=now - KEPT_AFTER_END).delete()
    if evidence or ended or decisions:
        record(
            action="signatures.forgotten",
            actor="nightly",
            at=now,
            evidence=evidence,
            memberships=ended,
            decisions=decisions,
        )
    return evidence + ended + decisions


def _forget_evidence(today: dt.date) -> int:
    rows: Any = Entitlement.objects.exclude(Q(evidence="") & Q(evidence_words=""))
    served = [
        row
        for row in rows.select_for_update(of=("self",)).select_related("staff")
        if not row.staff.active or _has_served(row, today)
    ]
    for row in served:
        forget_evidence(row)
    Entitlement.objects.bulk_update(served, ["evidence", "evidence_words"], batch_size=500)
    return len(served)


def _has_served(row: Entitlement, today: dt.date) -> bool:
    return has_served(
        state=row.state,
        reviewed_on=timezone.localdate(row.reviewed_at) if row.reviewed_at else None,
        renewing=row.renewed_until is not None,
        expires=row.expires,
        today=today,
    )
