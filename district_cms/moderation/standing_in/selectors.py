"""Who stands in where. Reads only."""

from typing import Any

from wagtail.models import Page

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import NEEDS_SCHOOL
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.people.selectors import schools_led_by

from ..models import StandIn


def to_choose_from(school: Page) -> Any:
    """Who can stand in at a school: those who work there and may enter the editor, but for its
    principals."""
    enters = [role for role, grants in ROLE_MATRIX.items() if grants.enters_editor]
    held = StaffRole.objects.current().filter(role__in=enters)
    approves = [role for role in enters if ROLE_MATRIX[role].approves]
    principals = held.filter(role__in=approves, school_id=school.pk).values("staff_id")
    here = held.filter(role__in=NEEDS_SCHOOL, school_id=school.pk).values("staff_id")
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
