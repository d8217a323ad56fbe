"""The reason of a refusal."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why something is not approved: the person reads it."""

    reason = forms.CharField(
        label=_("Why not, and what would be right"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write the reason: the person reads it and knows what to change.")
        },
    )
