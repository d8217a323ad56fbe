"""Our own short texts, into the outbox."""

import datetime as dt

from django.conf import settings
from django.utils import translation

from ..models import Channel, Message, MessageClass
from ..services import enqueue_message
from . import messages
from .codes import CODE_FOR


def send_code(
    *, number: str, digits: str, language: str, key: str, now: dt.datetime
) -> Message | None:
    """`key` is the hash of the request's secret: one text for one request. A code that comes late
    is not sent at all."""
    with translation.override(language):
        text = messages.code(digits)
    return _send(number, text, language, key=f"code:{key}", expires_at=now + CODE_FOR)


def send_welcome(*, number: str, language: str, key: str) -> Message | None:
    with translation.override(language):
        text = messages.welcome(settings.TEXTS_A_WEEK_AT_MOST)
    return _send(number, text, language, key=f"text-welcome:{key}")


def _send(
    number: str, text: str, language: str, *, key: str, expires_at: dt.datetime | None = None
) -> Message | None:
    return enqueue_message(
        message_class=MessageClass.CONFIRMATION,
        channel=Channel.TEXT,
        address=number,
        text=text,
        language=language,
        dedupe_key=key,
        expires_at=expires_at,
    )
