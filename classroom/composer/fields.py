"""Inputs of the composer: plain ones, which work on every phone and without scripts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.http import HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district_cms.schools.typed_dates.fields import (
    SCHOOL_DAY,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
    read,
)
from district_cms.schools.typed_dates.views import LONGEST, with_day_off
from district_cms.schools.typed_dates.widgets import TypedInput
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import day_text
from district_cms.web.typed_dates import PAST, REFUSED, UNDERSTOOD, Echo, TypedDateError, echo_of

from ..addresses import class_name
from ..models import ClassroomPage, PostingSlot
from .notation import without_bold
from .selectors import requested_classes

_EMPTY: Final = frozenset({"open", "upcoming"})
_COUNTED: Final = frozenset({*_EMPTY, "met", "late", "scheduled", "with_school"})


@dataclass(frozen=True, slots=True)
class Day:
    """A posting day of a class that is not over: until when (aware) an update is in time for it,
    and whether it has one."""

    day: dt.date
    due_at: dt.datetime
    is_filled: bool


@dataclass(frozen=True, slots=True)
class MomentEffect:
    """What a moment means for a class: the posting day that an update then counts for, whether
    that has one already, and the first one that it comes too late for and that has none."""

    counts_for: dt.date | None = None
    is_filled: bool = False
    misses: dt.date | None = None


def meaning_of(moment: dt.datetime, days: Iterable[Day]) -> MomentEffect:
    """`days` are those of a class that are not over, in order. A posting day lasts until its end:
    what goes live later counts for the next one."""
    misses = None
    for each in days:
        if moment <= each.due_at:
            return MomentEffect(each.day, each.is_filled, misses)
        if misses is None and not each.is_filled:
            misses = each.day
    return MomentEffect(misses=misses)


def echo_for(moment: dt.datetime, classrooms: Sequence[ClassroomPage]) -> Echo:
    """The moment in words, and what it means for the posting days of these classes. One query."""
    said = echo_of(moment, today=timezone.localdate())
    if moment < timezone.now():
        return said
    slots = PostingSlot.objects.filter(
        classroom__in=classrooms, day__isnull=False, due_at__gte=timezone.now()
    )
    days: dict[int, list[Day]] = defaultdict(list)
    rows = slots.filter(standing__in=_COUNTED).order_by("due_at")
    for key, day, due_at, standing in rows.values_list("classroom", "day", "due_at", "standing"):
        if day and due_at:
            days[key].append(Day(day, due_at, standing not in _EMPTY))
    by_meaning: dict[MomentEffect, list[str]] = defaultdict(list)
    for classroom in classrooms:
        by_meaning[meaning_of(moment, days[classroom.pk])].append(class_name(classroom))
    sentences = []
    for meant, names in by_meaning.items():
        words = _moment_words(meant)
        sentences.append(words if len(by_meaning) == 1 else f"{', '.join(names)}: {words}")
    state = PAST if any(meant.misses for meant in by_meaning) else said.state
    return Echo(f"{said.text}. {' '.join(sentences)}", state)


def _moment_words(meant: MomentEffect) -> str:
    misses = day_text(meant.misses) if meant.misses else ""
    day = day_text(meant.counts_for) if meant.counts_for else ""
    if misses and day:
        text = _("That is after the posting day %(misses)s, and it will count for %(day)s.")
    elif misses:
        text = _("That is after the posting day %(misses)s, the last one of the school year.")
    elif day and meant.is_filled:
        text = _("The posting day then, %(day)s, has its update already.")
    elif day:
        text = _("It will count for the posting day %(day)s.")
    else:
        text = _("No posting day comes after that in this school year.")
    return text % {"misses": misses, "day": day}


@require_GET
def say_moment(request: SignedInRequest, classes: str) -> HttpResponseBase:
    """The same as for any typed moment, with the posting days of these classes: "12-15"."""
    text = request.GET.get("text", "")
    if len(text) > LONGEST:
        return HttpResponseBadRequest()
    if not text.strip():
        return JsonResponse({"state": UNDERSTOOD, "text": ""})
    classrooms = requested_classes(MultiValueDict({"class": classes.split("-")}), request.user)
    try:
        echo = echo_for(from_current_timezone(read("moment", text)), classrooms)
    except TypedDateError as error:
        return JsonResponse({"state": REFUSED, "text": error.sentence})
    except ValidationError as error:  # an hour that the clock leaves out
        return JsonResponse({"state": REFUSED, "text": " ".join(error.messages)})
    return JsonResponse({"state": echo.state, "text": echo.text})


_LONGEST: Final = 20_000
_TOO_LONG: Final = gettext_lazy(
    "This is too long for a class update. Shorten it, or add it as a document."
)


class PlainInput(TypedInput, forms.TextInput):
    """A day or a time as people say it, with what it means in words below it; no picker."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocapitalize": "off", "autocomplete": "off"})
        self.kind = kind

    def echo(self, value: Any) -> Echo | None:
        echo = super().echo(value)
        return with_day_off(value, echo) if echo and self.kind == SCHOOL_DAY else echo


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
