"""Which posting day an update counts for that goes live at a moment of its own: said before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.http import HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district_cms.schools.typed_dates.fields import read
from district_cms.schools.typed_dates.views import LONGEST
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import day_text
from district_cms.web.typed_dates.meaning import TypedDateError
from district_cms.web.typed_dates.words import PAST, REFUSED, UNDERSTOOD, Echo, echo_of

from ..addresses import class_name
from ..models import ClassroomPage, PostingSlot
from .asked import classes_asked

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
class Meant:
    """What a moment means for a class: the posting day that an update then counts for, whether
    that has one already, and the first one that it comes too late for and that has none."""

    counts_for: dt.date | None = None
    is_filled: bool = False
    misses: dt.date | None = None


def meaning_of(moment: dt.datetime, days: Iterable[Day]) -> Meant:
    """`days` are those of a class that are not over, in order. A posting day lasts until its end:
    what goes live later counts for the next one."""
    misses = None
    for each in days:
        if moment <= each.due_at:
            return Meant(each.day, each.is_filled, misses)
        if misses is None and not each.is_filled:
            misses = each.day
    return Meant(misses=misses)


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
    by_meaning: dict[Meant, list[str]] = defaultdict(list)
    for classroom in classrooms:
        by_meaning[meaning_of(moment, days[classroom.pk])].append(class_name(classroom))
    sentences = []
    for meant, names in by_meaning.items():
        words = _words(meant)
        sentences.append(words if len(by_meaning) == 1 else f"{', '.join(names)}: {words}")
    state = PAST if any(meant.misses for meant in by_meaning) else said.state
    return Echo(f"{said.text}. {' '.join(sentences)}", state)


def _words(meant: Meant) -> str:
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
    classrooms = classes_asked(MultiValueDict({"class": classes.split("-")}), request.user)
    try:
        echo = echo_for(from_current_timezone(read("moment", text)), classrooms)
    except TypedDateError as error:
        return JsonResponse({"state": REFUSED, "text": error.sentence})
    except ValidationError as error:  # an hour that the clock leaves out
        return JsonResponse({"state": REFUSED, "text": " ".join(error.messages)})
    return JsonResponse({"state": echo.state, "text": echo.text})
