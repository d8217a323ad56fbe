"""Forgetting how to reach a person, once their report has been closed for a while."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q

from district_cms.audit_log.services import record
from district_cms.schools.models import DistrictSettings

from .models import BarrierReport
from .signals import contacts_forgotten

CONTACT_FOR: Final = dt.timedelta(days=90)
"""How long after a report's end its contact details are kept."""


@transaction.atomic
def forget_contacts(*, now: dt.datetime) -> int:
    """Delete the email addresses and phone numbers of reports closed 90 days ago or longer.
    What was said and done stays. Returns how many reports; none until the district has entered its
    retention schedule. `now` is aware."""
    if not DistrictSettings.kept().retention_schedule:
        return 0
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
        contacts_forgotten.send(sender=BarrierReport, references=references)
    return len(old)
