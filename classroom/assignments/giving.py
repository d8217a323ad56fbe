"""Classes go to someone else: for the days of a leave, or for good.

What the person has of a class already stays as it is. A row of its own says what is added, so that
it can go again without the other, and whose leave or leaving it comes from; no two rows of one
person in one class hold on the same day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from district_cms.people.models import Staff
from district_cms.schools.page_cache.writers import site_changed

from ..models import ClassroomTeacher, Leave
from .days import DAY, gaps, shared
from .holding import assignments_of

Part = ClassroomTeacher.Part


def give_for_leave(leave: Leave) -> None:
    """Its substitute has the classes on each of its days on which they would not have them, and on
    which they still work here."""
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
    held = defaultdict(list)
    own = ClassroomTeacher.objects.filter(
        staff=leave.substitute, classroom__in=[row.classroom_id for row, _days in rows]
    )
    for each in own:
        held[each.classroom_id].append((each.starts_on, each.until))
    for row, (first, last) in rows:
        assert first is not None  # a leave has both ends
        assert last is not None
        for start, until in list(gaps(first, last, held[row.classroom_id])):
            ClassroomTeacher.objects.create(
                classroom=row.classroom,
                staff=leave.substitute,
                part=Part.SUBSTITUTE,
                starts_on=start,
                until=until,
                leave=leave,
            )
            held[row.classroom_id].append((start, until))


def give_for_each(leaves: QuerySet[Leave]) -> None:
    """The same for each of these that has a substitute."""
    for leave in leaves.exclude(substitute=None).select_related("staff", "substitute"):
        give_for_leave(leave)


def give_for_other_leaves(substitute: Staff | None) -> None:
    """After a leave was taken back: what it covered may be a day of another one."""
    give_for_each(_not_over().filter(substitute=substitute))


def give_for_own_leave(staff: Staff) -> None:
    """Someone who is away has a class from now on: so has their substitute, as all others."""
    give_for_each(_not_over().filter(staff=staff))


def _not_over() -> QuerySet[Leave]:
    return Leave.objects.filter(last_day__gte=timezone.localdate())


def substitute_anew(staff: Staff, classroom_id: int) -> None:
    """What someone has of this class was changed: whoever substitutes for them in it does so on
    these days, and no others from now on."""
    until = timezone.localdate() - DAY
    of_leave = ClassroomTeacher.objects.filter(leave__staff=staff, classroom=classroom_id)
    with as_told(of_leave):
        rows = of_leave.filter(until__gt=until)
        rows.filter(starts_on__gt=until).delete()
        rows.update(until=until)
        site_changed()
        give_for_own_leave(staff)


@contextmanager
def as_told(rows: QuerySet[ClassroomTeacher]) -> Iterator[None]:
    """Who has one of these rows today and was told of it is not told again of the class, where it
    is given anew inside, in whatever rows."""
    today = timezone.localdate()
    told = {
        (row.classroom_id, row.staff_id, row.part): row.told_on
        for row in rows.filter(told_on__isnull=False)
        if shared((row.starts_on, row.until), (today, today))
    }
    yield
    if told:
        anew = ClassroomTeacher.objects.current(today).filter(
            classroom__in={classroom for classroom, _staff, _part in told}, told_on=None
        )
        for row in anew:
            row.told_on = told.get((row.classroom_id, row.staff_id, row.part))
        ClassroomTeacher.objects.bulk_update(
            [row for row in anew if row.told_on is not None], ["told_on"]
        )


def give_for_good(row: ClassroomTeacher, successor: Staff, *, part: str, last_day: dt.date) -> None:
    """The successor has the class in this part from the day after the last one of who leaves; a
    co-teacher is one until then, and an end that was planned stays."""
    starts_on = first_day_after(row, last_day)
    everything = ClassroomTeacher.objects.select_for_update(of=("self",)).filter(
        Q(until=None) | Q(until__gte=starts_on), classroom=row.classroom, staff=successor
    )
    _end_substituting(everything.exclude(leave=None), starts_on)
    own = [
        each
        for each in everything.filter(leave=None).order_by("starts_on", "pk")
        if shared((each.starts_on, each.until), (starts_on, None))
    ]
    running = next((e for e in own if e.starts_on is None or e.starts_on <= starts_on), None)
    if running is None and own:
        later = own[0]
        later_part = later.part if later.part == Part.LEAD else part
        _change(later, row, part=later_part, starts_on=starts_on)
    elif running is None:
        _begin(row, successor, part, starts_on, None)
    elif not holds_it_as_well(running, part):
        if running.starts_on == starts_on:
            _change(running, row, part=part)
        else:
            until = running.until
            _change(running, row, until=starts_on - DAY)
            _begin(row, successor, part, starts_on, until)
    give_for_other_leaves(successor)
    give_for_own_leave(successor)


def holds_it_as_well(held: ClassroomTeacher, part: str) -> bool:
    """Whether a row is as much as this part."""
    return held.part in {part, Part.LEAD}


def choose(row: ClassroomTeacher, successor: Staff | None, part: str) -> None:
    """Whoever leaves says who has the class from then on."""
    row.goes_to, row.goes_to_part = successor, part if successor is not None else ""
    row.save(update_fields=["goes_to", "goes_to_part"])


def others_who_give(staff: Staff, classes: Collection[tuple[int, int]]) -> list[ClassroomTeacher]:
    """The rows of others who leave and give one of these classes to the same person, {(class,
    successor)}. One query."""
    rows = ClassroomTeacher.objects.filter(
        classroom__in={classroom for classroom, _successor in classes},
        staff__active=True,
        staff__last_day__gte=timezone.localdate(),
    )
    rows = rows.exclude(staff=staff).exclude(goes_to=None)
    found = rows.select_related("classroom", "staff", "goes_to").order_by("pk")
    return [row for row in found if (row.classroom_id, row.goes_to_id) in classes]


def give_all(rows: Iterable[ClassroomTeacher]) -> None:
    """Each of these rows of people who leave goes to whom they chose, in the order of their last
    days: who has a class by one of them already has it once."""
    giving = [(row, row.staff.last_day) for row in rows if row.goes_to is not None]
    for row, last_day in sorted(giving, key=lambda each: (each[1] or dt.date.max, each[0].pk)):
        assert row.goes_to is not None
        if last_day is not None:
            give_for_good(row, row.goes_to, part=row.goes_to_part, last_day=last_day)


def given_for(rows: Iterable[ClassroomTeacher]) -> dict[int, list[ClassroomTeacher]]:
    """{class: what was given to others in it because whoever has these rows leaves, what holds last
    before what holds until then}. One query."""
    given = ClassroomTeacher.objects.filter(given_for__in=[row.pk for row in rows])
    found = defaultdict(list)
    last_first = F("starts_on").desc(nulls_last=True)
    for each in given.select_related("staff").order_by(last_first, "pk"):
        found[each.classroom_id].append(each)
    return found


def first_day_after(row: ClassroomTeacher, last_day: dt.date) -> dt.date:
    """On which someone else begins; a class that begins later begins with them."""
    return max(last_day + DAY, row.starts_on or last_day)


def take_back(rows: Iterable[ClassroomTeacher]) -> list[ClassroomTeacher]:
    """Before another last day is decided, or where there is none any more: who would have had these
    classes from then on has what they had. Returns what was given."""
    given = [each for of_class in given_for(rows).values() for each in of_class]
    for each in given:
        # Who was away then has a substitute in it no more, unless they have it all the same.
        away = ClassroomTeacher.objects.filter(leave__staff=each.staff_id)
        away.filter(classroom=each.classroom_id, until__gte=timezone.localdate()).delete()
        if each.changed_by_giving is None:
            each.delete()
    for each in given:
        if each.changed_by_giving is not None:
            for name, value in before_giving(each).items():
                setattr(each, name, value)
            each.given_for = each.changed_by_giving = None
            each.save()
    return given


def before_giving(given: ClassroomTeacher) -> dict[str, Any]:
    """{column: what it was}. What someone wrote by hand afterwards is what is meant."""
    before = {}
    for name, (was, became) in (given.changed_by_giving or {}).items():
        field: Any = ClassroomTeacher._meta.get_field(name)
        if getattr(given, name) == field.to_python(became):
            before[name] = field.to_python(was)
    return before


def keep_for_good(people: Collection[Staff]) -> None:
    """These have left: what was given for their classes is nobody's to take back."""
    given = ClassroomTeacher.objects.filter(given_for__staff__in=people)
    given.update(given_for=None, changed_by_giving=None)
    said = ClassroomTeacher.objects.filter(staff__in=people).exclude(goes_to=None)
    said.update(goes_to=None, goes_to_part="")


def _change(given: ClassroomTeacher, row: ClassroomTeacher, **values: Any) -> None:
    """What began with another giving is taken back with it, and what that one changed is known."""
    before = given.changed_by_giving or {}
    if given.given_for_id is None or before:
        changes = {
            name: [before[name][0] if name in before else getattr(given, name), new]
            for name, new in values.items()
        }
        given.changed_by_giving = before | changes
        given.given_for = given.given_for or row
    for name, value in values.items():
        setattr(given, name, value)
    given.save()


def _begin(
    row: ClassroomTeacher, successor: Staff, part: str, starts_on: dt.date, until: dt.date | None
) -> None:
    ClassroomTeacher.objects.create(
        classroom=row.classroom,
        staff=successor,
        part=part,
        starts_on=starts_on,
        until=until,
        given_for=row,
    )


def _end_substituting(rows: "QuerySet[ClassroomTeacher]", starts_on: dt.date) -> None:
    """Who has the class anyway from this day substitutes in it until then."""
    for each in rows:
        if each.starts_on is not None and each.starts_on < starts_on:
            each.until = starts_on - DAY
            each.save(update_fields=["until"])
        else:
            each.delete()
