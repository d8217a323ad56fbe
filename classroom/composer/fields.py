"""Inputs of the composer: plain ones, which work on every phone and without scripts."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.schools.typed_dates.fields import (
    SCHOOL_DAY,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
)
from district_cms.schools.typed_dates.widgets import TypedInput
from district_cms.web.typed_dates.words import Echo

from ..models import ClassroomPage
from .moments import echo_for
from .notation import without_bold

_LONGEST: Final = 20_000
_TOO_LONG: Final = _("This is too long for a class update. Shorten it, or add it as a document.")


class PlainInput(TypedInput, forms.TextInput):
    """A day or a time as people say it, with what it means in words below it; no picker."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocapitalize": "off", "autocomplete": "off"})
        self.kind = kind


class MomentInput(PlainInput):
    """When an update goes live, with the posting days of its classes that this is for."""

    def __init__(self) -> None:
        super().__init__("moment")
        self.classrooms: Sequence[ClassroomPage] = ()

    def typed_options(self) -> dict[str, str]:
        keys = "-".join(str(classroom.pk) for classroom in self.classrooms)
        url = reverse("classroom_compose_moment", args=[keys]) if keys else ""
        return {**super().typed_options(), **({"url": url} if url else {})}

    def echo(self, value: Any) -> Echo | None:
        if isinstance(value, dt.datetime) and self.classrooms:
            aware = value if timezone.is_aware(value) else timezone.make_aware(value)
            return echo_for(aware, self.classrooms)
        return super().echo(value)


class DayField(TypedDateField):
    kind = "day"

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.widget = PlainInput(self.kind)  # type: ignore[assignment]  # not a picker


class SchoolDayField(DayField):
    """A day of class work: that there is no school on it is said while it is typed."""

    kind = SCHOOL_DAY


class ClockField(TypedTimeField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.widget = PlainInput("time")  # type: ignore[assignment]  # not a picker


class MomentField(TypedDateTimeField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.widget = MomentInput()  # type: ignore[assignment]  # not a picker


class Box(forms.CharField):
    """Several lines of words; see `notation`."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "data-composer-box": ""})
        said = {"max_length": _TOO_LONG}
        super().__init__(
            required=False, widget=widget, max_length=_LONGEST, error_messages=said, **options
        )

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        # Without `maxlength`: a browser would cut off what is pasted without a word.
        return {}


class Plain(forms.CharField):
    """Words that cannot be bold, whatever program they are pasted from."""

    def to_python(self, value: Any) -> str:
        return without_bold(super().to_python(value) or "")


class WholeLine(Plain):
    """One line. What is pasted is never cut off without a word: too much of it is said."""

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {name: v for name, v in super().widget_attrs(widget).items() if name != "maxlength"}


def words(block: Any, label: Any = None) -> forms.CharField:
    """A line of words, as long as the block of the page editor allows."""
    field = block.field
    return WholeLine(
        required=False, max_length=field.max_length, label=label or block.label or field.label
    )


def choice(block: Any) -> forms.ChoiceField:
    """One of a block's choices, all of them to be seen."""
    choices = [pair for pair in block.field.choices if pair[0]]
    return forms.ChoiceField(
        choices=choices, required=False, label=block.label, widget=forms.RadioSelect
    )


def tick(block: Any) -> forms.BooleanField:
    return forms.BooleanField(required=False, label=block.label, help_text=block.field.help_text)
