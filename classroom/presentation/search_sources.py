"""What the site's search indexes about teachers and classes, and what results show."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from district_cms.schools.frame import school_path
from district_cms.schools.search.index import refresh
from district_cms.schools.search.sources import (
    Entry,
    Facts,
    Source,
    register_findable,
    subject_words,
)
from district_cms.schools.search.words import grade_word, room_word

from ..models import ClassroomPage, ClassroomTeacher, TeacherPage
from .cards import room_of, stamp_of
from .running import running, teaching


def describe_teachers(ids: Sequence[int]) -> Iterable[Entry]:
    """Yields entries by name and title, and by subjects and grades of running classes."""
    pages = list(TeacherPage.objects.filter(pk__in=ids).select_related("staff"))
    taught = _taught({page.staff_id for page in pages})
    for page in pages:
        rooms = taught[page.staff_id, school_path(page.path)]
        grades = sorted({code for room in rooms for code in room["grade_levels"]})
        yield Entry(
            page.pk,
            "teacher",
            names=[page.title, page.staff.full_name],
            about=[page.staff.title, *{subject_words(room["subject"]) for room in rooms}],
            tokens=[grade_word(code) for code in grades],
            grades=grades,
        )


def _taught(staff_ids: set[int]) -> dict[tuple[int, str], list[dict[str, Any]]]:
    today = timezone.localdate()
    rooms = ClassroomPage.objects.live().public().filter(running(today))
    rows = ClassroomTeacher.objects.current(today).filter(staff__in=staff_ids, classroom__in=rooms)
    taught: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values(
        "staff_id",
        path=F("classroom__path"),
        subject=F("classroom__subject"),
        grade_levels=F("classroom__grade_levels"),
    ):
        taught[row["staff_id"], school_path(row["path"])].append(dict(row))
    return taught


def teacher_facts(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    pages = TeacherPage.objects.filter(pk__in=ids).select_related("staff")
    return {
        page.pk: Facts(details=[page.staff.title] if page.staff.title else []) for page in pages
    }


def describe_classes(ids: Sequence[int]) -> Iterable[Entry]:
    """Yields entries by the class's name, subject, grade, room, and today's teachers; not by future
    teachers, who are not announced yet, nor by past ones."""
    rooms = list(ClassroomPage.objects.filter(pk__in=ids).select_related("school_year"))
    rows = ClassroomTeacher.objects.current().filter(classroom__in=rooms)
    names: dict[int, list[str]] = defaultdict(list)
    for row in rows.named_for_families().order_by("pk"):
        names[row.classroom_id] += [row.name_for_families, row.staff.full_name]
    # A class is also found by the title of the teacher page above it.
    above = {room.path[: -Page.steplen] for room in rooms}
    pages = TeacherPage.objects.live().filter(path__in=above)
    titles = dict(pages.values_list("path", "title"))
    for room in rooms:
        teacher = titles.get(room.path[: -Page.steplen], "")
        where = room_of(room)
        tokens = [grade_word(code) for code in room.grade_levels]
        yield Entry(
            room.pk,
            "class",
            names=[room.title, room.section],
            about=[*names[room.pk], teacher, subject_words(room.subject), where],
            tokens=[*tokens, room_word(where)] if where else tokens,
            grades=room.grade_levels,
            last_day=room.ends_on or room.school_year.last_day,
        )


def class_facts(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    """Two queries."""
    rooms = list(ClassroomPage.objects.filter(pk__in=ids).select_related("standing", "school_year"))
    teachers = teaching(rooms, today)
    return {room.pk: _class_facts(room, teachers.get(room.pk, []), today) for room in rooms}


def _class_facts(room: ClassroomPage, teachers: list[ClassroomTeacher], today: dt.date) -> Facts:
    stamp = stamp_of(room, today)
    is_over = room.school_year.last_day < today
    details = [
        room.section,
        room.grade_label,
        room.school_year.name if is_over or room.school_year.first_day > today else "",
    ]
    return Facts(
        details=[part for part in details if part],
        whose=list(dict.fromkeys(row.name_for_families for row in teachers)),
        room=room_of(room),
        updated_on=stamp["updated_on"],
        next_due=None if is_over else stamp["next_due"],
    )


def note_teaching(*, class_id: int, staff_id: int) -> None:
    """Refreshes the index after a change to who teaches a class."""
    pages = TeacherPage.objects.filter(staff=staff_id).values_list("pk", flat=True)
    refresh(page_ids=[class_id, *pages])


def register() -> None:
    register_findable("classroom.teacherpage", Source(describe_teachers, teacher_facts))
    register_findable("classroom.classroompage", Source(describe_classes, class_facts))
