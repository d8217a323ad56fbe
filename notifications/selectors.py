"""What is known of consent. Only reads: the outbox asks this before each message."""

from collections.abc import Sequence
from uuid import UUID

from district_cms.web.addresses import fold_address

from . import sources
from .models import Channel, DigestItem, Message, MessageClass, Subscriber, Subscription

STOPPED = "the family stopped it"
TAKEN_DOWN = "an update in it was taken down"


def subscriber_of(address: str) -> Subscriber | None:
    """The person who proved this address, if anyone did."""
    return Subscriber.objects.filter(
        addresses__address=fold_address(address), addresses__channel=Channel.EMAIL
    ).first()


def objection(message: Message) -> str:
    """Why the message may no longer be sent, in a few words for the record; "" when it may."""
    return objections([message]).get(message.pk, "")


def objections(messages: Sequence[Message]) -> dict[UUID, str]:
    """Why messages may no longer be sent, by their UUIDs; nothing of those that may.

    Asked right before they leave, outside any transaction: a digest to someone who stopped them
    stays here. Messages of the other classes are always wanted. Three queries, whatever number.
    """
    digests = {
        message.pk: (message.subscriber_uuid, message.address)
        for message in messages
        if message.message_class == MessageClass.SUBSCRIPTION
        and message.subscriber_uuid is not None
    }
    if not digests:
        return {}
    rows = Subscription.objects.filter(
        ended_at__isnull=True,
        subscriber__uuid__in={person for person, _address in digests.values()},
    )
    wanted = set(rows.values_list("subscriber__uuid", "subscriber__addresses__address").distinct())
    found = {pk: STOPPED for pk, pair in digests.items() if pair not in wanted}
    # Written in the very moment in which the update was taken down: nobody could take it out.
    items = DigestItem.objects.filter(message_uuid__in=[pk for pk in digests if pk not in found])
    pages = list(items.values_list("message_uuid", "page_uuid"))
    gone = sources.down({page for _message, page in pages})
    return found | {pk: TAKEN_DOWN for pk, page in pages if page in gone}
