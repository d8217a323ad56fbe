"""The tasks of the queue for families: digests every few minutes, deletion at night."""

import datetime as dt

from django.utils import timezone
from django_q.tasks import async_task

from ..guardians.letter import services as letters
from ..models import Channel
from ..retention.purging import forget_old
from .services import write_due_digests
from .welcome import send_welcome

LETTERS = "notifications.digests.tasks.write_letters"
WRITE = "notifications.digests.tasks.write_digests"
FORGET = "notifications.digests.tasks.forget"


def write_digests(after: int = 0, channel: str = Channel.EMAIL) -> str:
    """Write the digests of a window that is over; does nothing if they are written. If one task is
    not enough, queues the next."""
    written = write_due_digests(after=after, channel=Channel(channel))
    if written.go_on_after is not None:
        async_task(WRITE, written.go_on_after, channel)
    return str(written)


def write_text_digests() -> str:
    """Write the digests by text, where the district sends texts."""
    return write_digests(channel=Channel.TEXT)


def forget(now: dt.datetime | None = None) -> str:
    """Delete data of families that is no longer needed, and report a legal hold that prevents it.
    If one task is not enough, queues the next."""
    done = forget_old(now=now or timezone.now())
    if done.more:
        async_task(FORGET)
    return str(done)


def welcome(subscription_id: int) -> str:
    """Write the first message of a newly confirmed subscription."""
    return "sent" if send_welcome(subscription_id=subscription_id) else "nothing to send"


def write_letters(after: str = "") -> str:
    """Write letters and reminders to guardians. If one task is not enough, queues the next."""
    written = letters.write_letters(after=after)
    if written.last:
        async_task(LETTERS, written.last)
    return f"{written.letters} letters, {written.reminders} reminders"
