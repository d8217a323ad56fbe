"""Setting and lifting a legal hold."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings

from ..models import LegalHold
from ..permissions import check_may_hold


def standing_holds() -> QuerySet[LegalHold]:
    """Returns the holds that were not lifted, the oldest first."""
    return LegalHold.objects.filter(lifted_at__isnull=True).order_by("since", "pk")


def must_keep() -> bool:
    """Returns True if possible public records must stay: under a legal hold, and until the district
    has entered its retention schedule."""
    return not DistrictSettings.cached().retention_schedule or standing_holds().exists()


@transaction.atomic
def set_hold(*, user: User, reason: str) -> LegalHold:
    """Purge nothing of this room from now on; a running purge finishes first. Several holds may be
    active, and each is lifted separately. Raises `PermissionDenied`."""
    check_may_hold(user)
    hold = LegalHold.objects.create(reason=reason, set_by=user.get_full_name())
    record(action="legal_hold.set", actor=user, hold=hold.pk, reason=reason)
    return hold


@transaction.atomic
def lift_hold(*, user: User, hold: LegalHold, reason: str) -> bool:
    """Lift a hold. Purges resume if no other hold is active. Returns False if it was lifted before.
    Raises `PermissionDenied`."""
    check_may_hold(user)
    lifted = standing_holds().filter(pk=hold.pk)
    changed = lifted.update(
        lifted_at=timezone.now(), lifted_by=user.get_full_name(), lifted_reason=reason
    )
    if changed:
        record(action="legal_hold.lifted", actor=user, hold=hold.pk, reason=reason)
    return bool(changed)
