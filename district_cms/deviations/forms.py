"""What is asked of whoever explains something, and of whoever reads it."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.publishing.forms.words import WordsAmongStaff
from district_cms.schools.models import SchoolPage
from district_cms.schools.typed_dates.fields import PastDayField

from .models import LONGEST_WORDS, POSTING_DAY, Deviation

LONGEST_AGO: Final = dt.timedelta(days=366)
# A posting day is explained from its class, where its day is known.
OTHERS: Final = [pair for pair in Deviation.REQUIREMENTS if pair[0] != POSTING_DAY]


class ExplainForm(forms.Form):
    ground = forms.ChoiceField(
        choices=Deviation.GROUNDS,
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason. The procedure names these two.")},
    )
    words = WordsAmongStaff(
        label=_("In your own words"),
        help_text=_("One or two sentences, without names of students and without health details."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say in a sentence why it was different.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class _WhatAndWhen(forms.Form):
    # None is chosen beforehand: that of another sentence would be sent unread.
    requirement = forms.ChoiceField(
        label=_("What was different?"),
        choices=[("", _("Choose one")), *OTHERS],
        error_messages={"required": _("Choose what was different.")},
    )
    day = PastDayField(
        label=_("When?"),
        help_text=_("For example “yesterday”, “Friday”, or “9/14”."),
        error_messages={"required": _("Say which day it was.")},
    )

    def clean_day(self) -> dt.date:
        today = timezone.localdate()
        day: dt.date = self.cleaned_data["day"]
        if not today - LONGEST_AGO <= day <= today:
            raise ValidationError(_("Write today or a day of the last twelve months."))
        return day


class DeviationForm(_WhatAndWhen, ExplainForm):
    school: Any = forms.ModelChoiceField(
        SchoolPage.objects.none(),
        label=_("At which school?"),
        help_text=_("Its principals read it."),
        error_messages={"required": _("Choose the school where it was.")},
    )
    field_order = ("requirement", "school", "day", "ground", "words")

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        """Whoever works at one school, or at none, is not asked for it."""
        super().__init__(*args, **kwargs)
        if len(schools) > 1:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        else:
            del self.fields["school"]


class QuestionForm(forms.Form):
    question = WordsAmongStaff(
        label=_("Your question"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say what you would like to know.")},
    )


class AskForm(_WhatAndWhen, QuestionForm):
    staff: Any = forms.ModelChoiceField(
        Staff.objects.none(),
        label=_("Who do you ask?"),
        help_text=_("People of your schools, and those you supervise, who can sign in."),
        error_messages={"required": _("Choose who you ask.")},
    )
    field_order = ("staff", "requirement", "day", "question")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    # What was on the screen, see `Deviation.edition`.
    edition = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=Deviation.DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    answer = WordsAmongStaff(
        label=_("A note to the person"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
