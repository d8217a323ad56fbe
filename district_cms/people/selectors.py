"""Questions about people that others ask often."""

from typing import Any

from .models import Staff, StaffRole
from .roles import Role


def school_ids_led_by(user: Any) -> frozenset[int]:
    """Ids of the schools whose principal this account is. Asked once per request and account."""
    known: frozenset[int] | None = getattr(user, "_school_ids_led", None)
    if known is None:
        known = frozenset(
            StaffRole.objects.filter(
                role=Role.PRINCIPAL,
                staff__user_id=user.pk,
                staff__active=True,
                school__isnull=False,
            ).values_list("school_id", flat=True)
        )
        user._school_ids_led = known
    return known


def principals_of(school_id: int) -> list[Staff]:
    """The principals of a school, by name."""
    return list(Staff.objects.with_role(Role.PRINCIPAL, school_id).select_related("user"))
