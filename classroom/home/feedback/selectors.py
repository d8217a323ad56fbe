"""Notes on feedback, and what they add up to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.schools.frame import school_path

from ...addresses import class_name
from ...models import ClassroomPage, FeedbackNote, FeedbackSchool
from ...selectors import own_classrooms
from .forms import NoteForm

ASKED_A_MONTH = 2
_SHOWN = 4


@dataclass(slots=True)
class Noted:
    """A class with the notes of this month, and the form for the next one."""

    classroom: ClassroomPage
    name: str
    form: NoteForm
    times: int = 0
    notes: list[FeedbackNote] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """Of a school in a month: of how many classes enough was noted, of how many there are, and how
    many notes there are in all. No names."""

    enough: int
    classes: int
    times: int


def wants_notes(school: Page) -> bool:
    return FeedbackSchool.objects.filter(pk=school.pk).exists()


def own_noted(user: User, today: dt.date) -> list[Noted]:
    """The account's classes at schools that want notes. One query where no school does, at most
    three."""
    wanting = set(FeedbackSchool.objects.values_list("school__path", flat=True))
    if not wanting:
        return []
    rows = [each for each in own_classrooms(user, today) if school_path(each.path) in wanting]
    if not rows:
        return []
    by_class: dict[int, list[FeedbackNote]] = defaultdict(list)
    for note in FeedbackNote.objects.filter(classroom__in=rows).order_by("-day", "-pk"):
        by_class[note.classroom_id].append(note)
    month = today.replace(day=1)
    return [_noted(classroom, by_class[classroom.pk], month) for classroom in rows]


def _noted(classroom: ClassroomPage, notes: list[FeedbackNote], month: dt.date) -> Noted:
    last = notes[0] if notes else None
    form = NoteForm(
        prefix=f"class-{classroom.pk}",
        initial={"kind": last.kind, "pieces": last.pieces} if last else None,
    )
    recent = [note for note in notes if note.day >= month]
    return Noted(
        classroom, class_name(classroom), form, len({n.day for n in recent}), recent[:_SHOWN]
    )


def counts_of(classes: Iterable[int], today: dt.date) -> SchoolCounts:
    """What the notes of this month add up to in these classes. One query."""
    ids = list(classes)
    rows = (
        FeedbackNote.objects.filter(classroom__in=ids, day__gte=today.replace(day=1))
        .order_by()
        .values("classroom")
        .annotate(days=Count("day", distinct=True), notes=Count("pk"))
        .values_list("days", "notes")
    )
    found = list(rows)
    enough = sum(days >= ASKED_A_MONTH for days, _notes in found)
    return SchoolCounts(enough, len(ids), sum(notes for _days, notes in found))
