"""Form fields that parse typed days and times, and report what they cannot parse."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone

from district_cms.web.typed_dates import Span, TypedDateError, read_day, read_moment, read_time

from .widgets import (
    RecordedDayInput,
    TypedDateInput,
    TypedDateTimeInput,
    TypedInput,
    TypedTimeInput,
    typed,
)

JULY = 7
SCHOOL_DAY = "school-day"
"""The kind for a day of class work. A day without school is accepted, with a warning."""

PAST_DAY = "past-day"
"""The kind for a past day: “Friday” is the last one."""


def school_year_now() -> Span | None:
    """Returns the school year for dates typed without a year: the current one, in the summer the
    next. None if the calendar has neither; if it has no years at all, July to June."""
    today = timezone.localdate()
    # By name, because models of this package have blocks with these fields.
    year = apps.get_model("schools", "SchoolYear").objects.current(today)
    if year is None:
        begins = today.year if today.month >= JULY else today.year - 1
        return Span(dt.date(begins, JULY, 1), dt.date(begins + 1, JULY - 1, 30))
    return Span(year.first_day, year.last_day) if year.last_day >= today else None


def read(kind: str, text: str) -> Any:
    """Returns the day, the time, or the naive datetime that `text` means. `kind` is "day",
    "school-day", "past-day", "recorded-day", "time" or "moment". Raises `TypedDateError`."""
    today = timezone.localdate()

    def day(*, over: bool = False) -> dt.date:
        return read_day(text, today=today, school_year=school_year_now, over=over)

    readers: dict[str, Callable[[], Any]] = {
        "day": day,
        RecordedDayInput.kind: day,
        SCHOOL_DAY: day,
        PAST_DAY: lambda: day(over=True),
        "time": lambda: read_time(text),
        "moment": lambda: read_moment(text, today=today, school_year=school_year_now),
    }
    return readers[kind]()


def _read_or_refuse(kind: str, text: str) -> Any:
    try:
        return read(kind, text)
    except TypedDateError as error:
        raise ValidationError(error.sentence, code="invalid") from error


class TypedDateField(forms.DateField):
    widget = TypedDateInput
    reads_as = "day"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = typed(self.widget, TypedDateInput)

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and value.strip():
            return _read_or_refuse(self.reads_as, value)
        return super().to_python(value.strip() if isinstance(value, str) else value)


class PastDayInput(TypedInput, forms.TextInput):
    """Without a picker: a past day is typed in a word."""

    kind = PAST_DAY
    asks_about_past = False


class PastDayField(TypedDateField):
    reads_as = PAST_DAY

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = PastDayInput({"autocomplete": "off"})  # type: ignore[assignment]  # no picker


class PickedDayField(forms.DateField):
    """A day from the browser's date picker, sent as 2026-12-04. Other text, from browsers without a
    picker, is parsed like typed days, with the same result in all languages."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": picker, **options})

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            pass  # parsed as typed below
        try:
            day: dt.date = read("day", value)
        except TypedDateError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return day


class RecordedDayFormField(TypedDateField):
    """For a day that is usually past, see `web.fields.RecordedDayField`."""

    widget = RecordedDayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = typed(self.widget, RecordedDayInput)


class TypedTimeField(forms.TimeField):
    widget = TypedTimeInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = typed(self.widget, TypedTimeInput)

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str) and value.strip():
            return _read_or_refuse("time", value)
        return super().to_python(value.strip() if isinstance(value, str) else value)


class TypedDateTimeField(forms.DateTimeField):
    """Read in the district's time zone. Times that do not exist or exist twice are refused."""

    widget = TypedDateTimeInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = typed(self.widget, TypedDateTimeInput)

    def to_python(self, value: Any) -> dt.datetime | None:
        if isinstance(value, str) and value.strip():
            return from_current_timezone(_read_or_refuse("moment", value))
        return super().to_python(value.strip() if isinstance(value, str) else value)
