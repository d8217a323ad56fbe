"""Forms of the classroom screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .addresses import class_name
from .models import ClassroomPage


class SectionsForm(forms.Form):
    """Which other classes get this update too."""

    classrooms: "forms.ModelMultipleChoiceField[ClassroomPage]" = forms.ModelMultipleChoiceField(
        ClassroomPage.objects.none(),
        label=_("Classes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select at least one class.")},
    )
    submit = forms.BooleanField(
        label=_("Send them to the principal now"),
        required=False,
        initial=True,
        help_text=_("Otherwise they wait as drafts in each class, where you can change them."),
    )

    def __init__(self, *args: Any, classrooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["classrooms"]
        field.queryset = classrooms  # type: ignore[attr-defined]
        field.label_from_instance = class_label  # type: ignore[attr-defined]


class ClassForm(forms.Form):
    """Which class an update goes into instead."""

    classroom: "forms.ModelChoiceField[ClassroomPage]" = forms.ModelChoiceField(
        ClassroomPage.objects.none(),
        label=_("Class"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Select the class.")},
    )

    def __init__(self, *args: Any, classrooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["classroom"]
        field.queryset = classrooms  # type: ignore[attr-defined]
        field.label_from_instance = class_label  # type: ignore[attr-defined]


def class_label(classroom: ClassroomPage) -> str:
    """ "Math 3, Period 2 (2026-27)"."""
    return f"{class_name(classroom)} ({classroom.school_year.name})"
