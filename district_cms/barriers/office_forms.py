"""What the office fills in about a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import BarrierStep

LONGEST_NOTE = 4000


class StepForm(forms.Form):
    """What was done."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=BarrierStep.Kind.choices,
        help_text=_("Choose “Answered” if you reached the person yourself, and say how and when."),
    )
    note = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("This stays in the record, so write no names or addresses of families here."),
        error_messages={"required": _("Write in a few words what was done.")},
    )


class AnswerForm(forms.Form):
    """An answer by email."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "It is sent with the number of the report, what the person wrote, and how to reach "
            "you. A copy stays in the record."
        ),
        error_messages={"required": _("Write your answer first.")},
    )
