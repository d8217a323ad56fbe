"""Questions about people that others ask often."""

from typing import Any

from wagtail.models import Page

from .models import Staff, StaffRole, User
from .roles import Role


def schools_led_by(user: User) -> tuple[Page, ...]:
    """The schools whose principal this account is today, or stands in for one, as plain pages.
    Asked once per request and account."""
    if user.schools_led is None:
        rows = StaffRole.objects.current().filter(
            role=Role.PRINCIPAL,
            staff__user_id=user.pk,
            staff__active=True,
            school__isnull=False,
        )
        user.schools_led = tuple(Page.objects.filter(pk__in=rows.values("school_id")))
    return user.schools_led


def school_ids_led_by(user: User) -> frozenset[int]:
    """Ids of the schools whose principal this account is."""
    return frozenset(page.pk for page in schools_led_by(user))


def principals_of(school_id: int) -> list[Staff]:
    """The principals of a school, by name."""
    return list(Staff.objects.with_role(Role.PRINCIPAL, school_id).select_related("user"))


def reviewers_of(school_id: int) -> list[Any]:
    """The active accounts that may approve pages of a school today, principals and stand-ins."""
    rows = StaffRole.objects.current().filter(
        role=Role.PRINCIPAL, school_id=school_id, staff__active=True, staff__user__is_active=True
    )
    return [row.staff.user for row in rows.select_related("staff__user")]
