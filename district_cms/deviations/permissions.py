"""Who reads an explanation, and who answers it: the person, whoever supervises them, and the
principals of their school; administrators read all."""

from typing import Final

from django.db.models import Q

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.selectors import school_ids_led_by
from district_cms.publishing.models import ProcedureSettings

from .models import Deviation

VIEW: Final = "deviations.view_deviation"


def reads_all(user: User) -> bool:
    return bool(user.is_active and user.has_perm(VIEW))


def led_by(user: User) -> Q:
    """Those of others that the account decides about: of people whom it supervises, and of the
    schools that it leads."""
    supervised = Q(staff__supervisor__user_id=user.pk)
    return (supervised | Q(school_id__in=school_ids_led_by(user))) & ~Q(staff__user_id=user.pk)


def has_report_in_menu(user: User) -> bool:
    """Asked on every screen, so whoever only supervises someone is led there by the first screen,
    and from the staff area."""
    return reads_all(user) or bool(user.is_active and school_ids_led_by(user))


def leads_anyone(user: User) -> bool:
    if not user.is_active:
        return False
    return bool(school_ids_led_by(user)) or Staff.objects.filter(supervisor__user=user).exists()


def can_open_report(user: User) -> bool:
    return reads_all(user) or leads_anyone(user)


def can_decide(user: User, deviation: Deviation) -> bool:
    """Where the district lets supervisors answer; nobody decides about their own."""
    if not ProcedureSettings.load().answer_explanations:
        return False
    if not user.is_active or deviation.staff is None or deviation.staff.user_id == user.pk:
        return False
    supervisor = deviation.staff.supervisor
    if supervisor is not None and supervisor.user_id == user.pk:
        return True
    return deviation.school_id in school_ids_led_by(user)


def someone_decides(deviation: Deviation) -> bool:
    """Whether there is a supervisor, or a school that someone else leads. One without a principal
    is read by who stands in."""
    staff, school = deviation.staff, deviation.school_id
    if staff is not None and staff.supervisor is not None:
        return True
    if staff is None or school is None:
        return False
    leading = StaffRole.objects.current().filter(role=Role.PRINCIPAL, staff__active=True)
    at_school = leading.filter(school_id=school)
    return not at_school.exists() or at_school.exclude(staff=staff).exists()


def can_ask(user: User, staff: Staff) -> bool:
    """May ask this person to explain something: their supervisor, and who leads a school of
    theirs."""
    if not user.is_active or staff.user_id == user.pk:
        return False
    if staff.supervisor is not None and staff.supervisor.user_id == user.pk:
        return True
    return bool(school_ids_led_by(user) & set(staff.schools.values_list("pk", flat=True)))
