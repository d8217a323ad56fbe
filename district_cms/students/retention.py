"""Forgetting students whose time on the list is over."""

import datetime as dt
from typing import Final

from django.db import transaction

from district_cms.audit_log.services import record

from .models import HighSchoolStudent

KEPT_FOR: Final = dt.timedelta(days=90)
"""How long after its last day a row is kept: over the summer, so that the next list shows who
stays and who goes."""


@transaction.atomic
def forget_former(*, today: dt.date) -> int:
    """Delete the rows that ended 90 days before `today`, a date in the district's zone, or
    earlier. Returns how many."""
    number, _by_model = HighSchoolStudent.objects.filter(until__lte=today - KEPT_FOR).delete()
    if number:
        record(action="students.forgotten", actor="nightly", removed=number)
    return number
