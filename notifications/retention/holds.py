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
    """Those that are not lifted, the oldest first."""
    return LegalHold.objects.filter(lifted_at__isnull=True).order_by("since", "pk")


def must_keep() -> bool:
    """Whether what may be a public record stays: under a legal hold, and until the district has
    entered its retention schedule."""
    return not DistrictSettings.cached().retention_schedule or standing_holds().exists()


@transaction.atomic
def set_hold(*, user: User, reason: str) -> LegalHold:
    """From now on nothing of this room is purged; a purge that is running finishes first. Several
    holds may stand at once, and each is lifted by itself. Raises `PermissionDenied`."""
    check_may_hold(user)
    hold = LegalHold.objects.create(reason=reason, set_by=user.get_full_name())
    record(action="legal_hold.set", actor=user, hold=hold.pk, reason=reason)
    return hold


@transaction.atomic
def lift_hold(*, user: User, hold: LegalHold, reason: str) -> bool:
    """Let the purges go on, where no other hold stands. False where it was lifted before. Raises
    `PermissionDenied`."""
    check_may_hold(user)
    lifted = standing_holds().filter(pk=hold.pk)
    changed = lifted.update(
        lifted_at=timezone.now(), lifted_by=user.get_full_name(), lifted_reason=reason
    )
    if changed:
        record(action="legal_hold.lifted", actor=user, hold=hold.pk, reason=reason)
    return bool(changed)
