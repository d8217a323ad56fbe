"""Who may get a digest of a window: people, what they asked for, what they had before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from .. import sources
from ..models import Channel, DigestItem, Message, Subscription, VerifiedAddress
from .build import SCOPES, Asked, Recipient

AT_ONCE = 500


def recipients(
    directory: sources.Directory,
    window: dt.datetime,
    pages: Collection[UUID],
    *,
    rhythm: str,
    after: int = 0,
) -> Iterator[tuple[int, list[Recipient]]]:
    """Everyone who has a subscription and no message of this window yet, some hundreds at a time,
    in a steady order. With each block comes the key `after` which the next one begins."""
    while True:
        addresses = list(
            VerifiedAddress.objects.filter(
                pk__gt=after,
                channel=Channel.EMAIL,
                subscriber__subscriptions__channel=Channel.EMAIL,
                subscriber__subscriptions__ended_at__isnull=True,
                # Whoever follows only a school's notices expects no digest.
                subscriber__subscriptions__scope__in=SCOPES,
                subscriber__subscriptions__started_at__lt=window,
            )
            .select_related("subscriber")
            .distinct()
            .order_by("pk")[:AT_ONCE]
        )
        if not addresses:
            return
        after = addresses[-1].pk
        yield after, _with_what_they_asked(addresses, directory, pages, window, rhythm)


def _with_what_they_asked(
    addresses: list[VerifiedAddress],
    directory: sources.Directory,
    pages: Collection[UUID],
    window: dt.datetime,
    rhythm: str,
) -> list[Recipient]:
    asked: dict[int, list[Asked]] = defaultdict(list)
    people = [known.subscriber_id for known in addresses]
    rows = Subscription.objects.active().filter(
        subscriber__in=people, channel=Channel.EMAIL, scope__in=SCOPES
    )
    for person, scope, page, since in rows.values_list(
        "subscriber_id", "scope", "page_uuid", "started_at"
    ):
        asked[person].append(Asked(scope, since, directory.covered(scope, page)))
    texts = [known.address for known in addresses]
    sent: dict[str, set[UUID]] = defaultdict(set)
    repeat: dict[str, set[UUID]] = defaultdict(set)
    had = DigestItem.objects.filter(address__in=texts, channel=Channel.EMAIL)
    for address, page, may_repeat in had.values_list("address", "page_uuid", "may_repeat"):
        if page in pages:
            sent[address].add(page)
            if may_repeat:
                repeat[address].add(page)
    # Read after the items: who has those has the message too, written in the same transaction.
    done = set(
        Message.objects.filter(
            rhythm=rhythm, window_start=window, channel=Channel.EMAIL, address__in=texts
        ).values_list("address", flat=True)
    )
    return [
        Recipient(
            subscriber=known.subscriber.uuid,
            address=known.address,
            language=known.subscriber.language,
            asked=tuple(asked[known.subscriber_id]),
            sent=frozenset(sent.get(known.address, ())),
            repeat=frozenset(repeat.get(known.address, ())),
        )
        for known in addresses
        if known.address not in done
    ]
