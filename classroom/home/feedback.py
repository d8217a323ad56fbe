"""Feedback on student work: notes that take one tap per class, at schools that use them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.procedure.clauses import clause
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage
from district_cms.schools.typed_dates.fields import PastDayField
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again
from district_cms.web.keys import key_in
from district_cms.web.times import day_text

from ..addresses import class_name
from ..models import ClassroomPage, FeedbackNote, FeedbackSchool
from ..models.feedback import MOST_PIECES
from ..permissions import can_see_names, current_classroom_ids
from ..selectors import own_classrooms

LONGEST_AGO = dt.timedelta(days=62)


class NoteForm(forms.Form):
    """Starts with the class's last kind and number, so that a note takes one tap."""

    kind = forms.ChoiceField(choices=FeedbackNote.KINDS, label=gettext_lazy("Kind of work"))
    pieces = forms.IntegerField(
        min_value=1,
        max_value=MOST_PIECES,
        label=gettext_lazy("How many"),
        widget=forms.TextInput({"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say how many pieces of work you returned.")},
    )
    day = PastDayField(
        required=False,
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Today, unless you write another day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_day(self) -> dt.date:
        today = timezone.localdate()
        day: dt.date = self.cleaned_data["day"] or today
        if not today - LONGEST_AGO <= day <= today:
            raise ValidationError(gettext_lazy("Write today or a day of the last two months."))
        return day


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
    """The counts of a school in a month: classes with enough notes, classes, and notes. No
    names."""

    enough: int
    classes: int
    times: int


def wants_notes(school: Page) -> bool:
    return FeedbackSchool.objects.filter(pk=school.pk).exists()


def own_noted(user: User, today: dt.date) -> list[Noted]:
    """Returns the account's classes at schools that use notes. One query if no school does, at most
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
    """Returns the sums of this month's notes in these classes. One query."""
    ids = list(classes)
    rows = (
        FeedbackNote.objects.filter(classroom__in=ids, day__gte=today.replace(day=1))
        .order_by()
        .values("classroom")
        .annotate(days=Count("day", distinct=True), notes=Count("pk"))
        .values_list("days", "notes")
    )
    counts = list(rows)
    enough = sum(days >= ASKED_A_MONTH for days, _notes in counts)
    return SchoolCounts(enough, len(ids), sum(notes for _days, notes in counts))


CLAUSE = "feedback"


class FeedbackPanel(Component):
    name = "feedback"
    template_name = "classroom/admin/feedback/panel.html"
    order = 11

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        return {
            # The panel above knows who teaches.
            "rows": own_noted(request.user, timezone.localdate())
            if getattr(request.user, "teaches", True)
            else [],
            "asked": ASKED_A_MONTH,
            "clause": clause(CLAUSE),
            "request": request,
            "csrf_token": parent_context["csrf_token"],
        }


KEPT_AFTER_THE_YEAR = dt.timedelta(days=30)


def check_may_note(*, user: User, classroom: ClassroomPage) -> None:
    """Raises `PermissionDenied` unless the account teaches the class and its school uses notes."""
    is_own = current_classroom_ids(user).filter(classroom_id=classroom.pk).exists()
    wanting = FeedbackSchool.objects.filter(school__path=school_path(classroom.path))
    if not (user.is_active and is_own and wanting.exists()):
        raise PermissionDenied(_("Notes on feedback are for those who teach the class."))


def note(
    *, user: User, classroom: ClassroomPage, day: dt.date, kind: str, pieces: int
) -> FeedbackNote:
    """Saves a note. A second note of the same kind and day replaces the number of the first."""
    check_may_note(user=user, classroom=classroom)
    saved, _created = FeedbackNote.objects.update_or_create(
        classroom=classroom, day=day, kind=kind, defaults={"pieces": pieces}
    )
    return saved


def take_back(*, user: User, classroom: ClassroomPage, key: int) -> bool:
    """Deletes a note of the class. Returns False if it does not exist."""
    check_may_note(user=user, classroom=classroom)
    deleted, _by_model = FeedbackNote.objects.filter(classroom=classroom, pk=key).delete()
    return bool(deleted)


@transaction.atomic
def choose(*, school: Page, user: User, wants: bool) -> None:
    """Turns notes on or off for a school; off deletes them. Raises `PermissionDenied` for anyone
    who does not lead the school."""
    if not can_see_names(user, school):
        raise PermissionDenied(_("Only the principals of a school decide this."))
    if wants:
        _row, is_new = FeedbackSchool.objects.get_or_create(school_id=school.pk)
        if is_new:
            record(action="school.feedback_notes_on", actor=user, page=school)
        return
    rows, _by_model = FeedbackSchool.objects.filter(pk=school.pk).delete()
    if rows:
        notes = FeedbackNote.objects.filter(classroom__path__startswith=school.path)
        deleted, _by_model = notes.delete()
        record(action="school.feedback_notes_off", actor=user, page=school, deleted=deleted)


def forget(*, today: dt.date) -> int:
    """Deletes the notes of school years that are over. Returns their number."""
    over = FeedbackNote.objects.filter(
        classroom__school_year__last_day__lt=today - KEPT_AFTER_THE_YEAR
    )
    deleted, _by_model = over.delete()
    return deleted


def note_feedback(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Saves or deletes a note."""
    if request.method != "POST":
        return press_again(request, "wagtailadmin_home")
    classroom = get_object_or_404(ClassroomPage, pk=classroom_id)
    check_may_note(user=request.user, classroom=classroom)
    key = key_in(request.POST.get("remove"))
    if key is not None:
        take_back(user=request.user, classroom=classroom, key=key)
        messages.success(request, _("The note is deleted."))
        return _home()
    prefix = f"class-{classroom.pk}"
    sent = request.POST.copy()
    if "today" in sent:
        sent[f"{prefix}-day"] = ""  # ignores a day typed for the other button
    form = NoteForm(sent, prefix=prefix)
    if not form.is_valid():
        words = " ".join(str(text) for errors in form.errors.values() for text in errors)
        messages.error(request, f"{class_name(classroom)}: {words}")
        return _home()
    saved = note(user=request.user, classroom=classroom, **form.cleaned_data)
    messages.success(
        request,
        _("Noted for %(class)s: %(kind)s, %(number)d, on %(day)s.")
        % {
            "class": class_name(classroom),
            "kind": saved.get_kind_display(),
            "number": saved.pieces,
            "day": day_text(saved.day),
        },
    )
    return _home()


def choose_feedback(request: SignedInRequest, school_id: int) -> HttpResponse:
    """Turns notes on or off; for a school's principal."""
    if request.method != "POST":
        return press_again(request, "classroom_school", school_id)
    school = get_object_or_404(SchoolPage, pk=school_id)
    wants = "wanted" in request.POST
    choose(school=school, user=request.user, wants=wants)
    message = (
        _("Teachers of your school can note feedback now, on their home screen.")
        if wants
        else _("Notes on feedback are off, and those of your school are deleted.")
    )
    messages.success(request, message)
    return redirect("classroom_school", school_id)


def _home() -> HttpResponse:
    return redirect(f"{reverse('wagtailadmin_home')}#feedback-section")


def urls() -> list[Any]:
    return [
        path("classes/<int:classroom_id>/feedback/", note_feedback, name="classroom_feedback"),
        path("school/<int:school_id>/feedback/", choose_feedback, name="classroom_school_feedback"),
    ]
