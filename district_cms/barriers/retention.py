"""Forgetting how to reach a person, once their report has been closed for a while."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Final

from django.db import transaction
from django.db.models import Q

from district_cms.audit_log.services import record

from .models import BarrierReport

CONTACT_FOR: Final = dt.timedelta(days=90)
"""How long after a report's end its contact details are kept."""

Forget = Callable[[Collection[str]], int]
_elsewhere: list[Forget] = []


def also_forget(forget: Forget) -> None:
    """Have `forget` called with the numbers of reports whose contacts are deleted, in the same
    transaction: for what upper rooms hold of them. Call it in `AppConfig.ready()`."""
    if forget not in _elsewhere:
        _elsewhere.append(forget)


@transaction.atomic
def forget_contacts(*, now: dt.datetime) -> int:
    """Delete the email addresses and telephone numbers of reports closed 90 days ago or longer.
    What was said and done stays. Returns how many reports. `now` is aware."""
    old = list(
        BarrierReport.objects.select_for_update()
        .filter(closed_at__lte=now - CONTACT_FOR)
        .exclude(Q(email="") & Q(phone=""))
    )
    for report in old:
        report.email, report.phone, report.contact_deleted_at = "", "", now
        record(action="barrier.contact_deleted", actor="nightly", reference=report.reference)
    BarrierReport.objects.bulk_update(old, ["email", "phone", "contact_deleted_at"])
    references = [report.reference for report in old]
    if references:
        for forget in _elsewhere:
            forget(references)
    return len(old)
