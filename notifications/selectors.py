"""What is known of consent. Only reads: the outbox asks this before each message."""

from collections.abc import Sequence
from uuid import UUID

from district_cms.web.addresses import fold_address

from . import sources
from .consent.asking import carried_by, decisions
from .consent.rules import Reason
from .models import (
    Channel,
    Message,
    MessageClass,
    Subscriber,
    Subscription,
)
from .models.contents import updates_in

STOPPED = Reason.STOPPED.value
TAKEN_DOWN = "an update in it was taken down"


def subscriber_of(address: str) -> Subscriber | None:
    """The person who proved this address, if anyone did."""
    return Subscriber.objects.filter(
        addresses__address=fold_address(address), addresses__channel=Channel.EMAIL
    ).first()


def objections(messages: Sequence[Message]) -> dict[UUID, str]:
    """Why messages may no longer be sent, in a few words for the record, by their ids; those that
    may be sent, or only have to wait for the end of the night, are left out. A fixed number of
    queries, to call right before they leave and outside any transaction."""
    carried = carried_by(messages)
    found = {
        pk: decision.reason.value
        for pk, decision in decisions(messages, carried).items()
        if decision.reason is not None and not decision.waits
    }
    # Written in the very moment in which the update was taken down: nobody could take it out.
    asked = [each for each in messages if each.message_class == MessageClass.SUBSCRIPTION]
    for pk in _holding_what_is_down(asked, carried):
        found.setdefault(pk, TAKEN_DOWN)
    return found


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
