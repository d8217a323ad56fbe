"""A teacher is away or leaves, and their classes go to someone else."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.leaving import end_account, set_last_day, take_last_day_back
from district_cms.people.models import Staff
from district_cms.schools.page_cache.writers import site_changed

from ..addresses import class_and_year
from ..models import ClassroomTeacher, Leave
from .handover import (
    assign_for_leave,
    assign_for_other_leaves,
    hand_over,
    keep_notified_on,
)
from .leaving import assignments_of


@transaction.atomic
def leave_for_good(
    *, staff: Staff, last_day: dt.date, successors: Mapping[int, Staff], part: str, actor: Any
) -> None:
    """Makes this day the last one of a person's roles, classes and account. `successors`, by class,
    get the classes in this part when the account ends.

    If the day is over, all of it ends at once. The classes keep their pages, addresses, updates and
    the families who follow them."""
    today = timezone.localdate()
    staff = Staff.objects.select_for_update(of=("self",)).select_related("user").get(pk=staff.pk)
    rows = _locked_rows(staff, min(today, last_day))
    for row in rows:
        # A row that would start later covers no day then.
        row.end_with(last_day, before=staff.last_day)
        _choose(row, successors.get(row.classroom_id), part)
    set_last_day(staff=staff, last_day=last_day, actor=actor)
    record(
        action="people.leaves",
        actor=actor,
        name=staff.full_name,
        last_day=str(last_day),
        classes=_chosen(rows),
        part=str(part),
    )
    if last_day < today:
        end_account(staff=staff, actor=actor)


@transaction.atomic
def stay(*, staff: Staff, actor: Any) -> bool:
    """Cancels a last day that is not over yet; roles and classes last as they did before. Returns
    False if there was none."""
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    if not can_stay(staff):
        return False
    last_day = staff.last_day
    rows = _locked_rows(staff, timezone.localdate())
    chosen = _chosen(rows)
    for row in rows:
        row.go_on(before=last_day)
        _choose(row, None, "")
    take_last_day_back(staff=staff, actor=actor)
    record(
        action="people.stays",
        actor=actor,
        name=staff.full_name,
        last_day=str(last_day),
        classes=chosen,
    )
    return True


def can_stay(staff: Staff) -> bool:
    return staff.active and staff.last_day is not None and staff.last_day >= timezone.localdate()


def end_classes(*, people: Collection[Staff], **_others: object) -> None:
    """Ends the classes of people who have left and hands over those with a chosen successor."""
    today = timezone.localdate()
    of_people = ClassroomTeacher.objects.filter(staff__in=people)
    rows = of_people.filter(Q(until=None) | Q(until__gt=today))
    ended = list(rows.select_related("classroom__school_year", "staff").order_by("pk"))
    rows.update(until=today)
    site_changed()
    chosen = of_people.exclude(goes_to=None).select_related("classroom", "goes_to")
    for row in chosen.order_by("until", "pk"):
        hand_over(row)
        _choose(row, None, "")
    if ended:
        record(
            action="people.classes_ended",
            classes=[
                f"{class_and_year(row.classroom, timezone.localdate())}: {row.staff.full_name}"
                for row in ended
            ],
        )


def _locked_rows(staff: Staff, today: dt.date) -> list[ClassroomTeacher]:
    """Returns the person's classes and locks all rows of these classes, so that changes are made
    one at a time."""
    rows = list(assignments_of(staff, today))
    classes = ClassroomTeacher.objects.filter(classroom__in=[row.classroom_id for row in rows])
    list(classes.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return rows


def _choose(row: ClassroomTeacher, successor: Staff | None, part: str) -> None:
    row.goes_to, row.goes_to_part = successor, part if successor is not None else ""
    row.save(update_fields=["goes_to", "goes_to_part"])


def _chosen(rows: Collection[ClassroomTeacher]) -> list[str]:
    """Returns "Math 3: Noor Haddad" for each class with a successor."""
    today = timezone.localdate()
    return [
        f"{class_and_year(row.classroom, today)}: {row.goes_to.full_name}"
        for row in rows
        if row.goes_to is not None
    ]


@transaction.atomic
def be_on_leave(
    *, staff: Staff, first_day: dt.date, last_day: dt.date, substitute: Staff | None, actor: Any
) -> Leave:
    """Records that someone is away, in place of an earlier record. The substitute has all their
    classes on these days."""
    before = Leave.objects.filter(staff=staff).select_related("substitute").first()
    with keep_notified_on(ClassroomTeacher.objects.filter(leave__staff=staff)):
        if before is not None:
            before.delete()
            assign_for_other_leaves(before.substitute)
        leave = Leave.objects.create(
            staff=staff, first_day=first_day, last_day=last_day, substitute=substitute
        )
        assign_for_leave(leave)
    record(
        action="people.on_leave",
        actor=actor,
        name=staff.full_name,
        days=f"{first_day} - {last_day}",
        substitute=str(substitute or ""),
    )
    return leave


@transaction.atomic
def be_back(*, leave: Leave, actor: Any) -> None:
    """Ends a leave: the substitute no longer has the classes."""
    name = leave.staff.full_name
    leave.delete()
    assign_for_other_leaves(leave.substitute)
    record(action="people.back_from_leave", actor=actor, name=name)
