"""Who stands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class StandInsForm(forms.Form):
    staff: "forms.ModelMultipleChoiceField[Staff]" = forms.ModelMultipleChoiceField(
        label=_("Who can approve what has waited too long?"),
        help_text=_("They see only what was passed on to them. Choose nobody to keep it all."),
        queryset=Staff.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]
