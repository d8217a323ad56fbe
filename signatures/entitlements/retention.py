"""Deletes evidence that is no longer needed, old memberships, and the data of people who left."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import Staff

from ..models import AskedAgain, Entitlement, Issue, Leaver, SignatureChoice, SignatureSettings
from .evidence import forget_evidence
from .rules import KEPT_AFTER_END, KEPT_AFTER_LEAVING, has_served

PERSONAL: Final[tuple[Any, ...]] = (Entitlement, Issue, SignatureChoice, AskedAgain)


def holdings(staff: Staff) -> Iterator[str]:
    """Yields a sentence about a leaving person's entitlements."""
    number = Entitlement.objects.on(timezone.localdate()).filter(staff=staff).count()
    if number:
        yield _(
            "memberships, credentials and quotes for the signature: %(number)d (deleted 90 days "
            "after the last day)"
        ) % {"number": number}


@transaction.atomic
def forget_old(*, now: dt.datetime) -> int:
    """Deletes evidence that is no longer needed, memberships that ended a year ago, and data of
    people who left 90 days ago. Returns the number of rows. `now` is aware."""
    today = timezone.localdate(now)
    evidence = _forget_evidence(today)
    over = Entitlement.objects.filter(expires__lt=today - KEPT_AFTER_END)
    ended, _models = over.delete()
    left = _forget_leavers(today)
    if evidence or ended or left:
        record(
            action="signatures.forgotten",
            actor="nightly",
            at=now,
            evidence=evidence,
            memberships=ended,
            of_leavers=left,
        )
    return int(evidence + ended + left)


def _forget_evidence(today: dt.date) -> int:
    rows: Any = Entitlement.objects.exclude(Q(evidence="") & Q(evidence_words=""))
    reviewed = SignatureSettings.load().review_entitlements
    no_longer_needed = [
        row
        for row in rows.select_for_update(of=("self",)).select_related("staff")
        if not row.staff.active or has_served(row, today, reviewed=reviewed)
    ]
    for row in no_longer_needed:
        forget_evidence(row)
    Entitlement.objects.bulk_update(
        no_longer_needed, ["evidence", "evidence_words"], batch_size=500
    )
    return len(no_longer_needed)


def _forget_leavers(today: dt.date) -> int:
    """Deletes the data of people who left. The staff record has no leaving date, so `Leaver`
    records when it was first seen."""
    Leaver.objects.filter(staff__active=True).delete()
    gone = Staff.objects.filter(active=False)
    new = set(gone.exclude(pk__in=Leaver.objects.values("staff")).values_list("pk", flat=True))
    having = {pk for model in PERSONAL for pk in new & _inactive_owners(model)}
    Leaver.objects.bulk_create(
        (Leaver(staff_id=pk, seen_on=today) for pk in sorted(having)), batch_size=500
    )
    long_ago = Leaver.objects.filter(seen_on__lte=today - KEPT_AFTER_LEAVING)
    whose = list(long_ago.values_list("staff", flat=True))
    deleted = 0
    for model in PERSONAL:
        number, _models = model.objects.filter(staff__in=whose).delete()
        deleted += number
    long_ago.delete()
    return deleted


def _inactive_owners(model: Any) -> set[int]:
    rows = model.objects.filter(staff__active=False).order_by()
    return set(rows.values_list("staff", flat=True).distinct())
