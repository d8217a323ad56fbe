"""Which class pages are measured."""

import json
from typing import Any

from wagtail.models import Page

from classroom.models import ClassroomPage, UpdatePage
from district_cms.schools.models import SchoolPage

from .looking import look

CANDIDATES = 40


def fullest_classes(number: int) -> list[ClassroomPage]:
    """The public classes of today with the most updates."""
    rooms = ClassroomPage.objects.live().public().filter(continued_by=None)
    return list(rooms.order_by("-numchild", "pk")[:number])


def updates_and_print(number: int) -> None:
    """How many updates the class in the middle of the `number` fullest ones has."""
    print(sorted(_updates(page).count() for page in fullest_classes(number))[number // 2])


def alike_and_print(pages: dict[str, dict[str, Any]], updates: int) -> None:
    """{path: that of a class here whose page says about as much}, of pages that were looked at.

    Of the classes here no more than their newest `updates` stay live: a year of them is not what
    half a year is compared with.
    """
    query = next(iter(pages)).partition("?")[2]
    rooms = fullest_classes(CANDIDATES)
    for room in rooms:
        newest_first = _updates(room).order_by("-period_start", "pk").values_list("pk", flat=True)
        Page.objects.filter(pk__in=list(newest_first[updates:])).update(live=False)
    candidates = {page.url: len(look(f"{page.url}?{query}")["words"]) for page in rooms}
    found = {}
    for path, seen in pages.items():
        words = len(seen["words"])
        alike = min(candidates, key=lambda url, words=words: abs(candidates[url] - words))
        del candidates[alike]
        found[path.partition("?")[0]] = alike
    print(json.dumps(found))


def _updates(room: ClassroomPage) -> Any:
    return UpdatePage.objects.child_of(room).live()


def editors_and_print(number: int) -> None:
    """So many classes with a teacher who signs in, and the schools."""
    teachers = []
    for room in ClassroomPage.objects.live().public().filter(continued_by=None):
        teacher: Any = room.get_parent().specific
        if teacher.staff and teacher.staff.user:
            teachers.append({"email": teacher.staff.email, "class": room.pk, "path": room.url})
    print(
        json.dumps(
            {
                "teachers": teachers[:number],
                "schools": [page.url for page in SchoolPage.objects.live()],
                "curriculum": None,
            }
        )
    )
