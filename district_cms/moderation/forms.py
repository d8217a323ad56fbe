"""Forms of the approval step. Read while models load: it may import no model."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class SendBackForm(TaskStateCommentForm):
    """Sending back without a word would leave the author to guess."""

    comment = forms.CharField(
        label=_("What should change?"),
        help_text=_("The author will read this."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what should change.")},
    )
