"""Asked right before messages leave: what holds of each now, and what the rules make of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from district_cms.web.statements.arrays import one_of

from .. import sources
from ..models import Channel, DigestItem, Message, Subscription
from ..suppressions.selectors import suppressed
from .hours import hours_of, zone_of
from .rules import NEEDS, Circumstances, Decision, decide
from .students import Standing, standings

type Wanted = set[tuple[str, UUID | None, str]]


def carried_by(messages: Sequence[Message]) -> list[tuple[UUID, UUID]]:
    """Which message has which update. At most one query."""
    asking = [each.pk for each in messages if NEEDS[each.message_class].switch]
    rows = DigestItem.objects.filter(message_uuid__in=one_of(UUID, asking))
    return list(rows.values_list("message_uuid", "page_uuid")) if asking else []


def decisions(
    messages: Sequence[Message],
    carried: Sequence[tuple[UUID, UUID]] | None = None,
    *,
    now: dt.datetime | None = None,
) -> dict[UUID, Decision]:
    """For each message, by its id, whether it may be sent at `now` (aware; the present). `carried`
    is what `carried_by` says of them, for whoever knows.

    A fixed number of queries, whatever the number of messages. Asked outside any transaction.
    """
    now = now or timezone.now()
    wanted = _wanted(messages)
    held = suppressed(message.address for message in messages)
    offering = _offering(messages, carried_by(messages) if carried is None else carried)
    hours = hours_of(messages, now)
    students = standings(each.address for each in messages if NEEDS[each.message_class].consent)
    return {
        message.pk: decide(
            Circumstances(
                message_class=message.message_class,
                channel=message.channel,
                moment=now,
                # Written for nobody who subscribed: nobody's to take back.
                consented=message.subscriber_uuid is None or _key(message) in wanted,
                unlisted_student=students.get(message.address) is Standing.UNLISTED,
                switched_on=offering.get(message.pk, True),
                suppressed=frozenset(held.get((message.address, message.channel), ())),
                quiet=hours[message.pk],
                zone=zone_of(message),
            )
        )
        for message in messages
    }


def _key(message: Message) -> tuple[str, UUID | None, str]:
    # Of a shared telephone anyone's wish is enough: there is one text for all of them.
    person = None if message.channel == Channel.TEXT else message.subscriber_uuid
    return (message.channel, person, message.address)


def _wanted(messages: Sequence[Message]) -> Wanted:
    """Which channel, person and address has any subscription. One query."""
    asking = [each for each in messages if NEEDS[each.message_class].consent]
    if not asking:
        return set()
    rows = (
        Subscription.objects.active()
        .order_by()
        .filter(subscriber__addresses__address__in=one_of(str, {each.address for each in asking}))
        .values_list(
            "channel",
            "subscriber__uuid",
            "subscriber__addresses__address",
            "subscriber__addresses__channel",
        )
    )
    found: Wanted = set()
    for channel, person, address, of_channel in rows:
        if channel == of_channel:
            found.add((channel, None if channel == Channel.TEXT else person, address))
    return found


def _offering(
    messages: Sequence[Message], items: Sequence[tuple[UUID, UUID]]
) -> Mapping[UUID, bool]:
    """For each message that carries updates, whether the class of any offers the channel now.
    At most four queries."""
    channels = {each.pk: each.channel for each in messages}
    carried: dict[UUID, list[UUID]] = defaultdict(list)
    for message, page in items:
        carried[message].append(page)
    by_channel: dict[str, set[UUID]] = defaultdict(set)
    for message, pages in carried.items():
        by_channel[channels[message]].update(pages)
    offers = {
        channel: sources.classes_offering(pages, channel) for channel, pages in by_channel.items()
    }
    # An update that is gone says nothing of its class.
    return {
        message: any(offers[channels[message]].get(page, True) for page in pages)
        for message, pages in carried.items()
    }
