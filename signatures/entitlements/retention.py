"""Deleting evidence that has served, memberships and decisions that are long over, and what
leavers had."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record

from ..models import Decision, Entitlement, SignatureSettings
from .evidence import forget_evidence
from .leavers import forget_leavers
from .rules import KEPT_AFTER_END, has_served
from .stages import stage_of


@transaction.atomic
def forget_old(*, now: dt.datetime) -> int:
    """Delete evidence that is no longer needed, what ended or was decided a year ago, and what
    those had who left 90 days ago. Returns how many. `now` is aware."""
    today = timezone.localdate(now)
    old = today - KEPT_AFTER_END
    evidence = _forget_evidence(today)
    ended, _models = Entitlement.objects.filter(
        Q(renewed_until__isnull=True) | Q(renewed_until__lt=old), expires__lt=old
    ).delete()
    decisions, _models = Decision.objects.filter(at__lt=now - KEPT_AFTER_END).delete()
    left = forget_leavers(today)
    if evidence or ended or decisions or left:
        record(
            action="signatures.forgotten",
            actor="nightly",
            at=now,
            evidence=evidence,
            memberships=ended,
            decisions=decisions,
            of_leavers=left,
        )
    return evidence + ended + decisions + left


def _forget_evidence(today: dt.date) -> int:
    rows: Any = Entitlement.objects.exclude(Q(evidence="") & Q(evidence_words=""))
    reviewed = SignatureSettings.load().review_entitlements
    served = [
        row
        for row in rows.select_for_update(of=("self",)).select_related("staff")
        if not row.staff.active or has_served(stage_of(row, reviewed=reviewed), today)
    ]
    for row in served:
        forget_evidence(row)
    Entitlement.objects.bulk_update(served, ["evidence", "evidence_words"], batch_size=500)
    return len(served)
