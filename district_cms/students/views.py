"""The screen on which staff record a release by the student's key."""

from typing import ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from district_cms.people.models import User

from .models import Release, Student
from .page_check import is_on
from .releases import record_release, students_of, withdraw_releases

TITLE = _("Record a release")
URL_NAME = "students_release"


class ReleaseForm(forms.ModelForm):
    # By key and not by a name. The answer is the same for a student of another school.
    student = forms.ModelChoiceField(
        Student.objects.none(),
        label=_("Student key"),
        to_field_name="key",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("No student of your schools has this key.")},
    )
    withdrawn = forms.BooleanField(
        label=_("The consent was taken back"),
        required=False,
        help_text=_("It ends today. Live pages then no longer show the name or the picture."),
    )

    class Meta:
        model = Release
        fields = ("student", "kind", "until", "by_student")
        widgets: ClassVar = {"until": AdminDateInput}
        help_texts: ClassVar = {
            "by_student": _(
                "From the 18th birthday on, the student decides and no longer the family. "
                "Unclear cases are for the district’s counsel."
            ),
        }


def release(request: HttpRequest) -> HttpResponse:
    """Records a written consent, or that it was taken back."""
    user = cast(User, request.user)
    if not may_record(user):
        raise PermissionDenied
    form = ReleaseForm(request.POST or None)
    form.fields["student"].queryset = students_of(user)  # type: ignore[attr-defined]
    if form.is_valid():
        fields = {**form.cleaned_data, "user": user}
        if fields.pop("withdrawn"):
            withdraw_releases(student=fields["student"], kind=fields["kind"], user=user)
            messages.success(request, _("The release is withdrawn."))
        else:
            record_release(**fields)
            messages.success(request, _("The release is recorded under your name."))
        return redirect(URL_NAME)
    words = {"page_title": TITLE, "header_title": TITLE, "submit_button_label": _("Record")}
    context = {**words, "form": form, "media": form.media, "action_url": reverse(URL_NAME)}
    return TemplateResponse(request, "wagtailadmin/generic/form.html", context)


def may_record(user: User) -> bool:
    return is_on() and bool(students_of(user).exists())


class _ReleaseItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_record(cast(User, request.user))


def release_item() -> MenuItem:
    return _ReleaseItem(TITLE, reverse(URL_NAME), icon_name="form", order=309)
