"""Whose class a page belongs to, for reports of the rooms below."""

from collections import defaultdict
from collections.abc import Sequence

from wagtail.models import Page

from .models import ClassroomTeacher, TeacherPage

TEACHER_DEPTH = 4
CLASSROOM_DEPTH = 5


def teachers_of(pages: Sequence[Page]) -> dict[int, str]:
    """{id of a page: "Elena Rivera, Kofi Mensah"} of pages at or below a teacher's. Two queries.

    A class is its teachers' of today; where none is left, it stays with whose page it lies under.
    """
    people: dict[str, list[str]] = defaultdict(list)
    above = {_up_to(page, TEACHER_DEPTH) for page in pages}
    for row in TeacherPage.objects.filter(path__in=above).select_related("staff"):
        people[row.path] = [row.staff.full_name]
    classes = {_up_to(page, CLASSROOM_DEPTH) for page in pages}
    rows = ClassroomTeacher.objects.current().filter(classroom__path__in=classes)
    for taught in rows.select_related("staff", "classroom").order_by("pk"):
        people[taught.classroom.path].append(taught.staff.full_name)
    found = {}
    for page in pages:
        of_class = people.get(_up_to(page, CLASSROOM_DEPTH))
        names = of_class or people.get(_up_to(page, TEACHER_DEPTH))
        if names:
            found[page.pk] = ", ".join(names)
    return found


def _up_to(page: Page, depth: int) -> str:
    return str(page.path[: Page.steplen * depth])
