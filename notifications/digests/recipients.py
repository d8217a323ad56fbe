"""Who may get a digest of a window: people, what they asked for, what they had before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from .. import sources
from ..models import (
    Channel,
    DigestItem,
    Message,
    Rhythm,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from .build import Asked, Recipient
from .paused import paused

AT_ONCE = 500


def recipients(
    directory: sources.Directory,
    window: dt.datetime,
    pages: Collection[UUID],
    *,
    rhythm: str,
    due: Collection[str],
    after: int = 0,
) -> Iterator[tuple[int, list[Recipient]]]:
    """Everyone who has a subscription and no message of this window yet, some hundreds at a time,
    in a steady order; whose own rhythm is one of those that are `due`, and who does not pause. With
    each block comes the key `after` which the next one begins."""
    while True:
        addresses = list(
            VerifiedAddress.objects.filter(
                pk__gt=after,
                channel=Channel.EMAIL,
                subscriber__subscriptions__channel=Channel.EMAIL,
                subscriber__subscriptions__ended_at__isnull=True,
                subscriber__subscriptions__started_at__lt=window,
                subscriber__rhythm__in=due,
            )
            .exclude(subscriber__in=paused(window))
            .select_related("subscriber")
            .distinct()
            .order_by("pk")[:AT_ONCE]
        )
        if not addresses:
            return
        after = addresses[-1].pk
        yield after, _with_what_they_asked(addresses, directory, pages, window, rhythm)


def any_early() -> bool:
    """Whether anybody does not wait for posting days."""
    return Subscriber.objects.exclude(rhythm=Rhythm.POSTING_DAYS).exists()


def _with_what_they_asked(
    addresses: list[VerifiedAddress],
    directory: sources.Directory,
    pages: Collection[UUID],
    window: dt.datetime,
    rhythm: str,
) -> list[Recipient]:
    asked: dict[int, list[Asked]] = defaultdict(list)
    people = [known.subscriber_id for known in addresses]
    resumed = {known.subscriber_id: known.subscriber.paused_until for known in addresses}
    rows = Subscription.objects.active().filter(subscriber__in=people, channel=Channel.EMAIL)
    for person, scope, page, since in rows.values_list(
        "subscriber_id", "scope", "page_uuid", "started_at"
    ):
        # What was posted in a pause is on the pages, and not sent later.
        begins = max(since, resumed[person] or since)
        asked[person].append(Asked(scope, begins, directory.covered(scope, page)))
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
            rhythm=known.subscriber.rhythm,
            asked=tuple(asked[known.subscriber_id]),
            sent=frozenset(sent.get(known.address, ())),
            repeat=frozenset(repeat.get(known.address, ())),
        )
        for known in addresses
        if known.address not in done
    ]
