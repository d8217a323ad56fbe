"""Whether messages may be sent, by consent and suppression; and who owns an address. Reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from district_cms.web.addresses import fold_address
from district_cms.web.statements.arrays import one_of

from . import sources
from .consent.hours import hours_of, zone_of
from .consent.rules import NEEDS, Circumstances, Decision, Reason, decide
from .consent.students import Standing, standings
from .models import (
    Channel,
    DigestItem,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
)
from .models.contents import updates_in
from .suppressions.selectors import suppressed

STOPPED = Reason.STOPPED.value


def subscriber_of(address: str) -> Subscriber | None:
    """The person who proved this address, if anyone did."""
    return Subscriber.objects.filter(
        addresses__address=fold_address(address), addresses__channel=Channel.EMAIL
    ).first()


def _holding_what_is_down(
    messages: Sequence[Message], carried: Sequence[tuple[UUID, UUID]]
) -> set[UUID]:
    if not messages:
        return set()
    naming = updates_in({name for message in messages for name in message.parts})
    named = [
        (message.pk, page)
        for message in messages
        for name in naming.keys() & message.parts
        for page in naming[name]
    ]
    pairs = [*carried, *named]
    down = sources.down({page for _message, page in pairs})
    if not down:
        return set()
    return {message for message, page in pairs if page in down}


def is_wanted(*, address: str, channel: str) -> bool:
    """Whether anybody of this address wants anything on this channel."""
    return (
        Subscription.objects.active()
        .filter(
            channel=channel,
            subscriber__addresses__address=address,
            subscriber__addresses__channel=channel,
        )
        .exists()
    )


def subscribers_of_number(number: str) -> list[Subscriber]:
    """Everyone who proved this phone number, the first one first."""
    people = Subscriber.objects.filter(addresses__address=number, addresses__channel=Channel.TEXT)
    return list(people.order_by("pk"))


type Wanted = set[tuple[str, UUID | None, str]]


def decisions(messages: Sequence[Message], now: dt.datetime) -> dict[UUID, Decision]:
    """For each message, by its id, whether it may be sent at `now` (aware).

    A fixed number of queries, whatever the number of messages. To call right before they leave,
    and outside any transaction.
    """
    wanted = _wanted(messages)
    held = suppressed(message.address for message in messages)
    carried = _carried_by(messages)
    offering = _offering(messages, carried)
    hours = hours_of(messages, now)
    students = standings(each.address for each in messages if NEEDS[each.message_class].consent)
    digests = [each for each in messages if each.message_class == MessageClass.SUBSCRIPTION]
    down = _holding_what_is_down(digests, carried)
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
                # Written in the moment in which the update was taken down: it is still in it.
                taken_down=message.pk in down,
                suppressed=frozenset(held.get((message.address, message.channel), ())),
                quiet=hours[message.pk],
                zone=zone_of(message),
            )
        )
        for message in messages
    }


def _carried_by(messages: Sequence[Message]) -> list[tuple[UUID, UUID]]:
    """Which message has which update. At most one query."""
    asking = [each.pk for each in messages if NEEDS[each.message_class].switch]
    rows = DigestItem.objects.filter(message_uuid__in=one_of(UUID, asking))
    return list(rows.values_list("message_uuid", "page_uuid")) if asking else []


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
