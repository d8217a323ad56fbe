"""One person who was taken for two: a number that subscribed by itself, and whose owner now proves
it on a page of their own."""

import datetime as dt

from django.db import transaction

from district_cms.audit_log.services import record

from .. import sources
from ..models import Channel, ConsentRecord, Message, PendingNumber, Subscriber, VerifiedAddress
from . import services as consent


@transaction.atomic
def join_number(*, owner: Subscriber, number: str, now: dt.datetime) -> None:
    """Make what this number alone asked for the owner's: to call when they have proved it.

    Whoever has another address as well stays a person of their own: people may share a telephone.
    """
    with_others = VerifiedAddress.objects.exclude(channel=Channel.TEXT, address=number)
    alone = (
        Subscriber.objects.filter(addresses__channel=Channel.TEXT, addresses__address=number)
        .exclude(pk=owner.pk)
        .exclude(pk__in=with_others.values("subscriber"))
    )
    for other in alone:
        _join(owner, other, now)


def _join(owner: Subscriber, other: Subscriber, now: dt.datetime) -> None:
    running = list(other.subscriptions.active())
    given = {
        (entry.scope, entry.page_uuid): entry
        for entry in ConsentRecord.objects.of(other.uuid).filter(act=ConsentRecord.Act.GIVEN)
    }
    places = sources.places((each.scope, each.page_uuid) for each in running)
    for each in running:
        key = (each.scope, each.page_uuid)
        proof = given[key]
        begun = consent.begin(
            subscriber=owner,
            channel=Channel(each.channel),
            scope=each.scope,
            page=(each.page_uuid, places.get(key)),
            evidence=consent.Evidence(
                proof.wording,
                proof.language,
                ConsentRecord.Source(proof.source),
                ConsentRecord.Proof(proof.proof),
                asked_at=proof.asked_at or proof.at,
            ),
            now=now,
        )
        if each.nickname and not begun.nickname:
            begun.nickname = each.nickname
            begun.save(update_fields=["nickname"])
    consent.withdraw(subscriber=other, by="joined", now=now)
    Message.objects.filter(subscriber_uuid=other.uuid).update(subscriber_uuid=owner.uuid)
    PendingNumber.objects.filter(subscriber_uuid=other.uuid).delete()
    other.subscriptions.update(nickname="")
    other.addresses.all().delete()
    # Nothing is behind the links of the one that is no more.
    other.links_since = now + dt.timedelta(seconds=1)
    other.save(update_fields=["links_since"])
    record(
        action="subscriber.joined",
        actor="the person",
        at=now,
        subscriber=str(owner.uuid),
        joined=str(other.uuid),
    )
