"""What people who left had for their signature goes, after a time in which they may come back."""

import datetime as dt
from typing import Any, Final

from django.db import transaction

from district_cms.people.models import Staff

from ..models import AskedAgain, Decision, Entitlement, Issue, Leaver, Quote, SignatureChoice
from .rules import KEPT_AFTER_LEAVING

HAD: Final[tuple[Any, ...]] = (
    Entitlement,
    Quote,
    Decision,
    Issue,
    SignatureChoice,
    AskedAgain,
)
"""Everything that is kept about one person."""


@transaction.atomic
def forget_leavers(today: dt.date) -> int:
    """Note who left, forget the note of who is back, and delete what those had who left 90 days
    ago. Returns how many rows were deleted. `today` is a day in the district's zone."""
    Leaver.objects.filter(staff__active=True).delete()
    gone = Staff.objects.filter(active=False)
    new = set(gone.exclude(pk__in=Leaver.objects.values("staff")).values_list("pk", flat=True))
    having = {pk for model in HAD for pk in _staff_of(model, new)}
    Leaver.objects.bulk_create(
        (Leaver(staff_id=pk, seen_on=today) for pk in sorted(having)), batch_size=500
    )
    long_ago = Leaver.objects.filter(seen_on__lte=today - KEPT_AFTER_LEAVING)
    whose = list(long_ago.values_list("staff", flat=True))
    forgotten = 0
    for model in HAD:
        number, _models = model.objects.filter(staff__in=whose).delete()
        forgotten += number
    long_ago.delete()
    return forgotten


def _staff_of(model: Any, staff_ids: set[int]) -> set[int]:
    rows = model.objects.filter(staff__active=False).order_by().values_list("staff", flat=True)
    return staff_ids.intersection(rows.distinct())
