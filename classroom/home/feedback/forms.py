"""What a note holds: a kind, a number, a day. No words."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.schools.typed_dates.fields import PastDayField

from ...models.feedback import MOST_PIECES, FeedbackNote

LONGEST_AGO = dt.timedelta(days=62)


class NoteForm(forms.Form):
    """Begins with the class's last kind and number: then noting is one tap."""

    kind = forms.ChoiceField(choices=FeedbackNote.KINDS, label=_("Kind of work"))
    pieces = forms.IntegerField(
        min_value=1,
        max_value=MOST_PIECES,
        label=_("How many"),
        widget=forms.TextInput({"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={"required": _("Say how many pieces of work you returned.")},
    )
    day = PastDayField(
        required=False, label=_("Day"), help_text=_("Today, unless you write another day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_day(self) -> dt.date:
        today = timezone.localdate()
        day: dt.date = self.cleaned_data["day"] or today
        if not today - LONGEST_AGO <= day <= today:
            raise ValidationError(_("Write today or a day of the last two months."))
        return day
