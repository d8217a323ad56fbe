"""Writing the digests of a window into the outbox: decide, draw, record, in this order.

May be run at any moment and as often as one likes, by two workers at once too: the outbox has one
message per address and window, and one row per address and update. What a run that died left out
is written by the next one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from district_cms.schools.models import DistrictSettings

from .. import sources
from ..models import (
    Channel,
    DigestItem,
    DigestRun,
    MessageClass,
    SkippedDigest,
    Subscription,
    VerifiedAddress,
)
from ..services import enqueue_message
from .build import Asked, Digest, Recipient, Skipped, digest_for
from .render import DigestRenderer
from .schedule import last_window

RHYTHM = "posting-days"
RECIPIENTS_A_READ = 500


@dataclass(slots=True)
class Written:
    """What a run did: messages written, people who got none."""

    window: dt.datetime
    messages: int = 0
    skipped: int = 0
    done_before: bool = False

    def __str__(self) -> str:
        if self.done_before:
            return "done before"
        return f"{self.messages} digests, {self.skipped} without"


def write_due_digests(*, now: dt.datetime | None = None) -> Written:
    """Write the digests of the newest window that is over at `now` (aware; the present by
    default). Windows that were missed, because nothing ran, are made up for by this one."""
    zone = sources.district_zone()
    window = last_window(now or timezone.now(), settings.DIGEST_TIME, zone)
    written = Written(window)
    if DigestRun.objects.filter(window_start=window).exists():
        written.done_before = True
        return written
    day = window.astimezone(zone).date()
    is_posting_day = day in sources.posting_days(day)
    directory = sources.directory(day)
    offering = [facts for facts in directory.classes.values() if facts.offered_since is not None]
    news = sources.news(offering, window, settings.DIGEST_TIME)
    renderer: DigestRenderer | None = None
    office = DistrictSettings.kept()
    for recipients in _recipients(directory, window, {i.page for n in news.values() for i in n}):
        for recipient in recipients:
            decided = digest_for(recipient, window=window, classes=directory.offers(), news=news)
            if isinstance(decided, Skipped):
                # On other days nobody expects anything, so there is nothing to explain.
                if is_posting_day:
                    _note_skipped(decided, window)
                written.skipped += 1
                continue
            if renderer is None:
                pages = sources.updates(i.page for items in news.values() for i in items)
                renderer = DigestRenderer(directory.classes, pages, office)
            written.messages += _write(decided, renderer, window, reply_to=office.email)
    DigestRun.objects.get_or_create(
        window_start=window,
        defaults={
            "posting_day": is_posting_day,
            "written": written.messages,
            "skipped": written.skipped,
        },
    )
    return written


def _recipients(
    directory: sources.Directory, window: dt.datetime, pages: set[UUID]
) -> Iterable[list[Recipient]]:
    """Everyone who has a subscription, some hundreds at a time, in a steady order."""
    last = 0
    while True:
        addresses = list(
            VerifiedAddress.objects.filter(
                pk__gt=last,
                channel=Channel.EMAIL,
                subscriber__subscriptions__ended_at__isnull=True,
                subscriber__subscriptions__started_at__lt=window,
            )
            .select_related("subscriber")
            .distinct()
            .order_by("pk")[:RECIPIENTS_A_READ]
        )
        if not addresses:
            return
        last = addresses[-1].pk
        yield _with_what_they_asked(addresses, directory, pages)


def _with_what_they_asked(
    addresses: list[VerifiedAddress], directory: sources.Directory, pages: set[UUID]
) -> list[Recipient]:
    asked: dict[int, list[Asked]] = defaultdict(list)
    people = [known.subscriber_id for known in addresses]
    for row in Subscription.objects.active().filter(subscriber__in=people):
        covered = directory.covered(row.scope, row.page_uuid)
        asked[row.subscriber_id].append(Asked(row.scope, row.started_at, covered))
    sent: dict[str, set[UUID]] = defaultdict(set)
    had = DigestItem.objects.filter(
        address__in=[known.address for known in addresses],
        channel=Channel.EMAIL,
        page_uuid__in=pages,
    )
    for address, page in had.values_list("address", "page_uuid"):
        sent[address].add(page)
    return [
        Recipient(
            subscriber=known.subscriber.uuid,
            address=known.address,
            language=known.subscriber.language,
            asked=tuple(asked[known.subscriber_id]),
            sent=frozenset(sent[known.address]),
        )
        for known in addresses
    ]


def _write(digest: Digest, renderer: DigestRenderer, window: dt.datetime, *, reply_to: str) -> int:
    """One message and its items, both or neither. 0 when another run has written it already."""
    drawn = renderer.render(digest)
    recipient = digest.recipient
    try:
        with transaction.atomic():
            message = enqueue_message(
                message_class=MessageClass.SUBSCRIPTION,
                address=recipient.address,
                subscriber_uuid=recipient.subscriber,
                rhythm=RHYTHM,
                window_start=window,
                language=recipient.language,
                subject=drawn.subject,
                text=drawn.text,
                html=drawn.html,
                headers=drawn.headers,
                from_email=settings.CLASS_MAIL_FROM,
                reply_to=reply_to,
            )
            if message is None:
                return 0
            DigestItem.objects.bulk_create(
                DigestItem(
                    address=recipient.address,
                    channel=Channel.EMAIL,
                    page_uuid=update,
                    message_uuid=message.pk,
                )
                for update in digest.updates
            )
    except IntegrityError:
        # Another run was quicker with one of the updates; its message has it, ours is taken back.
        return 0
    return 1


def _note_skipped(skipped: Skipped, window: dt.datetime) -> None:
    SkippedDigest.objects.get_or_create(
        subscriber_uuid=skipped.recipient.subscriber,
        channel=Channel.EMAIL,
        window_start=window,
        defaults={"reason": skipped.reason.value},
    )
