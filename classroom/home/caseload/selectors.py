"""What a person follows, and what the public pages of these classes say."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length, Substr
from django.http import HttpRequest
from wagtail.models import Page

from district_cms.people.models import Staff
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import SchoolPage

from ...addresses import class_name
from ...models import CaseloadChoice, ClassroomPage, ClassroomTeacher, TeacherPage
from ...presentation.agenda import Entry, FamilyClass, entries
from ...presentation.cards import class_card
from ...presentation.running import in_its_turn, running, teaching
from ...presentation.week import last_day

MOST_FOUND: Final = 30
MOST_WORDS: Final = 6
_SCHOOL: Final = SCHOOL_DEPTH * Page.steplen


@dataclass(frozen=True, slots=True)
class Followed:
    """A class as the list shows it: `card` has what its school's page says of it."""

    room: ClassroomPage
    name: str
    school: str
    teachers: str
    card: dict[str, Any]

    def has(self, words: Sequence[str]) -> bool:
        """Whether all of these words, in lower case, are in its name or its teachers'."""
        said = f"{self.name} {self.teachers} {self.school}".casefold()
        return all(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, and of how many classes it is now."""

    choice: CaseloadChoice
    classes: int


@dataclass(frozen=True, slots=True)
class InWeek:
    """Something with a day, and in which class."""

    entry: Entry
    of: Followed


def words_of(query: str) -> list[str]:
    """What is searched for."""
    return query.casefold().split()[:MOST_WORDS]


def choices_of(staff: Staff) -> QuerySet[CaseloadChoice]:
    """A person's own choices: schools, then grades, then single classes. One query."""
    own = CaseloadChoice.objects.filter(staff=staff).select_related("school", "classroom")
    return own.order_by(F("school__title").asc(nulls_last=True), "grade", "classroom__title", "pk")


def chosen(staff: Staff, today: dt.date) -> tuple[list[Chosen], list[ClassroomPage]]:
    """What the person chose, and the classes of it that run, each once. Three queries."""
    choices = list(choices_of(staff))
    if not choices:
        return [], []
    wanted = Q(pk__in=[one.classroom_id for one in choices if one.classroom_id])
    for path in {one.school.path for one in choices if one.school}:
        wanted |= Q(path__startswith=path)
    # Which grades a class has stands in a list, which not every database looks into.
    rooms = [
        room
        for room in _open_classes(today).filter(wanted)
        if any(one.covers(room) for one in choices)
    ]
    counted = [Chosen(one, sum(map(one.covers, rooms))) for one in choices]
    return counted, rooms


def listed(rooms: Sequence[ClassroomPage], today: dt.date, request: HttpRequest) -> list[Followed]:
    """These classes with their teachers. One query."""
    by_room = teaching(list(rooms), today)
    return [
        Followed(
            room=room,
            name=class_name(room),
            school=room.title_of_school or "",
            teachers=", ".join(row.name_for_families for row in by_room[room.pk]),
            card=class_card(room, request),
        )
        for room in rooms
    ]


def week_of(
    classes: Sequence[Followed], now: dt.datetime, today: dt.date
) -> list[tuple[dt.date, list[InWeek]]]:
    """What is due and what is coming in these classes until a week from today, by day. At most four
    queries, and none without a class."""
    by_page = {one.room.translation_key: one for one in classes}
    if not by_page:
        return []
    rooms = [
        FamilyClass(one.room.translation_key, one.room.pk, one.name, one.school) for one in classes
    ]
    found = entries(rooms, now, today, last_day(today))
    lines = [InWeek(entry, by_page[entry.of_class]) for entry in found]
    return [(day, list(rows)) for day, rows in groupby(lines, key=lambda line: line.entry.day)]


def classes_found(query: str, today: dt.date) -> list[ClassroomPage]:
    """Running classes of the district by the words in their names or their teachers', one more than
    are shown. Two queries, and none without a word."""
    words = words_of(query)
    if not words:
        return []
    rooms = _open_classes(today).annotate(above=Left("path", Length("path") - Page.steplen))
    for condition in _said(words, today):
        rooms = rooms.filter(condition)
    return list(rooms[: MOST_FOUND + 1])


def _said(words: Sequence[str], today: dt.date) -> Iterator[Q]:
    for word in words:
        teachers = ClassroomTeacher.objects.current(today).filter(
            Q(staff__given_name__icontains=word) | Q(staff__family_name__icontains=word)
        )
        # "Ms. Rivera", as families call her.
        pages = TeacherPage.objects.live().filter(title__icontains=word)
        schools = SchoolPage.objects.live().filter(title__icontains=word)
        yield (
            Q(title__icontains=word)
            | Q(section__icontains=word)
            | Q(pk__in=teachers.values("classroom_id"))
            | Q(above__in=pages.values("path"))
            | Q(school_path__in=schools.values("path"))
        )


def _open_classes(today: dt.date) -> Any:
    """Classes that run and that everyone may read."""
    return (
        ClassroomPage.objects.live()
        .public()
        .filter(running(today), in_its_turn(today))
        .annotate(
            school_path=Substr("path", 1, _SCHOOL),
            title_of_school=SchoolPage.objects.filter(path=OuterRef("school_path")).values("title"),
        )
        .select_related("school_year", "standing")
        .order_by("title_of_school", "title", "section", "path")
    )
