"""The webhook views. No sign-in and no CSRF token: the provider's signature authenticates a
request.

A request is refused with 403 if it is not the provider's or not recent, with 400 if it is but
cannot be read, and with 413 if it is too large. 200 means that it is recorded, now or before.
"""

import logging
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..providers.senders import BadToken, public_url, read_status_token
from .events import (
    Forged,
    Unreadable,
    read_sendgrid_events,
    read_twilio_status,
    read_twilio_text,
    verify_sendgrid,
    verify_twilio,
)
from .services import note_events, note_inbound_text

log = logging.getLogger("district.webhooks")

MOST_BYTES: Final = 2 * 1024 * 1024
"""SendGrid sends at most 768 KB at once."""
MOST_BYTES_OF_TEXT: Final = 64 * 1024
MOST_FIELDS: Final = 200
NOTHING_TO_SAY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""Twilio would send the content of this answer to the family: our own answers go through the
outbox."""


@csrf_exempt
@require_POST
def sendgrid_events(request: HttpRequest) -> HttpResponse:
    body = _body(request, MOST_BYTES)
    if body is None:
        return HttpResponse(status=413)
    now = timezone.now()
    key = settings.SENDGRID_WEBHOOK_KEY
    try:
        raw = verify_sendgrid(body, request.headers, key=key, now=now)
        events = read_sendgrid_events(raw, now=now)
    except Forged as error:
        return _refuse("sendgrid", error)
    except Unreadable:
        return HttpResponse(status=400)
    note_events("sendgrid", events, raw=raw)
    return HttpResponse(status=200)


@csrf_exempt
@require_POST
def twilio_status(request: HttpRequest, token: str) -> HttpResponse:
    form = _twilio_form(request)
    if isinstance(form, HttpResponse):
        return form
    try:
        event = read_twilio_status(form, message=read_status_token(token), now=timezone.now())
    except BadToken as error:
        return _refuse("twilio", error)
    except Unreadable:
        return HttpResponse(status=400)
    if event is not None:
        note_events("twilio", [event], raw=request.body.decode("ascii"))
    return HttpResponse(status=200)


@csrf_exempt
@require_POST
def twilio_inbound(request: HttpRequest) -> HttpResponse:
    form = _twilio_form(request)
    if isinstance(form, HttpResponse):
        return form
    try:
        text = read_twilio_text(form, now=timezone.now())
    except Unreadable:
        return HttpResponse(status=400)
    note_inbound_text("twilio", text, raw=request.body.decode("ascii"))
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")


def _twilio_form(request: HttpRequest) -> QueryDict | HttpResponse:
    """Returns the form once Twilio's signature is verified, otherwise the refusal.

    Read from the raw body, because Django's own parsing stops at a file, and at too many fields.
    """
    body = _body(request, MOST_BYTES_OF_TEXT)
    if body is None:
        return HttpResponse(status=413)
    if body.count(b"&") >= MOST_FIELDS:
        return HttpResponse(status=400)
    try:
        form = QueryDict(body.decode("ascii"))
    except UnicodeError:
        return HttpResponse(status=400)
    try:
        verify_twilio(
            public_url(request.get_full_path()),
            form,
            request.headers,
            token=settings.TWILIO_AUTH_TOKEN,
            shared_key=settings.TWILIO_SHARED_KEY,
        )
    except Forged as error:
        return _refuse("twilio", error)
    return form


def _body(request: HttpRequest, most: int) -> bytes | None:
    """Returns the body, or None if it is too large, which is checked before reading it."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    return request.body if length <= most else None


def _refuse(source: str, error: Exception) -> HttpResponse:
    log.warning("%s: a webhook was refused: %s", source, error)
    return HttpResponse(status=403)
