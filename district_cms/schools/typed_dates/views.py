"""Explains a typed day or time while someone types it."""

import datetime as dt

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district_cms.web.typed_dates import PAST, REFUSED, UNDERSTOOD, TypedDateError, echo_of

from ..models import NoSchoolDay
from .fields import PAST_DAY, SCHOOL_DAY, read
from .widgets import RecordedDayInput

KINDS = ("day", SCHOOL_DAY, PAST_DAY, RecordedDayInput.kind, "time", "moment")
LONGEST = 200  # characters; the parser refuses shorter texts with a message


@require_GET
def say_typed_date(request: HttpRequest) -> HttpResponseBase:
    """Returns {"state": "understood", "past" or "refused", "text": …}. Reads the calendar, stores
    nothing.

    Registered as a URL of the editor, so Wagtail checks the permission to enter it.
    """
    kind, text = request.GET.get("kind", ""), request.GET.get("text", "")
    if kind not in KINDS or len(text) > LONGEST:
        return HttpResponseBadRequest()
    if not text.strip():
        return JsonResponse({"state": "understood", "text": ""})
    try:
        asks = kind not in {RecordedDayInput.kind, PAST_DAY}
        day = read(kind, text)
        echo = echo_of(day, today=timezone.localdate(), asks=asks)
    except TypedDateError as error:
        return JsonResponse({"state": REFUSED, "text": error.sentence})
    if kind == SCHOOL_DAY and echo.state == UNDERSTOOD and (name := day_off(day)):
        text = _("%(day)s: no school on this day (%(name)s). Is it right?")
        return JsonResponse({"state": PAST, "text": text % {"day": echo.text, "name": name}})
    return JsonResponse({"state": echo.state, "text": echo.text})


def day_off(day: dt.date) -> str:
    """Returns the name of a day without school, "" for other days."""
    names = NoSchoolDay.objects.filter(day=day).values_list("name", flat=True)
    return names.first() or ""
