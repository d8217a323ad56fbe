"""What the office says when it lets an address get messages again."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Why this address may get messages again"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: the family says that the mailbox works again. This stays in the audit "
            "log, so write no names or addresses here."
        ),
        error_messages={"required": _("Say why this address may get messages again.")},
    )
