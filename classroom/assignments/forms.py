"""The forms of someone who leaves, and of someone who is away for a while."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.people.models import Staff, StaffRole
from district_cms.people.roles import Role
from district_cms.schools.frame import school_path
from district_cms.schools.typed_dates.fields import TypedDateField

from ..addresses import class_and_year
from ..models import ClassroomTeacher

LONGEST_AGO = dt.timedelta(days=60)
FARTHEST_AHEAD = dt.timedelta(days=730)


def teachers_for(rows: Iterable[ClassroomTeacher], *, but: Staff) -> list[Staff]:
    """Who may take these classes: teachers of their schools who have an account. One query."""
    schools = {school_path(row.classroom.path) for row in rows}
    today = timezone.localdate()
    held = StaffRole.objects.current(today).filter(role=Role.TEACHER, school__path__in=schools)
    people = Staff.objects.active().filter(
        pk__in=held.values("staff_id"), user__is_active=True, last_day=None
    )
    return list(people.exclude(pk=but.pk).order_by("family_name", "given_name", "pk"))


def check_not_far_ahead(day: dt.date) -> None:
    """Raise `ValidationError` for a slip of the hand in the year."""
    if day > timezone.localdate() + FARTHEST_AHEAD:
        raise forms.ValidationError(_("This day is more than two years ahead."))


class _TakeoverForm(forms.Form):
    def __init__(
        self, *args: Any, staff: Staff, rows: list[ClassroomTeacher], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.rows = rows
        self.people = {str(each.pk): each for each in teachers_for(rows, but=staff)}
        self.choices = [(pk, each.full_name) for pk, each in self.people.items()]


class LeavingForm(_TakeoverForm):
    """The last day, and who has each class from the day after."""

    last_day = TypedDateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The account ends that night."),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Who has the classes after that"),
        choices=[
            (ClassroomTeacher.Part.LEAD, gettext_lazy("takes them over")),
            (ClassroomTeacher.Part.SUBSTITUTE, gettext_lazy("substitutes until someone is found")),
        ],
        initial=ClassroomTeacher.Part.LEAD,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.rows:
            self.fields[field_of(row)] = forms.ChoiceField(
                label=class_and_year(row.classroom, timezone.localdate()),
                choices=[("", _("Nobody yet")), *self.choices],
                required=False,
            )
        if not self.rows:
            del self.fields["part"]

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if day < timezone.localdate() - LONGEST_AGO:
            raise forms.ValidationError(_("This day is more than 60 days ago."))
        check_not_far_ahead(day)
        return day

    @property
    def successors(self) -> dict[int, Staff]:
        chosen = {row.classroom_id: self.cleaned_data[field_of(row)] for row in self.rows}
        return {classroom: self.people[pk] for classroom, pk in chosen.items() if pk}

    @property
    def class_fields(self) -> list[Any]:
        return [self[field_of(row)] for row in self.rows]


class LeaveForm(_TakeoverForm):
    """From when until when, and who has the classes."""

    first_day = TypedDateField(label=gettext_lazy("First day away"))
    last_day = TypedDateField(label=gettext_lazy("Last day away"))
    substitute = forms.ChoiceField(
        label=gettext_lazy("Substitute"),
        required=False,
        help_text=gettext_lazy(
            "Has all classes on these days. With a substitute, the teacher gets no reminders."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["substitute"]
        field.choices = [("", _("Nobody")), *self.choices]

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        check_not_far_ahead(day)
        return day

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("This day has passed."))
        return cleaned

    @property
    def chosen(self) -> Staff | None:
        return self.people.get(self.cleaned_data["substitute"])


def field_of(row: ClassroomTeacher) -> str:
    return f"class_{row.classroom_id}"
