"""Who reads and answers an explanation, and who authorizes whom.

The person, their supervisor and the principals of the school read an explanation; administrators
read all. The supervisor or the principals of the person's schools authorize; for someone who leads
a school, only the supervisor. Administrators decide if there is nobody else. Nobody decides about
themselves.
"""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.selectors import approving_everywhere, reviewers_of, school_ids_led_by
from district_cms.publishing.models import ProcedureSettings

from .models import Deviation

VIEW_EXPLANATIONS: Final = "deviations.view_deviation"
VIEW_AUTHORIZATIONS: Final = "deviations.view_authorization"
AUTHORIZE_LEADERS: Final = "deviations.grant_authorization"


def reads_all_explanations(user: User) -> bool:
    return bool(user.is_active and user.has_perm(VIEW_EXPLANATIONS))


def reads_all_authorizations(user: User) -> bool:
    return bool(user.is_active and user.has_perm(VIEW_AUTHORIZATIONS))


def leads_school(user: User) -> bool:
    """Returns True if the account leads a school. Makes no query of its own, so that the menu of
    every screen can call it."""
    return bool(user.is_active and school_ids_led_by(user))


def read_by(user: User) -> Q:
    """Returns the condition for explanations of people whom the account supervises, and of schools
    that it leads."""
    supervised = Q(staff__supervisor__user_id=user.pk)
    return (supervised | Q(school_id__in=school_ids_led_by(user))) & ~Q(staff__user_id=user.pk)


def can_ask_someone(user: User) -> bool:
    supervises = Staff.objects.filter(supervisor__user=user)
    return bool(user.is_active and (school_ids_led_by(user) or supervises.exists()))


def can_open_explanations(user: User) -> bool:
    return reads_all_explanations(user) or can_ask_someone(user)


def can_ask(user: User, staff: Staff) -> bool:
    """Returns True if the account supervises this person, or leads one of their schools."""
    if not user.is_active or staff.user_id == user.pk:
        return False
    return _supervises(user, staff) or bool(
        school_ids_led_by(user) & set(staff.schools.values_list("pk", flat=True))
    )


def can_answer(user: User, deviation: Deviation) -> bool:
    """Returns True if the account may answer. Only if the district lets supervisors answer."""
    staff = deviation.staff
    if not ProcedureSettings.load().answer_explanations or staff is None:
        return False
    if not user.is_active or staff.user_id == user.pk:
        return False
    return _supervises(user, staff) or deviation.school_id in school_ids_led_by(user)


def has_reader(deviation: Deviation) -> bool:
    """Returns True if there is a supervisor, or a school that someone else leads. A stand-in leads
    a school without a principal."""
    staff, school = deviation.staff, deviation.school_id
    if staff is not None and staff.supervisor is not None:
        return True
    if staff is None or school is None:
        return False
    leading = StaffRole.objects.current().filter(role=Role.PRINCIPAL, staff__active=True)
    at_school = leading.filter(school_id=school)
    return not at_school.exists() or at_school.exclude(staff=staff).exists()


def people_to_authorize(user: User) -> QuerySet[Staff]:
    """Returns people whom the account may authorize: only people who can sign in, so that they can
    be notified."""
    rows = Staff.objects.active().filter(user__is_active=True).exclude(user_id=user.pk)
    if not user.is_active:
        return rows.none()
    at_schools = Staff.schools.through.objects.filter(schoolpage_id__in=school_ids_led_by(user))
    led = Q(pk__in=at_schools.values("staff_id"))
    # An account stays active until the night after its staff record is deactivated.
    own_record = Staff.objects.active().filter(user_id=user.pk)
    theirs = Q(supervisor__in=own_record) | (led & ~Q(_leads_a_school()))
    if user.has_perm(AUTHORIZE_LEADERS):
        theirs |= Q(_leads_a_school()) | _has_nobody()
    return rows.filter(theirs)


def can_authorize(user: User, staff: Staff | None) -> bool:
    return staff is not None and people_to_authorize(user).filter(pk=staff.pk).exists()


def can_open_authorizations(user: User) -> bool:
    return (
        reads_all_authorizations(user) or leads_school(user) or people_to_authorize(user).exists()
    )


def deciders_of(staff: Staff) -> list[User]:
    """Returns the accounts that get a request: the supervisor; otherwise those who lead one of the
    person's schools, unless the person leads one; otherwise the administrators."""
    boss = staff.supervisor
    if boss is not None and boss.active and boss.user is not None and boss.user.is_active:
        return [boss.user]
    reviewers: dict[int, User] = {}
    if not Staff.objects.filter(_leads_a_school(), pk=staff.pk).exists():
        for school in staff.schools.all():
            reviewers |= {user.pk: user for user in reviewers_of(school.pk)}
    reviewers.pop(staff.user_id or 0, None)
    if reviewers:
        return list(reviewers.values())
    administrators = Staff.objects.with_role(Role.ADMINISTRATOR)
    rows = User.objects.filter(is_active=True, staff__in=administrators)
    return list(rows.exclude(pk=staff.user_id or 0).order_by("pk"))


def _supervises(user: User, staff: Staff) -> bool:
    return staff.supervisor is not None and staff.supervisor.user_id == user.pk


def _leads_a_school() -> Exists:
    roles = StaffRole.objects.current().filter(role__in=(Role.PRINCIPAL, Role.STAND_IN))
    return Exists(roles.filter(staff=OuterRef("pk")))


def _has_nobody() -> Q:
    """Returns the condition for people without a supervisor who can sign in, and without a school
    that someone leads today."""
    supervised = Q(supervisor__active=True, supervisor__user__is_active=True)
    principals = StaffRole.objects.current().filter(
        role=Role.PRINCIPAL, staff__active=True, staff__user__is_active=True
    )
    led = Exists(principals.filter(school__staff=OuterRef("pk")))
    nobody = ~supervised & ~Q(led)
    # A district stand-in leads each school without a principal.
    return nobody & (Q(schools=None) | ~Q(Exists(approving_everywhere())))
