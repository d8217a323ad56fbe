"""Who approves what waits, and the schools where nobody does. Reads only."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.selectors import (
    district_stand_ins,
    reviewers_of,
    schools_without_principal,
)
from district_cms.schools.frame import school_path

from ..models import SchoolApprovalTask


@dataclass(frozen=True, slots=True)
class Alone:
    """A school that has no principal with an account today, and how many pages wait there."""

    school: Page
    waiting: int


def who_reviews(page: Page) -> str:
    """A sentence for whoever submits, where it is not the school's principal who gets it; "" in
    the usual case. One query, three where there is none."""
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
    """The schools without a principal, with what waits there. One query, three where there are
    any."""
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
    """The active accounts of the district administrators: they can give a school its principal."""
    staff = Staff.objects.with_role(Role.ADMINISTRATOR).filter(user__is_active=True)
    return [one.user for one in staff.select_related("user").order_by("pk") if one.user]
