"""Form fields of the composer: plain inputs that work on every phone and without scripts."""

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
from django.utils.html import format_html
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
from .rich_text import Html, html_from_lines, lines_of
from .selectors import requested_classes

_EMPTY: Final = frozenset({"open", "upcoming"})
_COUNTED: Final = frozenset({*_EMPTY, "met", "late", "scheduled", "with_school"})


@dataclass(frozen=True, slots=True)
class Day:
    """A posting day of a class that is not over: until when (aware) an update is in time, and
    whether it has one."""

    day: dt.date
    due_at: dt.datetime
    is_filled: bool


@dataclass(frozen=True, slots=True)
class MomentEffect:
    """What a time of publication means for a class: the posting day that the update counts for,
    whether that day already has an update, and the first empty posting day that it is too late
    for."""

    counts_for: dt.date | None = None
    is_filled: bool = False
    misses: dt.date | None = None


def meaning_of(moment: dt.datetime, days: Iterable[Day]) -> MomentEffect:
    """Returns the effect of going live at `moment`. `days` are the class's posting days that are
    not over, in order. A day lasts until its end; an update that goes live later counts for the
    next one."""
    misses = None
    for each in days:
        if moment <= each.due_at:
            return MomentEffect(each.day, each.is_filled, misses)
        if misses is None and not each.is_filled:
            misses = each.day
    return MomentEffect(misses=misses)


def echo_for(moment: dt.datetime, classrooms: Sequence[ClassroomPage]) -> Echo:
    """Returns the moment in words, with its effect on the posting days of these classes. One
    query."""
    echo = echo_of(moment, today=timezone.localdate())
    if moment < timezone.now():
        return echo
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
    for effect, names in by_meaning.items():
        words = _moment_words(effect)
        sentences.append(words if len(by_meaning) == 1 else f"{', '.join(names)}: {words}")
    state = PAST if any(effect.misses for effect in by_meaning) else echo.state
    return Echo(f"{echo.text}. {' '.join(sentences)}", state)


def _moment_words(effect: MomentEffect) -> str:
    misses = day_text(effect.misses) if effect.misses else ""
    day = day_text(effect.counts_for) if effect.counts_for else ""
    if misses and day:
        text = _("That is after the posting day %(misses)s, and it will count for %(day)s.")
    elif misses:
        text = _("That is after the posting day %(misses)s, the last one of the school year.")
    elif day and effect.is_filled:
        text = _("The posting day then, %(day)s, has its update already.")
    elif day:
        text = _("It will count for the posting day %(day)s.")
    else:
        text = _("No posting day comes after that in this school year.")
    return text % {"misses": misses, "day": day}


@require_GET
def say_moment(request: SignedInRequest, classes: str) -> HttpResponseBase:
    """Returns the same echo as for any typed moment, with the posting days of these classes:
    "12-15"."""
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
    except ValidationError as error:  # skipped by daylight saving time
        return JsonResponse({"state": REFUSED, "text": " ".join(error.messages)})
    return JsonResponse({"state": echo.state, "text": echo.text})


_LONGEST: Final = 20_000
_LONGEST_HTML: Final = 10 * _LONGEST
_TOO_LONG: Final = gettext_lazy(
    "This is too long for a class update. Shorten it, or add it as a document."
)


class PlainInput(TypedInput, forms.TextInput):
    """A day or time typed as people say it, with its meaning in words below; no picker."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocapitalize": "off", "autocomplete": "off"})
        self.kind = kind

    def echo(self, value: Any) -> Echo | None:
        echo = super().echo(value)
        return with_day_off(value, echo) if echo and self.kind == SCHOOL_DAY else echo


class MomentInput(PlainInput):
    """The input for when an update goes live. It also shows the posting days of its classes."""

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
    """A day of class work. The echo says at once if there is no school on it."""

    kind = SCHOOL_DAY


class ClockField(TypedTimeField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.widget = PlainInput("time")  # type: ignore[assignment]  # not a picker


class MomentField(TypedDateTimeField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.widget = MomentInput()  # type: ignore[assignment]  # not a picker


class _BoxWidget(forms.Textarea):
    """The text as HTML, for the editor that the script builds, and as lines for a plain field. Only
    one of them is sent."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        html = data.get(f"{name}-html")
        return data.get(name) if html is None else Html(html.replace("\r\n", "\n"))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return format_html(
            '{}<textarea name="{}-html" hidden disabled data-composer-html>\n{}</textarea>',
            super().render(name, lines_of(value or ""), attrs, renderer),
            name,
            value or "",
        )


class Box(forms.CharField):
    """A text with bold words, lists and links; see `rich_text`. Its value is `Html`."""

    def __init__(self, *, rows: int, headings: bool = False, **options: Any) -> None:
        attrs = {"rows": rows, "data-composer-box": "headings" if headings else ""}
        self.headings = headings
        super().__init__(required=False, widget=_BoxWidget(attrs=attrs), strip=False, **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if isinstance(data, Html) else html_from_lines(data or "", initial or "")

    def to_python(self, value: Any) -> Html:
        # The form sets `initial`: a line that was there keeps its format.
        html: Html = self.bound_data(value, self.initial)
        if len(html) > _LONGEST_HTML or len(lines_of(html)) > _LONGEST:
            raise ValidationError(_TOO_LONG)
        return html


class WholeLine(forms.CharField):
    """One line. Text that is too long is reported, never cut off silently."""

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {name: v for name, v in super().widget_attrs(widget).items() if name != "maxlength"}


def words(block: Any, label: Any = None) -> forms.CharField:
    """Returns a field for one line, with the length limit of the page editor's block."""
    field = block.field
    return WholeLine(
        required=False, max_length=field.max_length, label=label or block.label or field.label
    )


def choice(block: Any) -> forms.ChoiceField:
    """Returns radio buttons for the choices of a block."""
    choices = [pair for pair in block.field.choices if pair[0]]
    return forms.ChoiceField(
        choices=choices, required=False, label=block.label, widget=forms.RadioSelect
    )


def tick(block: Any) -> forms.BooleanField:
    return forms.BooleanField(required=False, label=block.label, help_text=block.field.help_text)
