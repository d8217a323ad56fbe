"""Which classes have no update for a posting day, and how a school's classes stood. Reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef
from wagtail.models import Page

from district_cms.people.models import StaffRole, User
from district_cms.people.roles import Role
from district_cms.schools.frame import school_path_in
from district_cms.schools.models import SchoolYear

from ..models import ClassroomPage, ClassroomTeacher, Leave, PostingSlot, ReminderChoice
from .rules import (
    Kind,
    ReminderPreferences,
    Teaching,
    asks,
    days_to_remind_of,
    wants,
    who_is_reminded,
)


@dataclass(slots=True)
class Reminded:
    """One person, and the classes to name, by kind of reminder, with the posting days."""

    user: User
    classes: dict[Kind, list[ClassroomPage]] = field(default_factory=lambda: defaultdict(list))
    days: dict[Kind, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """The classes of one school on one posting day as numbers: {standing: how many}."""

    school: Page
    day: dt.date
    standings: dict[str, int]

    def count(self, *standings: str) -> int:
        return sum(self.standings.get(each, 0) for each in standings)

    @property
    def total(self) -> int:
        return sum(self.standings.values())


def days_of(today: dt.date) -> dict[dt.date, Kind]:
    """Applies the rules to the calendar of the current school year. Two queries."""
    year = SchoolYear.objects.current(today)
    if year is None or not year.contains(today):
        return {}
    return days_to_remind_of(year.calendar(), today)


def to_remind(days: dict[dt.date, Kind], school: Page | None = None) -> list[Reminded]:
    """Returns who gets mail about these days; leaves out classes that have submitted an update
    since. With a school, only its teachers, whatever they chose for the mails of every posting day.
    Four queries, whatever the number of classes."""
    below = school.path if school else ""
    slots = PostingSlot.objects.filter(
        day__in=days, classroom__live=True, classroom__path__startswith=below
    )
    rows = slots.select_related("classroom__standing").order_by("classroom__title", "pk")
    empty = [
        (slot, days[slot.day])
        for slot in rows
        if slot.day is not None
        and asks(days[slot.day], slot.standing)
        and not is_in_since(slot.classroom, slot.day)
    ]
    teaching = _teaching({slot.classroom_id for slot, _kind in empty})
    people = {pk for rows in teaching.values() for pk in who_is_reminded(rows)}
    users = {user.pk: user for user in User.objects.filter(pk__in=people, is_active=True)}
    choices = ReminderChoice.objects.filter(pk__in=[] if school else people)
    preferences = {row.pk: ReminderPreferences(row.early, row.on_the_day) for row in choices}
    by_person: dict[int, Reminded] = {}
    for slot, kind in empty:
        for pk in who_is_reminded(teaching[slot.classroom_id]):
            if pk in users and slot.day and wants(kind, preferences.get(pk, ReminderPreferences())):
                reminded = by_person.setdefault(pk, Reminded(users[pk]))
                reminded.classes[kind].append(slot.classroom)
                reminded.days[kind] = slot.day
    return list(by_person.values())


def is_in_since(classroom: ClassroomPage, day: dt.date) -> bool:
    """No query for a class that was read with its standing."""
    standing = getattr(classroom, "standing", None)
    return standing is not None and standing.is_in_since(day)


def _teaching(classroom_ids: Iterable[int]) -> dict[int, list[Teaching]]:
    rows = ClassroomTeacher.objects.current().filter(
        classroom_id__in=list(classroom_ids), staff__active=True, staff__user__isnull=False
    )
    rows = rows.annotate(is_covered=covered())
    by_class: dict[int, list[Teaching]] = defaultdict(list)
    names = ("classroom_id", "staff__user_id", "part", "is_covered")
    for classroom_id, person, part, is_covered in rows.values_list(*names):
        by_class[classroom_id].append(Teaching(person, part, is_covered))
    return by_class


def covered() -> Exists:
    """Returns an annotation for class assignments: whether the person is on leave today, and the
    substitute has this class, works here and is not away as well."""
    away = Leave.objects.current().filter(staff_id=OuterRef("staff_id"))
    has_it = ClassroomTeacher.objects.current().filter(
        classroom_id=OuterRef(OuterRef("classroom_id")),
        staff_id=OuterRef("substitute_id"),
        staff__active=True,
        staff__user__is_active=True,
    )
    has_it = has_it.exclude(Exists(away))
    leaves = Leave.objects.current().filter(staff_id=OuterRef("staff_id"))
    return Exists(leaves.filter(Exists(has_it)))


def summaries(day: dt.date) -> dict[User, list[Summary]]:
    """Returns {principal: the schools}: how the classes stood on this posting day. Three
    queries."""
    school = school_path_in("classroom__path")
    rows = (
        PostingSlot.objects.filter(day=day, classroom__live=True)
        .exclude(standing="not_obliged")
        .order_by()
        .annotate(school=school)
        .values_list("school", "standing")
        .annotate(number=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for path, standing, number in rows:
        counts[path][standing] = number
    schools = Page.objects.filter(path__in=counts).order_by("path")
    by_school = {page.pk: Summary(page, day, counts[page.path]) for page in schools}
    principals = StaffRole.objects.current().filter(
        role=Role.PRINCIPAL,
        school_id__in=by_school,
        staff__active=True,
        staff__user__is_active=True,
    )
    by_principal: dict[User, list[Summary]] = defaultdict(list)
    for role in principals.select_related("staff__user").order_by("school__path", "pk"):
        if role.staff.user is not None and role.school_id is not None:
            by_principal[role.staff.user].append(by_school[role.school_id])
    return by_principal
