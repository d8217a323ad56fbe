"""The classes that are running, who teaches them, and which of them a page may show."""

import datetime as dt
from collections import defaultdict

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageViewRestriction

from district_cms.schools.models import SchoolYear

from ..models import ClassroomPage, ClassroomTeacher, TeacherPage


def running(today: dt.date) -> Q:
    """Returns a condition for `ClassroomPage`: has not ended on `today`."""
    ends = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return ends & Q(school_year__last_day__gte=today)


def in_its_turn(today: dt.date) -> Q:
    """Returns a condition for `ClassroomPage`: leaves out classes of a school year that begins
    while an earlier one is not over. They may be created in spring, but until summer people mean
    this year's classes."""
    return ~Q(out_of_turn(today))


def out_of_turn(today: dt.date) -> Exists:
    """Returns the opposite, as an annotation."""
    earlier = SchoolYear.objects.filter(
        last_day__gte=today, first_day__lt=OuterRef("school_year__first_day")
    )
    return Exists(earlier)


def runs_on(room: ClassroomPage, today: dt.date) -> bool:
    """Returns True if the class is live and has not ended on `today`."""
    return bool(room.live and last_day_of(room) >= today)


def last_day_of(room: ClassroomPage) -> dt.date:
    """Returns the last day of a class: its own, or that of its year."""
    year_ends: dt.date = room.school_year.last_day
    return min(room.ends_on or year_ends, year_ends)


def teaching(rooms: list[ClassroomPage], today: dt.date) -> dict[int, list[ClassroomTeacher]]:
    """Returns who teaches these classes: lead first, then co-teachers, then substitutes."""
    order = [part.value for part in ClassroomTeacher.Part]
    rows = ClassroomTeacher.objects.current(today).filter(classroom__in=rooms)
    by_room: dict[int, list[ClassroomTeacher]] = defaultdict(list)
    for row in sorted(rows.named_for_families(), key=lambda row: order.index(row.part)):
        by_room[row.classroom_id].append(row)
    return by_room


def of_teacher_page(page: TeacherPage, today: dt.date) -> Q:
    """Returns a condition for `ClassroomPage`: classes that this teacher has, or had until they
    left. Families who follow the page, or have its address, mean these classes."""
    rows = ClassroomTeacher.objects.followed(today).filter(staff_id=page.staff_id)
    return Q(pk__in=rows.values("classroom_id"))


def open_from(page: Page, path: str = "path") -> Q:
    """Returns a condition for pages below `page`, or for rows with such a page at `path`: whoever
    reads `page` may read them, because no page in between has a view restriction. No query."""
    above = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    doors = PageViewRestriction.objects.exclude(page__path__in=above).alias(
        asked=ExpressionWrapper(OuterRef(path), output_field=CharField())
    )
    return ~Q(Exists(doors.filter(asked__startswith=F("page__path"))))
