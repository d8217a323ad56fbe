"""Whether messages may be sent: consent, suppression, quiet hours; and who owns an address."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from district_cms.web.addresses import fold_address
from district_cms.web.bulk_sql import one_of

from . import sources
from .consent.rules import NEEDS, Circumstances, Decision, Reason, decide
from .consent.students import Standing, standings
from .guardians.letter.invitations import still_invited
from .models import (
    Channel,
    DigestItem,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from .models.contents import updates_in
from .rules import policy
from .rules.policy import POLICIES
from .suppressions.services import suppressed

type Hours = tuple[dt.time, dt.time]
USUAL: Final[Hours] = (policy.BEGIN, policy.END)


def hours_of(messages: Sequence[Message], now: dt.datetime) -> dict[UUID, Hours]:
    """Returns, by message id, the quiet hours that its person chose, otherwise the usual ones. A
    shared telephone is quiet in the hours of all its people: of those that contain `now` (aware),
    the ones that end last; otherwise the ones that begin first. At most two queries."""
    asking = [
        each
        for each in messages
        if each.channel == Channel.TEXT
        and POLICIES[each.message_class].quiet
        and each.subscriber_uuid is not None
    ]
    people = {each.subscriber_uuid for each in asking if each.subscriber_uuid is not None}
    chosen = _of_people(people) if people else {}
    sharing = _of_numbers({each.address for each in asking}) if asking else {}
    hours = {}
    for each in messages:
        theirs = {chosen.get(each.subscriber_uuid, USUAL), *sharing.get(each.address, ())}
        hours[each.pk] = _last(theirs, now, zone_of(each))
    return hours


def zone_of(message: Message) -> dt.tzinfo:
    """Returns the recipient's time zone, or the district's if it is unknown."""
    return ZoneInfo(message.time_zone) if message.time_zone else sources.district_zone()


def _of_people(people: set[UUID]) -> dict[UUID | None, Hours]:
    rows = Subscriber.objects.filter(uuid__in=people, quiet_from__isnull=False)
    return {
        uuid: policy.hours(begin, end)
        for uuid, begin, end in rows.values_list("uuid", "quiet_from", "quiet_until")
    }


def _of_numbers(numbers: set[str]) -> dict[str, set[Hours]]:
    """Returns the hours of everyone who gets texts at a number."""
    rows = VerifiedAddress.objects.filter(
        channel=Channel.TEXT,
        address__in=numbers,
        subscriber__subscriptions__channel=Channel.TEXT,
        subscriber__subscriptions__ended_at__isnull=True,
    ).distinct()
    by_number: dict[str, set[Hours]] = defaultdict(set)
    for number, begin, end in rows.values_list(
        "address", "subscriber__quiet_from", "subscriber__quiet_until"
    ):
        by_number[number].add(policy.hours(begin, end))
    return by_number


def _last(several: set[Hours], now: dt.datetime, zone: dt.tzinfo) -> Hours:
    """Returns the hours that end last. When they are over, the others are checked again."""
    if len(several) == 1:
        return next(iter(several))

    def end_and_begin(hours: Hours) -> tuple[dt.datetime, dt.timedelta]:
        begins = policy.quiet_from(now, *hours, zone)
        return (
            policy.quiet_until(now, *hours, zone) or now,
            now - begins if begins is not None else dt.timedelta.min,
        )

    return max(sorted(several), key=end_and_begin)


STOPPED = Reason.STOPPED.value


def subscriber_of(address: str) -> Subscriber | None:
    """Returns the person who verified this address, or None."""
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


def has_subscribers(*, address: str, channel: str) -> bool:
    """Returns True if anybody with this address subscribes on this channel."""
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
    """Returns everyone who verified this phone number, the first one first."""
    people = Subscriber.objects.filter(addresses__address=number, addresses__channel=Channel.TEXT)
    return list(people.order_by("pk"))


type Wanted = set[tuple[str, UUID | None, str]]


def decisions(messages: Sequence[Message], now: dt.datetime) -> dict[UUID, Decision]:
    """Returns, for each message by its id, whether it may be sent at `now` (aware).

    A fixed number of queries, whatever the number of messages. Call it right before they leave,
    outside any transaction.
    """
    wanted = _wanted(messages)
    letters = {each.address for each in messages if each.message_class == MessageClass.INVITATION}
    invited = still_invited(letters, now) if letters else set()
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
                # A message that names no subscriber has no consent to withdraw.
                consented=message.address in invited
                if message.message_class == MessageClass.INVITATION
                else message.subscriber_uuid is None or _key(message) in wanted,
                unlisted_student=students.get(message.address) is Standing.UNLISTED,
                switched_on=offering.get(message.pk, True),
                # A message written while the update was being taken down still contains it.
                taken_down=message.pk in down,
                suppressed=frozenset(held.get((message.address, message.channel), ())),
                quiet=hours[message.pk],
                zone=zone_of(message),
            )
        )
        for message in messages
    }


def _carried_by(messages: Sequence[Message]) -> list[tuple[UUID, UUID]]:
    """Returns pairs of a message and an update in it. At most one query."""
    asking = [each.pk for each in messages if NEEDS[each.message_class].switch]
    rows = DigestItem.objects.filter(message_uuid__in=one_of(UUID, asking))
    return list(rows.values_list("message_uuid", "page_uuid")) if asking else []


def _key(message: Message) -> tuple[str, UUID | None, str]:
    # On a shared telephone one person's subscription is enough, because all get one text.
    person = None if message.channel == Channel.TEXT else message.subscriber_uuid
    return (message.channel, person, message.address)


def _wanted(messages: Sequence[Message]) -> Wanted:
    """Returns the channel, person and address of all subscriptions of these messages. One query."""
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
    subscribed: Wanted = set()
    for channel, person, address, of_channel in rows:
        if channel == of_channel:
            subscribed.add((channel, None if channel == Channel.TEXT else person, address))
    return subscribed


def _offering(
    messages: Sequence[Message], items: Sequence[tuple[UUID, UUID]]
) -> Mapping[UUID, bool]:
    """Returns, for each message with updates, whether the class of any of them offers the channel
    now. At most four queries."""
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
    # An update that is gone says nothing about its class.
    return {
        message: any(offers[channels[message]].get(page, True) for page in pages)
        for message, pages in carried.items()
    }
