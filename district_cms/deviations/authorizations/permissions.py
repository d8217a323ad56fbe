"""Who may authorize whom: their supervisor, and the principals of their schools. Of who
leads a school the supervisor alone, and the district’s administrators; they decide as well where
there is nobody else. Nobody authorizes themselves."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.selectors import (
    approving_everywhere,
    reviewers_of,
    school_ids_led_by,
)

VIEW: Final = "deviations.view_authorization"
GRANT: Final = "deviations.grant_authorization"


def reads_all(user: User) -> bool:
    return bool(user.is_active and user.has_perm(VIEW))


def people_of(user: User) -> QuerySet[Staff]:
    """Whom the account may authorize: people who can sign in, so that they can be told."""
    rows = Staff.objects.active().filter(user__is_active=True).exclude(user_id=user.pk)
    if not user.is_active:
        return rows.none()
    at_schools = Staff.schools.through.objects.filter(schoolpage_id__in=school_ids_led_by(user))
    led = Q(pk__in=at_schools.values("staff_id"))
    # Of whoever was set to work here no longer, the account lasts until the night.
    own_record = Staff.objects.active().filter(user_id=user.pk)
    theirs = Q(supervisor__in=own_record) | (led & ~Q(_leads_a_school()))
    if user.has_perm(GRANT):
        theirs |= Q(_leads_a_school()) | _has_nobody()
    return rows.filter(theirs)


def can_decide(user: User, staff: Staff | None) -> bool:
    return staff is not None and people_of(user).filter(pk=staff.pk).exists()


def leads_anyone(user: User) -> bool:
    return people_of(user).exists()


def has_report_in_menu(user: User) -> bool:
    """Asked on every screen, so without a question of its own; whoever only supervises someone is
    led there by the first screen, and from the staff area."""
    return reads_all(user) or bool(user.is_active and school_ids_led_by(user))


def can_open_others(user: User) -> bool:
    return has_report_in_menu(user) or leads_anyone(user)


def deciders_of(staff: Staff) -> list[User]:
    """The accounts that are told what the person asks: the supervisor; else who leads a school of
    theirs, unless the person leads one; else the administrators."""
    boss = staff.supervisor
    if boss is not None and boss.active and boss.user is not None and boss.user.is_active:
        return [boss.user]
    found: dict[int, User] = {}
    if not Staff.objects.filter(_leads_a_school(), pk=staff.pk).exists():
        for school in staff.schools.all():
            found |= {user.pk: user for user in reviewers_of(school.pk)}
    found.pop(staff.user_id or 0, None)
    return list(found.values()) or _administrators(staff)


def _administrators(staff: Staff) -> list[User]:
    rows = User.objects.filter(
        is_active=True, staff__in=Staff.objects.with_role(Role.ADMINISTRATOR)
    )
    return list(rows.exclude(pk=staff.user_id or 0).order_by("pk"))


def _leads_a_school() -> Exists:
    roles = StaffRole.objects.current().filter(role__in=(Role.PRINCIPAL, Role.STAND_IN))
    return Exists(roles.filter(staff=OuterRef("pk")))


def _has_nobody() -> Q:
    """Without a supervisor who can sign in, and without a school that someone leads today."""
    supervised = Q(supervisor__active=True, supervisor__user__is_active=True)
    principals = StaffRole.objects.current().filter(
        role=Role.PRINCIPAL, staff__active=True, staff__user__is_active=True
    )
    led = Exists(principals.filter(school__staff=OuterRef("pk")))
    nobody = ~supervised & ~Q(led)
    # Whoever stands in leads each school that has no principal.
    return nobody & (Q(schools=None) | ~Q(Exists(approving_everywhere())))
