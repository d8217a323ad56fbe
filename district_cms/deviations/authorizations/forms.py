"""What is asked of whoever wants to use something of their own, and of whoever decides."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.publishing.forms.words import WordsAmongStaff
from district_cms.schools.models import SchoolPage
from district_cms.schools.typed_dates.fields import PickedDayField
from district_cms.web.times import date_text

from ..models import Authorization
from .rules import LONGEST, names_address
from .selectors import last_day_from
from .services import Wanted

NAMED: Final = frozenset({"social", "app"})
"""Of these it is said which one."""

UNREAD: Final = _("Type the day like 6/4/2027, or choose it.")
DECISIONS: Final = [
    ("granted", _("Authorize it")),
    ("refused", _("Do not authorize it")),
]


class WordsWithoutAddress(WordsAmongStaff):
    """Refuses a phone number, an address and a link too: none of them is kept. What has a line to
    be written in is one line: a form that somebody else sends may have more."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value) or ""
        return words if isinstance(self.widget, forms.Textarea) else " ".join(words.split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and names_address(value):
            raise ValidationError(
                _("Leave out the number, the address or the link: it is not kept here.")
            )


class WantedForm(forms.Form):
    resource = forms.ChoiceField(
        label=_("Which personal resource?"),
        choices=Authorization.RESOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to be used.")},
    )
    service = WordsWithoutAddress(
        label=_("Which network, app or website?"),
        help_text=_("Only for the last two. Its name is enough, not your name there."),
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
    reached = WordsWithoutAddress(
        label=_("Who is reached with it?"),
        help_text=_("For example “families of Math 3, Period 1” or “families of the garden club”."),
        max_length=200,
        error_messages={"required": _("Say which families are reached.")},
    )
    first_day = PickedDayField(
        label=_("From"),
        error_messages={"required": _("Say on which day it begins."), "invalid": UNREAD},
    )
    last_day = PickedDayField(
        label=_("Until"),
        help_text=_("The last day, at most that of the school year. It then ends by itself."),
        error_messages={"required": _("Say on which day it ends."), "invalid": UNREAD},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_first_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise ValidationError(
                _("Write today or a later day. What was before is explained, not authorized.")
            )
        if day > timezone.localdate() + LONGEST:
            raise ValidationError(_("Write a day within a year from today."))
        return day

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("resource") in NAMED and not said.get("service") and not self["service"].errors:
            self.add_error("service", _("Say which one it is."))
        if said.get("first_day") and said.get("last_day"):
            try:
                check_last_day(said["first_day"], said["last_day"])
            except ValidationError as error:
                self.add_error("last_day", error)

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        named = said["service"] if said["resource"] in NAMED else ""
        names = ("resource", "purpose", "reached", "first_day", "last_day")
        return Wanted(**{name: said[name] for name in names}, service=named)


class AskForm(WantedForm):
    school: Any = forms.ModelChoiceField(
        SchoolPage.objects.none(),
        label=_("For which school?"),
        error_messages={"required": _("Choose the school whose families are reached.")},
    )
    field_order = ("resource", "service", "purpose", "school", "reached", "first_day", "last_day")

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        """Whoever works at one school, or at none, is not asked for it."""
        super().__init__(*args, **kwargs)
        if len(schools) > 1:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        else:
            del self.fields["school"]


class GrantForm(WantedForm):
    staff: Any = forms.ModelChoiceField(
        Staff.objects.none(),
        label=_("Who do you authorize?"),
        error_messages={"required": _("Choose who you authorize.")},
    )
    field_order = ("staff",)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    last_day = PickedDayField(
        label=_("Until"),
        help_text=_("Your own last day, if it is another one. It ends by itself."),
        required=False,
        error_messages={"invalid": UNREAD},
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
        self.use_required_attribute = False
        self.row = row

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("decision") == "refused":
            if not said.get("answer") and not self["answer"].errors:
                self.add_error("answer", _("Say in a sentence why not."))
        elif said.get("decision") == "granted" and not self["last_day"].errors:
            if not said.get("last_day"):
                self.add_error("last_day", _("Say on which day it ends."))
                return
            first = max(self.row.first_day, timezone.localdate())
            try:
                check_last_day(first, said["last_day"])
            except ValidationError as error:
                self.add_error("last_day", error)


def check_last_day(first_day: dt.date, last_day: dt.date) -> None:
    """Raises `ValidationError` for an end before the beginning, or after the school year."""
    if last_day < first_day:
        raise ValidationError(_("The last day comes before the first."))
    limit = last_day_from(first_day)
    if last_day > limit:
        raise ValidationError(
            _("At most to the end of the school year: %(day)s.") % {"day": date_text(limit)}
        )
