"""Choosing stand-ins, and passing on what has waited too long."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.people.selectors import school_ids_led_by
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.queue.apart import Item, apart

from ..models import PassedOn, ReviewSettings, SchoolApprovalTask, StandIn
from ..review.selectors import pages_of
from .rules import school_days_since
from .selectors import stand_ins_by_school, to_choose_from

# The loop, as failures of it are filed.
PASSING = "passing on"


@transaction.atomic
def choose_stand_ins(*, school: SchoolPage, staff: Iterable[Staff], user: User) -> None:
    """Make these people, and nobody else, the stand-ins of a school.

    Raises `PermissionDenied` for anyone who does not lead the school today, and for people who
    cannot stand in there.
    """
    if school.pk not in school_ids_led_by(user):
        raise PermissionDenied(_("Only the principals of a school choose who stands in for them."))
    wanted = {one.pk: one for one in staff}
    allowed = set(to_choose_from(school).filter(pk__in=wanted).values_list("pk", flat=True))
    if allowed != set(wanted):
        raise PermissionDenied(_("One of these people cannot stand in at this school."))
    rows = StandIn.objects.filter(school=school)
    for row in rows.exclude(staff_id__in=wanted):
        row.delete()
    known = set(rows.values_list("staff_id", flat=True))
    for pk, one in wanted.items():
        if pk not in known:
            StandIn.objects.create(school=school, staff=one, chosen_by=user.get_full_name())
    record(
        action="review.stand_ins_chosen",
        actor=user,
        page=school,
        stand_ins=sorted(one.full_name for one in wanted.values()),
    )


def pass_on(*, now: dt.datetime | None = None) -> int:
    """Pass on what has waited too long in schools whose principals chose a stand-in. Returns how
    many updates there were. `now` is aware; mails go with the notices about reviews."""
    today = timezone.localdate(now or timezone.now())
    after = ReviewSettings.load().pass_on_after
    stand_ins = stand_ins_by_school()
    if not stand_ins:
        return 0
    years = SchoolYear.objects.prefetch_related("no_school_days")
    calendars = [year.calendar() for year in years]
    known = set(PassedOn.objects.values_list("task_state_id", flat=True))
    states = [state for state in _waiting() if state.pk not in known]
    pages = pages_of(states)
    paths = {school_path(page.path) for page in pages.values()}
    schools = dict(Page.objects.filter(path__in=paths).values_list("path", "pk"))
    passed = 0
    for state in states:
        page = pages.get(state.workflow_state.object_id)
        school = schools.get(school_path(page.path)) if page is not None else None
        days = school_days_since(timezone.localdate(state.started_at), today, calendars)
        others = [each for each in stand_ins.get(school or 0, []) if not _wrote(state, each)]
        if days >= after and others and page is not None and school is not None:
            with apart(Item(PASSING, str(state.pk), page.get_admin_display_title())) as tried:
                _pass_one_on(state=state, page=page, school=school, days=days, to=others)
            passed += not tried.failed
    return passed


@transaction.atomic
def _pass_one_on(*, state: TaskState, page: Any, school: int, days: int, to: list[User]) -> None:
    _row, created = PassedOn.objects.get_or_create(
        task_state_id=state.pk, defaults={"school_id": school, "school_days": days}
    )
    if created:
        names = [each.get_full_name() for each in to]
        record(action="review.passed_on", actor="nightly", page=page, days=days, to=names)


def _wrote(state: TaskState, user: User) -> bool:
    author = state.revision.user_id if state.revision is not None else None
    return user.pk in (state.workflow_state.requested_by_id, author)


def _waiting() -> list[TaskState]:
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SchoolApprovalTask.objects.values("task_ptr_id"),
    )
    return list(states.select_related("workflow_state", "revision").order_by("pk"))
