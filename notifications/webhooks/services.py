"""Records what providers report: each event once, in few statements; and deletes it by age."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import Message, ProviderEvent, WebhookPayload
from ..providers.base import Evidence
from ..services import note_all_evidence
from ..suppressions.services import ProviderReport, suppress
from ..texts.inbound import answer_text
from .events import DeliveryEvent, InboundText

EVENTS: Final = dt.timedelta(days=90)
"""A provider repeats an event for a day or two, so longer is not needed."""
INBOUND: Final = "inbound"
"""The signature of a family's text contains no date, so its id is kept forever: an old "START" must
never count twice."""


@dataclass(frozen=True, slots=True)
class Noted:
    """How many events were new, and how many were known before."""

    fresh: int
    repeated: int


@transaction.atomic
def note_events(source: str, events: Sequence[DeliveryEvent], *, raw: str) -> Noted:
    """Record events: move the messages to their new states, and suppress addresses that will never
    take a message. `source` is the provider's name, `raw` the request as received. Two simultaneous
    requests with the same events do no harm."""
    _store_payload(source, raw)
    once = {event.id: event for event in events}
    known = ProviderEvent.objects.filter(source=source, event_id__in=once)
    for event_id in known.values_list("event_id", flat=True):
        del once[event_id]
    # All requests use the same order, so two requests with the same events do not deadlock.
    fresh = [once[event_id] for event_id in sorted(once)]
    ProviderEvent.objects.bulk_create(
        [
            ProviderEvent(
                source=source,
                event_id=event.id,
                kind=event.kind,
                at=event.at,
                message_uuid=event.message,
            )
            for event in fresh
        ],
        ignore_conflicts=True,
    )
    note_all_evidence(
        Evidence(
            event.message, event.state, event.at, event.provider_id, event.detail, event.given_up
        )
        for event in fresh
        if event.message and event.state
    )
    suppress(_suppressed(source, fresh))
    return Noted(fresh=len(fresh), repeated=len(events) - len(fresh))


@transaction.atomic
def note_inbound_text(source: str, text: InboundText, *, raw: str) -> bool:
    """Process a family's text once. Returns False if it came before."""
    _event, is_new = ProviderEvent.objects.get_or_create(
        source=source,
        event_id=f"inbound:{text.id}",
        defaults={"kind": INBOUND, "at": text.at, "received_at": timezone.now()},
    )
    if is_new:
        _store_payload(source, raw)
        answer_text(text)
    return is_new


def _store_payload(source: str, raw: str) -> None:
    WebhookPayload.objects.create(source=source, body=raw.replace("\x00", "�"))


def _suppressed(source: str, events: Sequence[DeliveryEvent]) -> list[ProviderReport]:
    """Returns the addresses to suppress. The address comes from our own message, because an event
    cannot name one."""
    telling = {event.message: event for event in events if event.cause and event.message}
    if not telling:
        return []
    known = Message.objects.filter(pk__in=telling, address_purged_at__isnull=True)
    if source == "twilio":
        # Twilio's signature contains no date, and known events are deleted after this long: an
        # event that is sent to us again later must not suppress an address that somebody has
        # unblocked.
        known = known.filter(handed_over_at__gt=timezone.now() - EVENTS)
    rows = known.values_list("pk", "address", "channel")
    return [
        ProviderReport(address, channel, event.cause, event.at, event.detail, pk)
        for pk, address, channel in rows
        if (event := telling[pk]).cause is not None
    ]


def forget_webhooks(*, now: dt.datetime) -> tuple[int, int]:
    """Delete old raw requests and events; returns the number of each. `now` is aware."""
    retention = dt.timedelta(days=settings.WEBHOOK_PAYLOADS_KEPT_DAYS)
    payloads, _by_model = WebhookPayload.objects.filter(received_at__lt=now - retention).delete()
    old = ProviderEvent.objects.filter(received_at__lt=now - EVENTS).exclude(kind=INBOUND)
    events, _by_model = old.delete()
    return payloads, events
