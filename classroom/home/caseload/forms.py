"""How a school or a grade is chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.schools.choices import GRADE_LEVELS
from district_cms.schools.models import SchoolPage


class SchoolOrGradeForm(forms.Form):
    """A school, and one of its grades or all of them. Begins with the person's own school."""

    school: "forms.ModelChoiceField[SchoolPage]" = forms.ModelChoiceField(
        SchoolPage.objects.none(),
        label=_("School"),
        empty_label=_("Choose a school"),
        error_messages={
            "required": _("Choose a school."),
            "invalid_choice": _("Choose a school from the list."),
        },
    )
    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("All grades")), *GRADE_LEVELS], required=False
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing
        schools = SchoolPage.objects.live().public().order_by("title")
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["school"].initial = staff.schools.first()
