"""Who stands in where. Reads only."""

from typing import Any

from wagtail.models import Page

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.people.selectors import schools_led_by

from ..models import StandIn
from ..models.standing_in import MAY_STAND_IN


def to_choose_from(school: Page) -> Any:
    """Who can stand in at a school: those who work there and may enter the editor, but for its
    principals."""
    held = StaffRole.objects.current().filter(role__in=MAY_STAND_IN, school_id=school.pk)
    approves = [role for role in MAY_STAND_IN if ROLE_MATRIX[role].approves]
    principals = held.filter(role__in=approves).values("staff_id")
    here = held.values("staff_id")
    able = Staff.objects.active().filter(user__is_active=True)
    return able.filter(pk__in=here).exclude(pk__in=principals)


def stand_ins_by_school() -> dict[int, list[User]]:
    """{id of a school: the accounts of its stand-ins}. One query."""
    found: dict[int, list[User]] = {}
    for row in StandIn.objects.able().select_related("staff__user").order_by("pk"):
        if row.staff.user is not None:
            found.setdefault(row.school_id, []).append(row.staff.user)
    return found


def chosen_for(user: User) -> list[tuple[Page, list[str]]]:
    """The schools that this account leads, each with the names of its stand-ins. One query."""
    schools = schools_led_by(user)
    names: dict[int, list[str]] = {school.pk: [] for school in schools}
    rows = StandIn.objects.able().filter(school_id__in=names).select_related("staff")
    for row in rows.order_by("staff__family_name", "pk"):
        names[row.school_id].append(row.staff.full_name)
    return [(school, names[school.pk]) for school in schools]
