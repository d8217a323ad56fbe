"""One person who was taken for two: a number that subscribed by itself, and whose owner now proves
it on a page of their own.

What runs is handed over, and nothing else: no message, no name and nothing that ended, because a
number may have been somebody else's.
"""

import datetime as dt

from django.db import transaction

from district_cms.audit_log.services import record

from .. import sources
from ..models import Channel, ConsentRecord, PendingNumber, Subscriber, VerifiedAddress
from . import services as consent
from .numbers import alone_with, give_up


@transaction.atomic
def join_number(*, owner: Subscriber, number: str, now: dt.datetime) -> None:
    """Make what this number alone asks for the owner's: to call when they have proved it.

    Whoever has another address as well stays a person of their own: people may share a telephone.
    So does whoever was last proved too long ago: see `numbers.alone_with`.
    """
    for other in alone_with(number, now).exclude(pk=owner.pk):
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
        consent.begin(
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
    consent.withdraw(subscriber=other, by="joined", now=now)
    PendingNumber.objects.filter(subscriber_uuid=other.uuid).delete()
    other.subscriptions.update(nickname="")
    give_up(VerifiedAddress.objects.filter(subscriber=other), now=now)
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
