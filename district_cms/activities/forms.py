"""The form in which a school's principal, or the office, chooses who may post."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class LeadersForm(forms.Form):
    staff = forms.ModelMultipleChoiceField(
        queryset=Staff.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who may post"),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["staff"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people
