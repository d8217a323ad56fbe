"""Buttons of the notes on feedback. Each sends, and leads back to where it stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.refused.keys import key_in
from district_cms.web.refused.unpressed import press_again
from district_cms.web.times import day_text

from ...addresses import class_name
from ...models import ClassroomPage
from .forms import NoteForm
from .services import check_may_note, choose, note, take_back


def note_feedback(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Note it, or remove a note."""
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
        sent[f"{prefix}-day"] = ""  # what was typed for the other button
    form = NoteForm(sent, prefix=prefix)
    if not form.is_valid():
        words = " ".join(str(text) for errors in form.errors.values() for text in errors)
        messages.error(request, f"{class_name(classroom)}: {words}")
        return _home()
    made = note(user=request.user, classroom=classroom, **form.cleaned_data)
    messages.success(
        request,
        _("Noted for %(class)s: %(kind)s, %(number)d, on %(day)s.")
        % {
            "class": class_name(classroom),
            "kind": made.get_kind_display(),
            "number": made.pieces,
            "day": day_text(made.day),
        },
    )
    return _home()


def choose_feedback(request: SignedInRequest, school_id: int) -> HttpResponse:
    """A school's principal turns notes on or off."""
    if request.method != "POST":
        return press_again(request, "classroom_school", school_id)
    school = get_object_or_404(SchoolPage, pk=school_id)
    wants = "wanted" in request.POST
    choose(school=school, user=request.user, wants=wants)
    said = (
        _("Teachers of your school can note feedback now, on their home screen.")
        if wants
        else _("Notes on feedback are off, and those of your school are deleted.")
    )
    messages.success(request, said)
    return redirect("classroom_school", school_id)


def _home() -> HttpResponse:
    return redirect(f"{reverse('wagtailadmin_home')}#feedback-section")


def urls() -> list[Any]:
    return [
        path("classes/<int:classroom_id>/feedback/", note_feedback, name="classroom_feedback"),
        path("school/<int:school_id>/feedback/", choose_feedback, name="classroom_school_feedback"),
    ]
