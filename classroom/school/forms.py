"""What a principal looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.schools.choices import GRADE_LEVELS


class FilterForm(forms.Form):
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    teacher = forms.ChoiceField(label=_("Teacher"), required=False)
    waiting = forms.BooleanField(label=_("Only classes that have not posted yet"), required=False)

    def __init__(
        self, *args: Any, grades: set[str], teachers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        here = [(key, label) for key, label in GRADE_LEVELS if key in grades]
        self.fields["grade"].choices = [("", _("All grades")), *here]  # type: ignore[attr-defined]
        people = [(str(pk), name) for pk, name in teachers]
        self.fields["teacher"].choices = [("", _("All teachers")), *people]  # type: ignore[attr-defined]
