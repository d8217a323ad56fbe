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
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Drawn
from district_cms.web.models import FailedWork
from district_cms.web.queue.apart import Item, apart, note_gone, note_once, standing

from .. import sources
from ..models import (
    Channel,
    DigestItem,
    DigestRun,
    Message,
    MessageClass,
    SkippedDigest,
    Subscription,
    VerifiedAddress,
)
from ..models.subscribers import LANGUAGES
from ..services import enqueue_message
from .build import Asked, Digest, News, Recipient, Skipped, digest_for
from .render import DigestRenderer
from .schedule import LONGEST_LOOK_BACK, STANDSTILL, last_window, oldest_news, stood_still

RHYTHM = "posting-days"
RECIPIENTS_A_READ = 500
# The loops, as failures of them are filed.
DIGEST, TELL, STANDSTILL_TASK = "digest", "digest update", "standstill"


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
    default). Windows that were missed, because nothing ran, are made up for by this one, and it is
    said. One person's digest that fails is written down, and the others are written."""
    zone = sources.district_zone()
    window = last_window(now or timezone.now(), settings.DIGEST_TIME, zone)
    written = Written(window)
    if DigestRun.objects.filter(window_start=window).exists():
        written.done_before = True
        return written
    day = window.astimezone(zone).date()
    is_posting_day = day in sources.posting_days(day)
    directory = sources.directory(day)
    last_done = DigestRun.objects.values_list("window_start", flat=True).first()
    oldest = oldest_news(window, last_done)
    offering = [facts for facts in directory.classes.values() if facts.offered_since is not None]
    news = sources.news(offering, window, settings.DIGEST_TIME, oldest=oldest)
    office = DistrictSettings.kept()
    pages = sources.updates(i.page for items in news.values() for i in items)
    renderer = DigestRenderer(directory.classes, pages, office)
    news = _tellable(news, renderer)
    missed: dict[UUID, dt.date] = {}
    if last_done is not None and stood_still(window, last_done):
        missed = _missed(news, window, last_done.astimezone(zone).date())
        _say_that_nothing_ran(window, last_done)
    # A run that broke off has noted some already; what they say is held to what is done now.
    noted = SkippedDigest.objects.filter(window_start=window)
    again = noted.exists()
    known = standing(DIGEST)
    seen: set[str] = set()
    for recipients in _recipients(directory, window, {i.page for n in news.values() for i in n}):
        for recipient in recipients:
            item = Item(DIGEST, str(recipient.subscriber), title=_("Class news by email"))
            seen.add(item.key)
            with apart(item, failed_before=known):
                decided = digest_for(
                    recipient, window=window, classes=directory.offers(), news=news, oldest=oldest
                )
                if isinstance(decided, Skipped):
                    # On other days nobody expects anything, so there is nothing to explain.
                    if is_posting_day:
                        _note_skipped(decided, window)
                    written.skipped += 1
                    continue
                since = next((missed[page] for page in decided.updates if page in missed), None)
                drawn = renderer.render(decided, missed_since=since)
                written.messages += _write(decided, drawn, window, reply_to=office.email)
                if again:
                    noted.filter(subscriber_uuid=recipient.subscriber).delete()
    note_gone(DIGEST, seen)
    DigestRun.objects.get_or_create(
        window_start=window,
        defaults={
            "posting_day": is_posting_day,
            # Of all runs for this window, also those that broke off.
            "written": Message.objects.filter(rhythm=RHYTHM, window_start=window).count(),
            "skipped": written.skipped,
        },
    )
    return written


def _tellable(news: dict[UUID, list[News]], renderer: DigestRenderer) -> dict[UUID, list[News]]:
    """Without the updates that no message can tell of: each is written down once, and not once for
    each family. Those are sent when they can be told."""
    known = standing(TELL)
    found: dict[UUID, list[News]] = {}
    for page, items in news.items():
        found[page] = []
        for item in items:
            title = _("An update, in class news by email")
            with apart(Item(TELL, str(item.page), title), failed_before=known) as tried:
                for language, _name in LANGUAGES:
                    renderer.tell(item.page, language)
            if not tried.failed:
                found[page].append(item)
    note_gone(TELL, (str(item.page) for items in news.values() for item in items))
    return found


def _missed(
    news: dict[UUID, list[News]], window: dt.datetime, last_day: dt.date
) -> dict[UUID, dt.date]:
    """The updates that families would have had before, each with the last day on which any was
    sent."""
    late = window - STANDSTILL
    return {i.page: last_day for items in news.values() for i in items if i.goes_out < late}


def _say_that_nothing_ran(window: dt.datetime, last_done: dt.datetime) -> None:
    """The administrators are told of a standstill, once."""
    days = (window - last_done).days
    title = ngettext(
        "Class news by email stood still for %(days)d day; today’s messages make up for it.",
        "Class news by email stood still for %(days)d days; today’s messages make up for it.",
        days,
    ) % {"days": days}
    if window - last_done > LONGEST_LOOK_BACK:
        title += " " + _("What is older than %(days)d days stays on the pages only.") % {
            "days": LONGEST_LOOK_BACK.days
        }
    note_once(Item(STANDSTILL_TASK, window.isoformat(), title), FailedWork.Reason.STANDSTILL)


def _recipients(
    directory: sources.Directory, window: dt.datetime, pages: set[UUID]
) -> Iterable[list[Recipient]]:
    """Everyone who has a subscription and no message of this window yet, some hundreds at a time,
    in a steady order."""
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
        yield _with_what_they_asked(addresses, directory, pages, window)


def _with_what_they_asked(
    addresses: list[VerifiedAddress],
    directory: sources.Directory,
    pages: set[UUID],
    window: dt.datetime,
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
    # Read after the items: who has those has the message too, written in the same transaction.
    done = set(
        Message.objects.filter(
            rhythm=RHYTHM,
            window_start=window,
            channel=Channel.EMAIL,
            address__in=[known.address for known in addresses],
        ).values_list("address", flat=True)
    )
    return [
        Recipient(
            subscriber=known.subscriber.uuid,
            address=known.address,
            language=known.subscriber.language,
            asked=tuple(asked[known.subscriber_id]),
            sent=frozenset(sent[known.address]),
        )
        for known in addresses
        if known.address not in done
    ]


def _write(digest: Digest, drawn: Drawn, window: dt.datetime, *, reply_to: str) -> int:
    """One message and its items, both or neither. 0 when another run has written it already."""
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
