"""What is known of consent. Only reads: the outbox asks this before each message."""

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
    """Why the message may no longer be sent, in a few words for the record; "" when it may.

    Asked right before a message leaves, outside any transaction: a digest to someone who stopped
    them stays here. Messages of the other classes are always wanted.
    """
    if message.message_class != MessageClass.SUBSCRIPTION or message.subscriber_uuid is None:
        return ""
    if not wants_mail(message.subscriber_uuid, message.address):
        return STOPPED
    # Written in the very moment in which the update was taken down: nobody could take it out.
    items = DigestItem.objects.filter(message_uuid=message.pk).values("page_uuid")
    return TAKEN_DOWN if sources.any_down(items) else ""


def wants_mail(subscriber: UUID, address: str) -> bool:
    """Whether the person has any subscription and still this address."""
    return (
        Subscription.objects.active()
        .filter(subscriber__uuid=subscriber, subscriber__addresses__address=address)
        .exists()
    )
