"""Gives classes to someone else: for the days of a leave, or for good after a last day.

No two rows of a person in a class share a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from district_cms.people.models import Staff
from district_cms.schools.page_cache.writers import site_changed

from ..models import ClassroomPage, ClassroomTeacher, Leave, TeacherPage
from .leaving import assignments_of

Part = ClassroomTeacher.Part
Days = tuple[dt.date | None, dt.date | None]
"""The days of a class assignment, both ends included; None is open."""
DAY = dt.timedelta(days=1)


def shared(first_range: Days, second_range: Days) -> Days | None:
    """Returns the days that both have, or None."""
    starts = [day for day, _until in (first_range, second_range) if day is not None]
    ends = [day for _start, day in (first_range, second_range) if day is not None]
    first, last = max(starts, default=None), min(ends, default=None)
    return None if first is not None and last is not None and last < first else (first, last)


def gaps(first: dt.date, last: dt.date, held: Iterable[Days]) -> Iterator[tuple[dt.date, dt.date]]:
    """Yields the ranges from `first` to `last` that nothing in `held` covers."""
    for start, until in sorted(held, key=lambda days: days[0] or dt.date.min):
        if shared((first, last), (start, until)) is None:
            continue
        if start is not None and start > first:
            yield first, start - DAY
        if until is None or until >= last:
            return
        first = until + DAY
    if first <= last:
        yield first, last


def assign_for_leave(leave: Leave) -> None:
    """Gives the substitute the classes on the days of the leave, as long as the substitute works
    here."""
    if leave.substitute is None or not leave.substitute.active:
        return
    days_there = shared((leave.first_day, leave.last_day), (None, leave.substitute.last_day))
    if days_there is None:
        return
    rows = [
        (row, days)
        for row in assignments_of(leave.staff, leave.first_day)
        if (days := shared((row.starts_on, row.until), days_there))
    ]
    covered = defaultdict(list)
    own = ClassroomTeacher.objects.filter(
        staff=leave.substitute, classroom__in=[row.classroom_id for row, _days in rows]
    )
    for each in own:
        covered[each.classroom_id].append((each.starts_on, each.until))
    for row, (first, last) in rows:
        assert first is not None  # a leave has both ends
        assert last is not None
        for start, until in list(gaps(first, last, covered[row.classroom_id])):
            ClassroomTeacher.objects.create(
                classroom=row.classroom,
                staff=leave.substitute,
                part=Part.SUBSTITUTE,
                starts_on=start,
                until=until,
                leave=leave,
            )
            covered[row.classroom_id].append((start, until))


def assign_for_each(leaves: QuerySet[Leave]) -> None:
    """Does the same for each of these leaves that has a substitute."""
    for leave in leaves.exclude(substitute=None).select_related("staff", "substitute"):
        assign_for_leave(leave)


def assign_for_other_leaves(substitute: Staff | None) -> None:
    """Fills days that a canceled leave has freed, if another leave of this substitute needs
    them."""
    assign_for_each(_not_over().filter(substitute=substitute))


def assign_for_own_leave(staff: Staff) -> None:
    """Gives the substitute a class that a person on leave has just got."""
    assign_for_each(_not_over().filter(staff=staff))


@transaction.atomic
def assign_to_teachers_above(request: HttpRequest, *pages: Page) -> None:
    """Gives classes that have no teacher to the one under whose page they stand, after the last of
    `pages` was made or copied in the editor; it may be a class or hold some."""
    made = ClassroomPage.objects.descendant_of(pages[-1], inclusive=True)
    alone = list(made.filter(teaching=None))
    above = {each.path[: -Page.steplen] for each in alone}
    teachers = TeacherPage.objects.filter(path__in=above, staff__active=True)
    by_path = {page.path: page.staff for page in teachers.select_related("staff")}
    for classroom in alone:
        if staff := by_path.get(classroom.path[: -Page.steplen]):
            assign_lead(classroom, staff)
    assign_for_each(_not_over().filter(staff__in=by_path.values()))


def assign_lead(classroom: ClassroomPage, staff: Staff) -> None:
    """Gives a new class to its teacher, until the last day if one is known."""
    row = ClassroomTeacher.objects.create(classroom=classroom, staff=staff, part=Part.LEAD)
    if staff.last_day is not None:
        row.end_with(staff.last_day, before=None)


def _not_over() -> QuerySet[Leave]:
    return Leave.objects.filter(last_day__gte=timezone.localdate())


def refresh_substitute(staff: Staff, classroom_id: int) -> None:
    """Adjusts the substitute's days in this class to the person's current days in it."""
    until = timezone.localdate() - DAY
    of_leave = ClassroomTeacher.objects.filter(leave__staff=staff, classroom=classroom_id)
    with keep_notified_on(of_leave):
        rows = of_leave.filter(until__gt=until)
        rows.filter(starts_on__gt=until).delete()
        rows.update(until=until)
        site_changed()
        assign_for_own_leave(staff)


@contextmanager
def keep_notified_on(rows: QuerySet[ClassroomTeacher]) -> Iterator[None]:
    """Inside the context, people notified about one of these rows are not notified again when it
    is recreated."""
    today = timezone.localdate()
    notified_on = {
        (row.classroom_id, row.staff_id, row.part): row.told_on
        for row in rows.filter(told_on__isnull=False)
        if shared((row.starts_on, row.until), (today, today))
    }
    yield
    if notified_on:
        recreated = ClassroomTeacher.objects.current(today).filter(
            classroom__in={classroom for classroom, _staff, _part in notified_on}, told_on=None
        )
        for row in recreated:
            row.told_on = notified_on.get((row.classroom_id, row.staff_id, row.part))
        ClassroomTeacher.objects.bulk_update(
            [row for row in recreated if row.told_on is not None], ["told_on"]
        )


def first_day_after(row: ClassroomTeacher, last_day: dt.date) -> dt.date:
    """Returns the successor's first day: the day after, or later for a class that starts later."""
    return max(last_day + DAY, row.starts_on or last_day)


def outranks(held: ClassroomTeacher, part: str) -> bool:
    """Returns True if the row's part is at least this part."""
    return held.part in {part, Part.LEAD}


def hand_over(row: ClassroomTeacher) -> None:
    """Gives the class of a person who has left to the chosen successor, from the day after the last
    one.

    Rows that the successor already has in the class stay, unless their part is less than the chosen
    one."""
    successor, part = row.goes_to, row.goes_to_part
    if successor is None or row.until is None:
        return
    starts_on = first_day_after(row, row.until)
    everything = ClassroomTeacher.objects.select_for_update(of=("self",)).filter(
        Q(until=None) | Q(until__gte=starts_on), classroom=row.classroom, staff=successor
    )
    for substituting in everything.exclude(leave=None):
        end_before(substituting, starts_on)
    until = None
    for own in everything.filter(leave=None).order_by("starts_on", "pk"):
        if own.starts_on is None or own.starts_on <= starts_on:
            if outranks(own, part):
                break
        elif own.part == Part.LEAD:
            part = Part.LEAD
        until = own.until
        end_before(own, starts_on)
    else:
        ClassroomTeacher.objects.create(
            classroom=row.classroom, staff=successor, part=part, starts_on=starts_on, until=until
        )
    assign_for_other_leaves(successor)
    assign_for_own_leave(successor)


def end_before(row: ClassroomTeacher, starts_on: dt.date) -> None:
    """Ends a row before this day; deletes one that would start then or later."""
    if row.starts_on is None or row.starts_on < starts_on:
        row.until = starts_on - DAY
        row.save(update_fields=["until"])
    else:
        row.delete()
