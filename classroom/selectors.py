"""Queries about classes that several screens need."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from district_cms.moderation.taking_down.selectors import down_for_privacy
from district_cms.people.models import User
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.web.times import day_text

from .addresses import class_name
from .models import ClassroomPage, ClassroomTeacher, PostingSlot, TeacherPage
from .permissions import current_classroom_ids
from .presentation.running import in_its_turn, out_of_turn
from .reminders.selectors import is_in_since

# Standings without an update; families wait once the day has come.
NOT_POSTED: Final = frozenset({"open", "awaited", "missing"})
IN_THE_CHART: Final = 6
# A class lies below a teacher's page, which lies below its school.
CLASS_DEPTH: Final = SCHOOL_DEPTH + 2


def own_classrooms(user: User, today: dt.date | None = None) -> QuerySet[ClassroomPage]:
    """Returns the classes that this account teaches today: of this school year, in summer of the
    next."""
    today = today or timezone.localdate()
    return _taught_by(user, today).filter(in_its_turn(today))


def own_and_coming(user: User, today: dt.date) -> tuple[list[ClassroomPage], list[ClassroomPage]]:
    """Returns the account's current classes, and its classes of the following school year that
    already have pages. One query."""
    classes = list(_taught_by(user, today).annotate(is_coming=out_of_turn(today)))
    now = [each for each in classes if not each.is_coming]
    return now, [each for each in classes if each.is_coming]


def _taught_by(user: User, today: dt.date) -> QuerySet[ClassroomPage]:
    return (
        ClassroomPage.objects.filter(pk__in=current_classroom_ids(user))
        .filter(school_year__last_day__gte=today)
        .select_related("school_year", "standing")
        .order_by("title", "section")
    )


def to_start_from(updates: Any) -> Any:
    """Returns those of these updates that a new one may start from. Updates that are down for
    privacy and not yet reviewed by the communications office are left out."""
    return updates.exclude(translation_key__in=down_for_privacy().values("page_uuid"))


def updates_below(classes: Iterable[ClassroomPage]) -> Q:
    """Returns a condition for the updates of these classes. Makes no query."""
    below = Q(pk__in=[])
    for classroom in classes:
        below |= Q(path__startswith=classroom.path, depth=classroom.depth + 1)
    return below


def days_met_by(pages: Iterable[Any]) -> list[tuple[str, str]]:
    """Returns [("Math 3", "Tuesday, November 24")]: the posting days that these updates meet today.
    One query."""
    slots = PostingSlot.objects.filter(met_by__in=[page.translation_key for page in pages])
    rows = slots.filter(day__isnull=False).select_related("classroom").order_by("day", "pk")
    return [(class_name(row.classroom), day_text(row.day)) for row in rows if row.day]


@dataclass(frozen=True, slots=True)
class SchoolProgress:
    """How a principal's classes stand. `standings` is {standing: number} for the latest posting day
    that has come; before the year's first, for that one. `days` has the latest posting days that
    have come, oldest first: the day, the classes that posted, and all. `month_asked` is the number
    of classes that need updates this month, `month_met` how many of these have them. `day` is None
    if no class has a posting day. `waiting` has the classes without an update for that day."""

    day: dt.date | None
    standings: dict[str, int]
    days: list[tuple[dt.date, int, int]]
    month_asked: int
    month_met: int
    waiting: list[ClassroomPage]


def classes_of(school_paths: Iterable[str]) -> Any:
    """Returns the live classes of the schools at these tree paths."""
    below = Q(pk__in=[])
    for path in school_paths:
        below |= Q(path__startswith=path)
    # With the depth the database skips the updates, which are most of the pages.
    return ClassroomPage.objects.filter(below, live=True, depth=CLASS_DEPTH)


def school_progress(schools: Iterable[Page]) -> SchoolProgress:
    """Returns how the classes of these schools stand today. At most three queries."""
    paths = [school.path for school in schools]
    today = timezone.localdate()
    classes = list(
        classes_of(paths)
        .filter(school_year__last_day__gte=today)
        .order_by()
        .values_list("pk", "standing__month", "standing__month_needed", "standing__month_posted")
    )
    needs = [
        (needed, posted)
        for _pk, month, needed, posted in classes
        if month == today.replace(day=1) and needed
    ]
    counted: dict[dt.date, dict[str, int]] = defaultdict(dict)
    rows = (
        PostingSlot.objects.filter(
            classroom_id__in=[pk for pk, *_month in classes], day__isnull=False
        )
        .exclude(standing__in=["upcoming", "not_obliged"])
        .order_by()
        .values_list("day", "standing")
        .annotate(number=Count("pk"))
    )
    for day, standing, number in rows:
        counted[day][standing] = number
    # All classes are counted for the same day, also those that have posted for the next one
    # already.
    newest = max((day for day in counted if day <= today), default=min(counted, default=None))
    standings = counted[newest] if newest else {}
    late: list[ClassroomPage] = []
    if NOT_POSTED & standings.keys():
        empty = PostingSlot.objects.filter(day=newest, standing__in=NOT_POSTED).values("classroom")
        late = list(
            classes_of(paths).filter(pk__in=empty).select_related("standing").defer("introduction")
        )
        late = [each for each in late if not (newest and is_in_since(each, newest))]
    return SchoolProgress(
        day=newest,
        standings=standings,
        days=[
            (day, sum(numbers.get(each, 0) for each in ("met", "late")), sum(numbers.values()))
            for day, numbers in sorted(counted.items())
            if day <= today
        ][-IN_THE_CHART:],
        month_asked=len(needs),
        month_met=sum(posted >= needed for needed, posted in needs),
        waiting=sorted(late, key=class_name),
    )


TEACHER_DEPTH = 4
CLASSROOM_DEPTH = 5


def teachers_of(pages: Sequence[Page]) -> dict[int, str]:
    """Returns {page id: "Elena Rivera, Kofi Mensah"} for pages at or below a teacher's page. Two
    queries.

    A class belongs to its teachers of today; if it has none, to the owner of the teacher page above
    it."""
    people: dict[str, list[str]] = defaultdict(list)
    above = {_up_to(page, TEACHER_DEPTH) for page in pages}
    for row in TeacherPage.objects.filter(path__in=above).select_related("staff"):
        people[row.path] = [row.staff.full_name]
    classes = {_up_to(page, CLASSROOM_DEPTH) for page in pages}
    rows = ClassroomTeacher.objects.current().filter(classroom__path__in=classes)
    for taught in rows.select_related("staff", "classroom").order_by("pk"):
        people[taught.classroom.path].append(taught.staff.full_name)
    owners = {}
    for page in pages:
        of_class = people.get(_up_to(page, CLASSROOM_DEPTH))
        names = of_class or people.get(_up_to(page, TEACHER_DEPTH))
        if names:
            owners[page.pk] = ", ".join(names)
    return owners


def _up_to(page: Page, depth: int) -> str:
    return str(page.path[: Page.steplen * depth])
