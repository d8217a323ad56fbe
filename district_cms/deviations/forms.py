"""Forms for explanations, questions, answers, requests for an authorization, and decisions."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.publishing.forms.words import WordsAmongStaff
from district_cms.schools.models import SchoolPage
from district_cms.schools.typed_dates.fields import PastDayField, PickedDayField
from district_cms.web.times import date_text

from .models import LONGEST_WORDS, POSTING_DAY, Authorization, Deviation
from .rules import LONGEST, names_address
from .selectors import last_day_from

LONGEST_AGO: Final = dt.timedelta(days=366)
# A posting day is explained from its class, where the day is known.
OTHERS: Final = [pair for pair in Deviation.REQUIREMENTS if pair[0] != POSTING_DAY]
NAMED: Final = frozenset({"social", "app"})
"""Resources whose service must be named."""
INVALID_DAY: Final = _("Type the day like 6/4/2027, or choose it.")
DECISIONS: Final = [
    ("granted", _("Authorize it")),
    ("refused", _("Do not authorize it")),
]


class _StaffForm(forms.Form):
    use_required_attribute = False


class _SchoolForm(_StaffForm):
    """Asks for the school only if the person works at more than one."""

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(schools) > 1:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        else:
            del self.fields["school"]


class ExplainForm(_StaffForm):
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


class _WhatAndWhen(_StaffForm):
    # Nothing is preselected: a wrong choice would be sent unread.
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


class DeviationForm(_SchoolForm, _WhatAndWhen, ExplainForm):
    school: Any = forms.ModelChoiceField(
        SchoolPage.objects.none(),
        label=_("At which school?"),
        help_text=_("Its principals read it."),
        error_messages={"required": _("Choose the school where it was.")},
    )
    field_order = ("requirement", "school", "day", "ground", "words")


class QuestionForm(_StaffForm):
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
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]


class AnswerForm(_StaffForm):
    # The version on the screen, see `Deviation.edition`.
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


class WordsWithoutAddress(WordsAmongStaff):
    """Also refuses phone numbers, addresses and links, because none of them is stored. A
    single-line field stays one line, even if a crafted request sends more."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value) or ""
        return words if isinstance(self.widget, forms.Textarea) else " ".join(words.split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and names_address(value):
            raise ValidationError(
                _("Leave out the number, the address or the link: it is not kept here.")
            )


class RequestForm(_SchoolForm):
    resource = forms.ChoiceField(
        label=_("Which personal resource?"),
        choices=Authorization.RESOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to be used.")},
    )
    service = WordsWithoutAddress(
        label=_("Which network, app or website?"),
        help_text=_("Only for the last two choices. Write its name, not your name there."),
        required=False,
        max_length=60,
    )
    purpose = WordsWithoutAddress(
        label=_("For what purpose?"),
        help_text=_(
            "One or two sentences, without names of students, and without your number or address."
        ),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what it is for.")},
    )
    school: Any = forms.ModelChoiceField(
        SchoolPage.objects.none(),
        label=_("For which school?"),
        error_messages={"required": _("Choose the school whose families are reached.")},
    )
    reached = WordsWithoutAddress(
        label=_("Who is reached with it?"),
        help_text=_("For example “families of Math 3, Period 1” or “families of the garden club”."),
        max_length=200,
        error_messages={"required": _("Say which families are reached.")},
    )
    first_day = PickedDayField(
        label=_("From"),
        error_messages={"required": _("Say on which day it begins."), "invalid": INVALID_DAY},
    )
    last_day = PickedDayField(
        label=_("Until"),
        help_text=_(
            "At most the last day of the school year. The authorization ends automatically after "
            "it."
        ),
        error_messages={"required": _("Say on which day it ends."), "invalid": INVALID_DAY},
    )

    def clean_first_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise ValidationError(
                _(
                    "Write today or a later day. Earlier use needs an explanation, not an "
                    "authorization."
                )
            )
        if day > timezone.localdate() + LONGEST:
            raise ValidationError(_("Write a day within a year from today."))
        return day

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("resource") in NAMED and not data.get("service") and not self["service"].errors:
            self.add_error("service", _("Say which one it is."))
        if data.get("resource") not in NAMED:
            data["service"] = ""
        if data.get("first_day") and data.get("last_day"):
            try:
                check_last_day(data["first_day"], data["last_day"])
            except ValidationError as error:
                self.add_error("last_day", error)


class DecideForm(_StaffForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    last_day = PickedDayField(
        label=_("Until"),
        help_text=_(
            "You can choose another last day. The authorization ends automatically after it."
        ),
        required=False,
        error_messages={"invalid": INVALID_DAY},
    )
    answer = WordsWithoutAddress(
        label=_("A note to the person"),
        help_text=_("Needed where you do not authorize it."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, row: Authorization, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"last_day": row.last_day}, **kwargs})
        self.row = row

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("decision") == "refused":
            if not data.get("answer") and not self["answer"].errors:
                self.add_error("answer", _("Say in a sentence why not."))
        elif data.get("decision") == "granted" and not self["last_day"].errors:
            if not data.get("last_day"):
                self.add_error("last_day", _("Say on which day it ends."))
                return
            first = max(self.row.first_day, timezone.localdate())
            try:
                check_last_day(first, data["last_day"])
            except ValidationError as error:
                self.add_error("last_day", error)


def check_last_day(first_day: dt.date, last_day: dt.date) -> None:
    """Raises `ValidationError` for an end before the start, or after the school year."""
    if last_day < first_day:
        raise ValidationError(_("The last day comes before the first."))
    limit = last_day_from(first_day)
    if last_day > limit:
        raise ValidationError(
            _("At most to the end of the school year: %(day)s.") % {"day": date_text(limit)}
        )
