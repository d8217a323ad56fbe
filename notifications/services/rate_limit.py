"""The rate limit of each channel, shared by all workers, and the rests that providers request."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Message, SendingLimit
from ..rules.state import SENT

MINUTE: Final = dt.timedelta(minutes=1)
MOMENT: Final = dt.timedelta(seconds=5)
"""The longest rest for which a worker waits itself; a longer one ends with the minute's sweep."""
SOFTLY: Final = dt.timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Granted:
    """How many messages may be handed over now; the others may be at `again_at` (aware)."""

    number: int
    again_at: dt.datetime
    reason: str = ""


def take(channel: str, wanted: int) -> Granted:
    """Count up to `wanted` messages as handed over in this minute, before the hand-over: if the
    worker then dies, they stay counted."""
    now = timezone.now()
    most = settings.SENDING_PER_MINUTE.get(channel, 0)
    if not most:
        closed = SendingLimit.objects.filter(channel=channel, closed_until__gt=now)
        until = closed.values_list("closed_until", flat=True).first()
        return _closed(until) if until is not None else Granted(wanted, now)
    with transaction.atomic():
        SendingLimit.objects.get_or_create(channel=channel, defaults={"minute": now})
        row = SendingLimit.objects.select_for_update().get(channel=channel)
        if row.closed_until is not None and row.closed_until > now:
            return _closed(row.closed_until)
        if row.minute + MINUTE <= now:
            row.minute, row.used = now, 0
        number = max(0, min(wanted, most - row.used))
        row.used += number
        row.save(update_fields=["minute", "used"])
    return Granted(number, row.minute + MINUTE, "waits for the next minute")


def resting(now: dt.datetime) -> dict[str, dt.datetime]:
    """Returns the channels on which nothing can be handed over at `now`, and until when (aware).
    Messages for them are not claimed, because each claim is recorded."""
    until = {}
    for row in SendingLimit.objects.all():
        most = settings.SENDING_PER_MINUTE.get(row.channel, 0)
        if row.closed_until is not None and row.closed_until > now:
            until[row.channel] = row.closed_until
        elif most and row.used >= most and row.minute + MINUTE > now:
            until[row.channel] = row.minute + MINUTE
    return until


def took_lately(channel: str, now: dt.datetime) -> bool:
    """Returns True if something left on this channel in the minute before `now` (aware)."""
    left = Message.objects.filter(handed_over_at__gt=now - MINUTE, handed_over_at__lte=now)
    return left.filter(channel=channel, state__in=SENT).exists()


def rested_lately(channel: str, now: dt.datetime) -> bool:
    """Returns True if a rest of the channel ended a few seconds before `now` (aware)."""
    return SendingLimit.objects.filter(
        channel=channel, closed_until__lte=now, closed_until__gt=now - SOFTLY
    ).exists()


def _closed(until: dt.datetime) -> Granted:
    return Granted(0, until, "the provider wants to be left alone")


def close(channel: str, *, until: dt.datetime) -> None:
    """Hand over nothing more on this channel before `until` (aware)."""
    SendingLimit.objects.get_or_create(channel=channel)
    rows = SendingLimit.objects.filter(channel=channel)
    rows.filter(Q(closed_until__isnull=True) | Q(closed_until__lt=until)).update(closed_until=until)
