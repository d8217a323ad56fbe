"""Whose a phone number is. A code that is typed back proves who has the telephone now, and nothing
about who had it before: carriers give a number that was given up to someone else."""

import datetime as dt
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Channel, ConsentRecord, DigestItem, Subscriber, VerifiedAddress
from ..retention.holds import must_keep

NOT_REASSIGNED_WITHIN: Final = dt.timedelta(days=45)
"""For at least so long a carrier gives a number that was given up to nobody else (47 CFR
52.15(f)(1)(ii)). After a code is typed, whoever has the telephone is the same for so long."""


def alone_with(number: str, now: dt.datetime) -> QuerySet[Subscriber]:
    """Those who have this number and no other address, who follow something, and who are surely
    the same as whoever has the telephone at `now` (aware), the first one first.

    After a stop nothing is followed; after a longer silence it may be somebody else.
    """
    proved = ConsentRecord.objects.filter(
        subscriber_uuid=OuterRef("uuid"),
        act=ConsentRecord.Act.GIVEN,
        channel=Channel.TEXT,
        proof=ConsentRecord.Proof.CODE,
        at__gt=now - NOT_REASSIGNED_WITHIN,
    )
    others = VerifiedAddress.objects.filter(subscriber=OuterRef("pk"))
    return (
        Subscriber.objects.filter(
            Exists(proved),
            ~Exists(others.exclude(channel=Channel.TEXT, address=number)),
            addresses__channel=Channel.TEXT,
            addresses__address=number,
            subscriptions__ended_at__isnull=True,
            subscriptions__isnull=False,
        )
        .distinct()
        .order_by("pk")
    )


def give_up(known: QuerySet[VerifiedAddress], *, now: dt.datetime) -> tuple[int, int]:
    """Delete these addresses, and where nobody is left what was sent there. Who still has a
    telephone that was shared reads, of what came to it, only what comes from now on: until now it
    may have been the other person's. Under a legal hold what was sent stays. Returns how many
    addresses, and how many rows that said what was sent. To call inside a transaction."""
    addresses = set(known.values_list("address", flat=True))
    deleted, _by_model = known.delete()
    left = VerifiedAddress.objects.filter(address__in=addresses)
    shared = set(left.values_list("address", flat=True))
    left.update(alone_since=now)
    if must_keep():
        return deleted, 0
    items, _by_model = DigestItem.objects.filter(address__in=addresses - shared).delete()
    return deleted, items
