"""What a person fills in on their own page."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.schools.typed_dates.fields import PickedDayField
from district_cms.web.times import time_text

from ...models import Rhythm, Subscriber
from ...models.subscribers import LONGEST_NICKNAME
from ...rules import quiet
from ..forms import LANGUAGE_NAMES
from .lines import Line
from .services import first_day, last_day

NICKNAME: Final = "nickname-"
# A text that waits longer than this would come too late to be of use.
LONGEST_QUIET: Final = dt.timedelta(hours=16)
# A name stands in mails too, where HTML and plain text have the same words. Besides letters and
# their accents, in any writing, what stands between the parts of names.
BETWEEN: Final = frozenset(" -.’")


class NicknameField(forms.CharField):
    """The person's own name for whose class it is."""

    def __init__(self, **options: Any) -> None:
        box = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=LONGEST_NICKNAME, required=False, widget=box, **options)

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(value)).replace("'", "’").split())
        if not all(each in BETWEEN or unicodedata.category(each)[0] in "LM" for each in name):
            raise forms.ValidationError(_("Use letters and spaces only."), code="invalid")
        return name


class HourField(forms.TypedChoiceField):
    """A whole hour of the day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=lambda: [(str(hour), time_text(dt.time(hour))) for hour in range(24)],
            coerce=lambda value: dt.time(int(value)),
            empty_value=None,
            required=False,
            **options,
        )


class PreferencesForm(forms.Form):
    """Which subscriptions stay or begin, on which channel; whose they are; how often, when and in
    which language we write. `lines` are the person's own."""

    keep = forms.MultipleChoiceField(required=False)
    text = forms.MultipleChoiceField(required=False)
    rhythm = forms.ChoiceField(choices=Rhythm.choices, required=False)
    language = forms.ChoiceField(choices=list(LANGUAGE_NAMES.items()))
    quiet_from = HourField(label=_("No texts from"))
    quiet_until = HourField(label=_("No texts until"))

    def __init__(
        self, data: Any, *, subscriber: Subscriber, lines: Sequence[Line], **kwargs: Any
    ) -> None:
        begin, end = quiet.hours(subscriber.quiet_from, subscriber.quiet_until)
        super().__init__(
            data, initial={"quiet_from": str(begin.hour), "quiet_until": str(end.hour)}, **kwargs
        )
        self._lines = lines
        for name in ("keep", "text"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(line.key, line.key) for line in lines]
        for line in lines:
            if line.active:
                self.fields[NICKNAME + line.key] = NicknameField(
                    label=line.label, initial=line.nickname
                )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begin, end = values.get("quiet_from"), values.get("quiet_until")
        if begin is not None and end is not None and quiet.length(begin, end) > LONGEST_QUIET:
            self.add_error("quiet_until", _("Leave at least eight hours a day for texts."))
        return values

    def nickname_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(NICKNAME)]

    def nicknames(self) -> dict[str, str]:
        """Names by the keys of lines; only of boxes that were sent."""
        return {
            name.removeprefix(NICKNAME): self.cleaned_data[name]
            for name in self.fields
            if name.startswith(NICKNAME) and name in self.data
        }

    def quiet_hours(self) -> tuple[dt.time, dt.time] | None:
        """None where they were not asked for."""
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return None if begin is None or end is None else (begin, end)


class PauseForm(forms.Form):
    """The day on which updates come again."""

    until = PickedDayField(
        label=_("Send updates again from"),
        error_messages={
            "required": _("Choose the day on which updates should come again."),
            "invalid": _("Choose a day, for example 2026-12-01."),
            "too_soon": _("Choose a day after today."),
            "too_late": _("Choose a day within the next six months."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {
            "min": first_day(today).isoformat(),
            "max": last_day(today).isoformat(),
        }

    def clean_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["until"]
        today = timezone.localdate()
        wrong = (
            "too_soon" if day < first_day(today) else "too_late" if day > last_day(today) else ""
        )
        if wrong:
            raise forms.ValidationError(self.fields["until"].error_messages[wrong], code=wrong)
        return day
