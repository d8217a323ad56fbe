"""Forgetting what providers said: the raw words soon, the names of events later."""

import datetime as dt
from typing import Final

from django.conf import settings

from ..models import ProviderEvent, WebhookPayload

EVENTS: Final = dt.timedelta(days=90)
"""A provider repeats an event for a day or two; nothing is gained by knowing it longer."""
INBOUND: Final = "inbound"
"""The signature of a family's text has no date in it: its name is known for ever, so that an old
"START" never counts twice."""


def forget_webhooks(*, now: dt.datetime) -> tuple[int, int]:
    """Delete raw requests and events that are older than they are kept; returns how many of each.
    `now` is aware."""
    kept = dt.timedelta(days=settings.WEBHOOK_PAYLOADS_KEPT_DAYS)
    payloads, _by_model = WebhookPayload.objects.filter(received_at__lt=now - kept).delete()
    old = ProviderEvent.objects.filter(received_at__lt=now - EVENTS).exclude(kind=INBOUND)
    events, _by_model = old.delete()
    return payloads, events
