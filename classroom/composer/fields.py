"""Inputs of the composer: plain ones, which work on every phone and without scripts."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.schools.typed_dates.fields import (
    SCHOOL_DAY,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
)
from district_cms.schools.typed_dates.widgets import TypedInput

_LONGEST: Final = 20_000
_TOO_LONG: Final = _("This is too long for a class update. Shorten it, or add it as a document.")


class PlainInput(TypedInput, forms.TextInput):
    """A day or a time as people say it, with what it means in words below it; no picker."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocapitalize": "off", "autocomplete": "off"})
        self.kind = kind


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
        self.widget = PlainInput("moment")  # type: ignore[assignment]  # not a picker


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


def words(block: Any, label: Any = None) -> forms.CharField:
    """A line of words, as long as the block of the page editor allows."""
    field = block.field
    return forms.CharField(
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
