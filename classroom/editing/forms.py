"""Forms of the classroom screens."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..addresses import class_name
from ..models import ClassroomPage
from ..requirements.same_days import Other, named


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

    def __init__(
        self,
        *args: Any,
        classrooms: Any,
        same_days: Mapping[str, list[Other]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`same_days` are the updates of each class, by its path, that are about the same days."""
        super().__init__(*args, **kwargs)
        there = same_days or {}

        def label(classroom: ClassroomPage) -> str:
            words = class_label(classroom)
            if others := there.get(classroom.path):
                words = _("%(class)s – has an update for these days: %(others)s") % {
                    "class": words,
                    "others": named(others),
                }
            return str(words)

        field = self.fields["classrooms"]
        field.queryset = classrooms  # type: ignore[attr-defined]
        field.label_from_instance = label  # type: ignore[attr-defined]


def class_label(classroom: ClassroomPage) -> str:
    """ "Math 3, Period 2 (2026-27)"."""
    return f"{class_name(classroom)} ({classroom.school_year.name})"
