"""Writing the digests of a window into the outbox: decide, render, record, in this order.

Runs may repeat and overlap: the outbox allows one message per address and window, and one row per
address and update. If a run dies, the next one writes what is missing.
"""

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.bulk_sql import by_column, insert_rows
from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import (
    Item,
    note_failure,
    note_gone,
    note_once,
    note_success,
    standing,
)

from .. import sources
from ..models import Channel, DigestItem, DigestRun, Message, MessageClass, SkippedDigest
from ..models.subscribers import LANGUAGES
from ..services.enqueue import Draft, enqueue_many
from ..services.outgoing import kept_parts
from .email import DigestRenderer
from .grouping import ClassMail, Digest, News, Recipient, Skipped, digest_for
from .parts import describe_updates
from .recipients import any_early, paused, recipients
from .schedule import LONGEST_LOOK_BACK, WEEKLY, due_rhythms, last_window, oldest_news, stood_still
from .text import TextRenderer

RHYTHM: Final = "posting-days"
# Under these names failures are recorded: of the loops over people, and a standstill.
TASKS: Final[Mapping[str, str]] = {Channel.EMAIL: "digest", Channel.TEXT: "digest by text"}
STANDSTILL_TASK: Final = "standstill"
# A run ends after this many seconds, well before the queue's timeout; the next run continues.
RUN_SECONDS: Final = 80


@dataclass(slots=True)
class Written:
    """The result of a run: messages written and people who got none. `go_on_after` is where the
    next run continues, None at the end. `not_used` means that the district does not send these."""

    window: dt.datetime
    messages: int = 0
    skipped: int = 0
    done_before: bool = False
    not_used: bool = False
    repeated: int = 0
    go_on_after: int | None = None

    def __str__(self) -> str:
        if self.not_used:
            return "not used"
        if self.done_before:
            return "done before"
        return f"{self.messages} digests, {self.skipped} without"


@dataclass(frozen=True, slots=True)
class Planned:
    """A digest and its message."""

    digest: Digest
    draft: Draft


@dataclass(slots=True)
class _Run:
    """The data that is read once for all families of a window."""

    window: dt.datetime
    directory: sources.Directory
    is_posting_day: bool
    classes: dict[UUID, ClassMail]
    news: dict[UUID, list[News]]
    oldest: dt.datetime
    due: frozenset[str]
    renderer: DigestRenderer | TextRenderer
    again: bool
    channel: Channel = Channel.EMAIL
    failed_before: dict[str, FailedWork] = field(default_factory=dict)
    # People whose digest failed, earlier or in this run, and who are still to get one.
    wanted: set[str] = field(default_factory=set)


def write_due_digests(
    *,
    channel: Channel = Channel.EMAIL,
    now: dt.datetime | None = None,
    after: int = 0,
    seconds: float = RUN_SECONDS,
) -> Written:
    """Write the digests of the newest window that is over at `now` (aware), including news that
    earlier windows missed. A digest that fails is recorded, and the others are written.

    Stops after `seconds`; pass the result's `go_on_after` as `after` to the next run.
    """
    stop_at = time.monotonic() + seconds
    zone = sources.district_zone()
    window = last_window(now or timezone.now(), settings.DIGEST_TIME, zone)
    written = Written(window)
    if channel == Channel.TEXT and not settings.TEXT_PROVIDER:
        written.not_used = True
        return written
    if DigestRun.objects.filter(window_start=window, channel=channel).exists():
        written.done_before = True
        return written
    kept_parts.clear()  # frees the memory that sending uses in this process
    day = window.astimezone(zone).date()
    run = _prepare(window, day, zone, channel)
    pages = {item.page for items in run.news.values() for item in items}
    if run.is_posting_day:
        _note_paused(window, channel)
    for last, block in recipients(
        run.directory, window, pages, rhythm=RHYTHM, due=run.due, channel=channel, after=after
    ):
        _write_block(block, run, written)
        if time.monotonic() >= stop_at:
            written.go_on_after = last
            return written
    if not after:
        # Only a run over all people, from first to last, knows who is gone.
        note_gone(TASKS[channel], run.wanted)
    messages = Message.objects.filter(rhythm=RHYTHM, window_start=window, channel=channel)
    skipped = SkippedDigest.objects.filter(window_start=window, channel=channel).count()
    DigestRun.objects.get_or_create(
        window_start=window,
        channel=channel,
        defaults={
            "posting_day": run.is_posting_day,
            # Of all runs for this window, including interrupted ones.
            "written": messages.count(),
            "skipped": max(written.skipped, skipped),
            "repeated": written.repeated,
        },
    )
    return written


def _prepare(window: dt.datetime, day: dt.date, zone: dt.tzinfo, channel: Channel) -> _Run:
    done = DigestRun.objects.filter(channel=channel)
    last_done = done.values_list("window_start", flat=True).first()
    oldest = oldest_news(window, last_done)
    # Includes classes that ended since: news after their last window, or waiting for Friday, still
    # goes out.
    directory = sources.directory(day, ended_since=oldest.astimezone(zone).date())
    classes = directory.offers(channel)
    offering = [
        directory.classes[page] for page, mail in classes.items() if mail.offered_since is not None
    ]
    news = sources.news(offering, window, settings.DIGEST_TIME, oldest=oldest, early=any_early())
    renderer, news = _renderer(channel, directory, news, day, at=window)
    run = _Run(
        window=window,
        directory=directory,
        is_posting_day=day in sources.posting_days(day),
        classes=classes,
        news=news,
        oldest=oldest,
        due=due_rhythms(
            window, last_done, zone, sources.year_ends(day), sources.days_without_school(day)
        ),
        renderer=renderer,
        # An interrupted run may have recorded skipped people; those who get a message now are
        # removed.
        again=SkippedDigest.objects.filter(window_start=window, channel=channel).exists(),
        channel=channel,
        failed_before=standing(TASKS[channel]),
    )
    # The same worker writes both channels, so a standstill is reported once.
    if channel == Channel.EMAIL and last_done is not None and stood_still(window, last_done):
        _report_standstill(window, last_done)
    return run


def _renderer(
    channel: Channel,
    directory: sources.Directory,
    news: dict[UUID, list[News]],
    day: dt.date,
    *,
    at: dt.datetime,
) -> tuple[DigestRenderer | TextRenderer, dict[UUID, list[News]]]:
    """Returns the renderer of the digests of `day`, and the news that it can render. `at` is
    aware."""
    if channel == Channel.TEXT:
        wanted = [item.page for items in news.values() for item in items]
        return TextRenderer(directory.classes, sources.titles(wanted)), news
    followed = directory.classes.values() if news else ()
    coming = sources.coming(followed, at, day, sources.last_day(day)) if news else {}
    messages, news = describe_updates(news, coming, complete=True)
    coming = {
        page: tuple(key for key in keys if (LANGUAGES[0][0], key) in messages)
        for page, keys in coming.items()
    }
    return DigestRenderer(directory.classes, messages, day=day, coming=coming), news


def _title_of(channel: str) -> str:
    """Returns the name of the digests in reports of failures."""
    return _("Class news by text message") if channel == Channel.TEXT else _("Class news by email")


def _write_block(block: Sequence[Recipient], run: _Run, written: Written) -> None:
    """Write a block of some hundred people in a fixed number of statements. A person whose digest
    fails is left to the next run."""
    planned: list[Planned] = []
    skipped: list[Skipped] = []
    for recipient in block:
        key = str(recipient.subscriber)
        item = Item(TASKS[run.channel], key, _title_of(run.channel))
        if key in run.failed_before:
            run.wanted.add(key)
        try:
            decided = _decide(recipient, run)
        except Exception as error:  # noqa: BLE001  # one failure stops nobody else's digest
            run.wanted.add(key)
            note_failure(item, error)
            continue
        if isinstance(decided, Skipped):
            skipped.append(decided)
        else:
            planned.append(decided)
        if key in run.failed_before:
            note_success(item)
    run.renderer.save_parts()
    done, failed = write_all(planned, run.window, run.channel)
    for one, fault in failed:
        key = str(one.digest.recipient.subscriber)
        run.wanted.add(key)
        note_failure(Item(TASKS[run.channel], key, _title_of(run.channel)), fault)
    written.messages += len(done)
    written.repeated += sum(len(one.digest.again) for one in done)
    written.skipped += len(skipped)
    # On other days nobody expects a message, so no reason is recorded.
    expected = [one for one in skipped if run.is_posting_day or one.recipient.rhythm == WEEKLY]
    _note_skipped(expected, run)
    if run.again and done:
        SkippedDigest.objects.filter(
            window_start=run.window,
            channel=run.channel,
            subscriber_uuid__in=[one.digest.recipient.subscriber for one in done],
        ).delete()


def _decide(recipient: Recipient, run: _Run) -> Planned | Skipped:
    decided = digest_for(
        recipient, window=run.window, classes=run.classes, news=run.news, oldest=run.oldest
    )
    if isinstance(decided, Skipped):
        return decided
    return Planned(decided, run.renderer.draft(decided))


def _report_standstill(window: dt.datetime, last_done: dt.datetime) -> None:
    """Report a standstill to the administrators, once."""
    days = (window - last_done).days
    title = ngettext(
        "Class news by email was stopped for %(days)d day; today’s messages make up for it.",
        "Class news by email was stopped for %(days)d days; today’s messages make up for it.",
        days,
    ) % {"days": days}
    if window - last_done > LONGEST_LOOK_BACK:
        title += " " + _("What is older than %(days)d days stays on the pages only.") % {
            "days": LONGEST_LOOK_BACK.days
        }
    note_once(Item(STANDSTILL_TASK, window.isoformat(), title), FailedWork.Reason.STANDSTILL)


def _note_skipped(skipped: Sequence[Skipped], run: _Run) -> None:
    SkippedDigest.objects.bulk_create(
        (
            SkippedDigest(
                subscriber_uuid=one.recipient.subscriber,
                channel=run.channel,
                window_start=run.window,
                reason=one.reason.value,
            )
            for one in skipped
        ),
        ignore_conflicts=True,
    )


def _note_paused(window: dt.datetime, channel: Channel = Channel.EMAIL) -> None:
    """Record, once per window, that people who pause got no digest."""
    people = paused(window).filter(
        subscriptions__channel=channel, subscriptions__ended_at__isnull=True
    )
    SkippedDigest.objects.bulk_create(
        (
            SkippedDigest(
                subscriber_uuid=uuid, channel=channel, window_start=window, reason="paused"
            )
            for uuid in people.distinct().values_list("uuid", flat=True)
        ),
        ignore_conflicts=True,
    )


def write_all(
    planned: Sequence[Planned], window: dt.datetime, channel: Channel = Channel.EMAIL
) -> tuple[list[Planned], list[tuple[Planned, Exception]]]:
    """Write these messages with their items. Returns the written and the failed ones. A message
    that another run wrote, or one of whose updates another run sent, is in neither."""
    if not planned:
        return [], []
    try:
        write_block(planned, window, channel)
    except (DatabaseError, ValueError):
        return _write_one_by_one(planned, window, channel)
    return list(planned), []


def _write_one_by_one(
    planned: Sequence[Planned], window: dt.datetime, channel: Channel
) -> tuple[list[Planned], list[tuple[Planned, Exception]]]:
    written: list[Planned] = []
    failed: list[tuple[Planned, Exception]] = []
    for one in planned:
        try:
            write_block([one], window, channel)
        except IntegrityError:
            continue
        except (DatabaseError, ValueError) as error:
            failed.append((one, error))
        else:
            written.append(one)
    return written, failed


@transaction.atomic
def write_block(
    planned: Sequence[Planned], window: dt.datetime, channel: Channel = Channel.EMAIL
) -> None:
    """Write all of these messages or none. Raises `IntegrityError` if one exists already."""
    ids = enqueue_many(
        [one.draft for one in planned],
        message_class=MessageClass.SUBSCRIPTION,
        channel=channel,
        rhythm=RHYTHM,
        window_start=window,
        # The same moment for all, so that equal messages are sent next to each other.
        send_after=window,
    )
    items: list[tuple[str, UUID, UUID]] = []
    for one, message in zip(planned, ids, strict=True):
        address, again = one.digest.recipient.address, one.digest.again
        items += [(address, key, message) for key in one.digest.updates if key not in again]
        if again:
            _take_over(address, channel, again, message)
    insert_rows(
        DigestItem, {"channel": channel}, by_column(("address", "page_uuid", "message_uuid"), items)
    )


def _take_over(address: str, channel: Channel, pages: frozenset[UUID], message: UUID) -> None:
    """Assign repeated updates to the new message, and record that they were repeated."""
    rows = DigestItem.objects.filter(
        address=address, channel=channel, page_uuid__in=pages, may_repeat=True
    )
    if rows.update(message_uuid=message, may_repeat=False, repeats=1) != len(pages):
        raise IntegrityError("Evidence came, or another run was quicker.")
