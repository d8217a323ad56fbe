"""The one question before a page goes down: why. Nobody who is in a hurry has to type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.forms.words import WordsAmongStaff

from ..models import TakeDown


class TakeDownForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=TakeDown.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. It takes one tap.")},
    )
    # It goes out by email to the school and the office.
    note = WordsAmongStaff(
        strict=True,
        label=_("Note"),
        help_text=_("For the school and the office, never for families. Don’t name a student."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    together = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, others: int, **kwargs: Any) -> None:
        """`others`: how many pages were posted together with this one and are up."""
        super().__init__(*args, **kwargs)
        if others:
            self.fields["together"].label = _(
                "Take it down in the other classes it was posted to as well (%(number)d)"
            ) % {"number": others}
        else:
            del self.fields["together"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = "note" not in self.errors and not cleaned.get("note")
        if missing and cleaned.get("reason") == TakeDown.Reason.OTHER:
            self.add_error("note", _("Say in a few words what it is."))
        return cleaned
