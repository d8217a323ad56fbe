"""Says what a typed day or time means, while someone types it."""

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from district_cms.web.typed_dates.meaning import TypedDateError
from district_cms.web.typed_dates.words import REFUSED, echo_of

from .fields import read
from .widgets import RecordedDayInput

KINDS = ("day", RecordedDayInput.kind, "time", "moment")
LONGEST = 200  # characters; the reader refuses shorter ones in words


@require_GET
def say_typed_date(request: HttpRequest) -> HttpResponseBase:
    """{"state": "understood", "past" or "refused", "text": …}. Reads the calendar, stores nothing.

    Registered among the editor's screens: Wagtail asks for the right to enter it.
    """
    kind, text = request.GET.get("kind", ""), request.GET.get("text", "")
    if kind not in KINDS or len(text) > LONGEST:
        return HttpResponseBadRequest()
    if not text.strip():
        return JsonResponse({"state": "understood", "text": ""})
    try:
        asks = kind != RecordedDayInput.kind
        echo = echo_of(read(kind, text), today=timezone.localdate(), asks=asks)
    except TypedDateError as error:
        return JsonResponse({"state": REFUSED, "text": error.sentence})
    return JsonResponse({"state": echo.state, "text": echo.text})
