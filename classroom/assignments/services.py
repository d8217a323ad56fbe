"""A teacher is away, or leaves: their classes go to someone else on a day."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.leaving import end_account, set_last_day, take_last_day_back
from district_cms.people.models import Staff

from ..addresses import class_and_year
from ..models import ClassroomTeacher, Leave
from .giving import (
    as_told,
    choose,
    give_all,
    give_for_leave,
    give_for_other_leaves,
    give_for_own_leave,
    keep_for_good,
    others_who_give,
    take_back,
)
from .holding import assignments_of


@transaction.atomic
def leave_for_good(
    *, staff: Staff, last_day: dt.date, successors: Mapping[int, Staff], part: str, actor: Any
) -> None:
    """End roles, classes and the account with this day, the last one; `successors` have the
    classes, by their keys, from the day after, in this part.

    A day that is over ends all of it at once. The classes keep their pages, addresses, updates and
    the families who follow them.
    """
    today = timezone.localdate()
    staff = Staff.objects.select_for_update(of=("self",)).select_related("user").get(pk=staff.pk)
    given = []
    rows = _held(staff, min(today, last_day))
    chosen = {(pk, successor.pk) for pk, successor in successors.items()}
    others = others_who_give(staff, chosen | _classes_given(rows))
    own = rows if staff.last_day is not None and staff.last_day >= today else []
    taken = take_back([*own, *others])
    for row in rows:
        # One that would begin later holds on no day then.
        row.end_with(last_day, before=staff.last_day)
        successor = successors.get(row.classroom_id)
        choose(row, successor, part)
        if successor is not None:
            given.append(
                f"{class_and_year(row.classroom, timezone.localdate())}: {successor.full_name}"
            )
    set_last_day(staff=staff, last_day=last_day, actor=actor)
    give_all([*rows, *others])
    _substitute_again(taken)
    record(
        action="people.leaves",
        actor=actor,
        name=staff.full_name,
        last_day=str(last_day),
        classes=given,
        part=str(part),
    )
    if last_day < today:
        end_account(staff=staff, actor=actor)


@transaction.atomic
def stay(*, staff: Staff, actor: Any) -> bool:
    """Take the last day back, until it is over: roles and classes last as they did before, and who
    would have had the classes from then on has what they had. Returns whether there was one."""
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    if not can_stay(staff):
        return False
    assert staff.last_day is not None
    rows = _held(staff, timezone.localdate())
    others = others_who_give(staff, _classes_given(rows))
    taken = take_back([*rows, *others])
    for row in rows:
        row.go_on(before=staff.last_day)
        choose(row, None, "")
    last_day = staff.last_day
    take_last_day_back(staff=staff, actor=actor)
    give_all(others)
    _substitute_again(taken)
    kept = _classes_given(others)
    taken = [row for row in taken if (row.classroom_id, row.staff_id) not in kept]
    record(
        action="people.stays",
        actor=actor,
        name=staff.full_name,
        last_day=str(last_day),
        classes=_said(taken, rows),
    )
    return True


def can_stay(staff: Staff) -> bool:
    return staff.active and staff.last_day is not None and staff.last_day >= timezone.localdate()


def end_classes(*, people: Collection[Staff], **_others: object) -> None:
    """Whoever does not work here any more, and had no last day, has their classes until today."""
    today = timezone.localdate()
    rows = ClassroomTeacher.objects.filter(Q(until=None) | Q(until__gt=today), staff__in=people)
    ended = list(rows.select_related("classroom__school_year", "staff").order_by("pk"))
    rows.update(until=today)
    keep_for_good(people)
    if ended:
        record(
            action="people.classes_ended",
            classes=[
                f"{class_and_year(row.classroom, timezone.localdate())}: {row.staff.full_name}"
                for row in ended
            ],
        )


def _held(staff: Staff, today: dt.date) -> list[ClassroomTeacher]:
    """Their classes; what anyone has in them is changed by one at a time."""
    rows = list(assignments_of(staff, today))
    for row in rows:
        row.staff = staff  # whose last day is decided here
    classes = ClassroomTeacher.objects.filter(classroom__in=[row.classroom_id for row in rows])
    list(classes.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return rows


def _classes_given(rows: Collection[ClassroomTeacher]) -> set[tuple[int, int]]:
    """{(class, successor)} of what these rows' people have said."""
    return {(row.classroom_id, row.goes_to_id) for row in rows if row.goes_to_id is not None}


def _substitute_again(taken: Collection[ClassroomTeacher]) -> None:
    """Whoever had a class for good needed not substitute in it, and who is away is substituted in
    what they still have."""
    for successor in {row.staff for row in taken}:
        give_for_other_leaves(successor)
        give_for_own_leave(successor)


def _said(taken: Collection[ClassroomTeacher], rows: Collection[ClassroomTeacher]) -> list[str]:
    """ "Math 3: Noor Haddad" of each class and successor, once."""
    names = {row.classroom_id: class_and_year(row.classroom, timezone.localdate()) for row in rows}
    said = [f"{names[row.classroom_id]}: {row.staff.full_name}" for row in taken]
    return list(dict.fromkeys(said))


@transaction.atomic
def be_on_leave(
    *, staff: Staff, first_day: dt.date, last_day: dt.date, substitute: Staff | None, actor: Any
) -> Leave:
    """Record that someone is away, in place of what was recorded before; the substitute has all
    their classes on these days."""
    before = Leave.objects.filter(staff=staff).select_related("substitute").first()
    with as_told(ClassroomTeacher.objects.filter(leave__staff=staff)):
        if before is not None:
            before.delete()
            give_for_other_leaves(before.substitute)
        leave = Leave.objects.create(
            staff=staff, first_day=first_day, last_day=last_day, substitute=substitute
        )
        give_for_leave(leave)
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
    """Take a leave back: its substitute has the classes no more."""
    name = leave.staff.full_name
    leave.delete()
    give_for_other_leaves(leave.substitute)
    record(action="people.back_from_leave", actor=actor, name=name)
