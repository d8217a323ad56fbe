"""The mails about the last posting day that is over: who is waited for, and how a school stood."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from classroom.models import PostingSlot
from classroom.reminders.rules import Kind
from classroom.reminders.selectors import days_of
from classroom.reminders.services import send_reminders
from notifications.models import Message, MessageEvent

# When the queue's schedule writes them.
MORNING = dt.time(6, 9)


def remind_after_the_last_posting_day(anchor: dt.date) -> None:
    """Write what was sent on the morning after it."""
    days = PostingSlot.objects.filter(day__lt=anchor).order_by("-day").values_list("day", flat=True)
    newest = days.first()
    if newest is None:
        return
    coming = (newest + dt.timedelta(days=number) for number in range(1, (anchor - newest).days + 1))
    morning = next((day for day in coming if days_of(day).get(newest) is Kind.AFTER), None)
    if morning is None:
        return
    with mails_written_at(timezone.make_aware(dt.datetime.combine(morning, MORNING))):
        send_reminders(today=morning)


@contextmanager
def mails_written_at(at: dt.datetime) -> Iterator[None]:
    """What is written into the outbox inside is dated so."""
    known = set(Message.objects.values_list("pk", flat=True))
    yield
    written = Message.objects.exclude(pk__in=known)
    keys = list(written.values_list("pk", flat=True))
    MessageEvent.objects.filter(message__in=keys).update(at=at)
    written.update(created_at=at, send_after=at)
