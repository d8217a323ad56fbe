"""Noting what providers said: each event once, in few statements, however many there are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import Message, ProviderEvent, WebhookPayload
from ..providers.base import Evidence
from ..services import note_all_evidence
from ..suppressions.services import Found, suppress
from .events import DeliveryEvent, InboundText
from .retention import EVENTS, INBOUND
from .signals import inbound_text


@dataclass(frozen=True, slots=True)
class Noted:
    """How many events were new, how many were known before."""

    fresh: int
    repeated: int


@transaction.atomic
def note_events(source: str, events: Sequence[DeliveryEvent], *, raw: str) -> Noted:
    """Move the messages on, and suppress the addresses that will never take one.

    `source` is the provider's name, `raw` the request as it came. Two requests with the same events
    at the same time do no harm: what is known of a message only grows, and an address is suppressed
    once.
    """
    keep(source, raw)
    once = {event.id: event for event in events}
    known = ProviderEvent.objects.filter(source=source, event_id__in=once)
    for event_id in known.values_list("event_id", flat=True):
        del once[event_id]
    # In an order that all requests share: two with the same events do not wait for each other.
    fresh = [once[event_id] for event_id in sorted(once)]
    ProviderEvent.objects.bulk_create(
        [_row(source, event.id, event.kind, event.at, event.message) for event in fresh],
        ignore_conflicts=True,
    )
    note_all_evidence(
        Evidence(
            event.message, event.state, event.at, event.provider_id, event.detail, event.given_up
        )
        for event in fresh
        if event.message and event.state
    )
    suppress(_found(source, fresh))
    return Noted(fresh=len(fresh), repeated=len(events) - len(fresh))


@transaction.atomic
def note_inbound_text(source: str, text: InboundText, *, raw: str) -> bool:
    """Hand a text on to who listens (`signals.inbound_text`); False, and nobody is told, when it
    came before."""
    _row_made, is_new = ProviderEvent.objects.get_or_create(
        source=source,
        event_id=f"inbound:{text.id}",
        defaults={"kind": INBOUND, "at": text.at, "received_at": timezone.now()},
    )
    if is_new:
        keep(source, raw)
        inbound_text.send(sender=InboundText, text=text)
    return is_new


def keep(source: str, raw: str) -> None:
    WebhookPayload.objects.create(source=source, body=raw.replace("\x00", "�"))


def _row(
    source: str, event_id: str, kind: str, at: dt.datetime, message: UUID | None
) -> ProviderEvent:
    return ProviderEvent(source=source, event_id=event_id, kind=kind, at=at, message_uuid=message)


def _found(source: str, events: Sequence[DeliveryEvent]) -> list[Found]:
    """What is to be suppressed. The address is our own message's: an event cannot name one."""
    telling = {event.message: event for event in events if event.cause and event.message}
    if not telling:
        return []
    known = Message.objects.filter(pk__in=telling, address_purged_at__isnull=True)
    if source == "twilio":
        # Its signature has no date in it, and an event that came before is known for so long only:
        # one that is sent to us again later must not suppress what somebody has lifted.
        known = known.filter(handed_over_at__gt=timezone.now() - EVENTS)
    rows = known.values_list("pk", "address", "channel")
    found = []
    for pk, address, channel in rows:
        event = telling[pk]
        assert event.cause is not None
        found.append(
            Found(
                address=address,
                channel=channel,
                cause=event.cause,
                since=event.at,
                evidence=event.detail,
                message=pk,
            )
        )
    return found
