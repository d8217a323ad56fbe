"""Who approves waiting pages, and the schools where nobody does. Reads only."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.selectors import (
    district_stand_ins,
    is_district_stand_in,
    reviewers_of,
    school_ids_led_by,
    schools_led_by,
    schools_without_principal,
)
from district_cms.schools.frame import school_path

from ..models import SchoolApprovalTask, StandIn
from .queue import review_queue


@dataclass(frozen=True, slots=True)
class Alone:
    """A school without an active principal's account today, and the number of pages waiting
    there."""

    school: Page
    waiting: int


def who_reviews(page: Page) -> str:
    """Returns a sentence for the author if the school has no principal; else ""."""
    alone = schools_without_principal().filter(path=school_path(page.path))
    school = alone.first()
    if school is None:
        return ""
    names = [account.get_full_name() for account in reviewers_of(school.pk)]
    if names:
        return _("%(school)s has no principal at the moment. %(names)s will review it.") % {
            "school": school.title,
            "names": ", ".join(names),
        }
    return _(
        "%(school)s has no principal at the moment, so nobody can approve this yet. The district "
        "administrators are told. Your date counts."
    ) % {"school": school.title}


def schools_alone() -> list[Alone]:
    """Returns the schools without a principal, with their waiting pages."""
    schools = list(Page.objects.filter(pk__in=schools_without_principal().values("pk")))
    if not schools:
        return []
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SchoolApprovalTask.objects.values("task_ptr_id"),
    )
    ids = states.values_list("workflow_state__object_id", flat=True)
    paths = Page.objects.filter(pk__in=[int(pk) for pk in ids]).values_list("path", flat=True)
    waiting = Counter(school_path(path) for path in paths)
    return [Alone(school, waiting[school.path]) for school in schools]


def stand_in_names() -> list[str]:
    return [account.get_full_name() for account in district_stand_ins()]


def administrators() -> list[User]:
    """Returns the active accounts of district administrators, who can give a school its
    principal."""
    staff = Staff.objects.with_role(Role.ADMINISTRATOR).filter(user__is_active=True)
    return [one.user for one in staff.select_related("user").order_by("pk") if one.user]


def holdings(staff: Staff) -> Iterator[str]:
    """Yields what waits for this person. Makes the queue's queries, and one per school where they
    approve, of which there are few."""
    user = staff.user
    if user is None or not user.is_active:
        return
    schools = schools_led_by(user)
    if not schools:
        return
    waiting = len(review_queue(user))
    if waiting:
        yield _("waiting for their approval: %(number)d") % {"number": waiting}
    for school in schools:
        if [each.pk for each in reviewers_of(school.pk)] == [user.pk]:
            yield _("%(school)s: nobody else approves there") % {"school": school.title}


def may_review(user: User) -> bool:
    """Returns True if the account approves anything today by its role."""
    return bool(user.is_active and (user.is_superuser or school_ids_led_by(user)))


def is_on_standby(user: User) -> bool:
    """Returns True if the account is a stand-in, chosen by a principal or district-wide."""
    chosen = StandIn.objects.able().filter(staff__user_id=user.pk)
    return is_district_stand_in(user) or chosen.exists()
