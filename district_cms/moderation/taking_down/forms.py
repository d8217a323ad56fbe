"""The one question before a page goes down: why. Nobody who is in a hurry has to type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.checks import privacy
from district_cms.checks.describing import describe
from district_cms.publishing.content.checks import privacy_rules
from district_cms.publishing.refusals import sentence

from ..models import TakeDown


class TakeDownForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=TakeDown.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. It takes one tap.")},
    )
    note = forms.CharField(
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

    def clean_note(self) -> str:
        """It goes out by email to the school and the office: the privacy rules hold there too."""
        note: str = self.cleaned_data["note"].strip()
        faults = privacy.check_text(note, rules=privacy_rules()) if note else ()
        if refused := [describe(fault) for fault in faults]:
            raise forms.ValidationError([sentence(finding) for finding in refused])
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = "note" not in self.errors and not cleaned.get("note")
        if missing and cleaned.get("reason") == TakeDown.Reason.OTHER:
            self.add_error("note", _("Say in a few words what it is."))
        return cleaned
