"""Handing a notice's messages over from the server, to the end, while the worker is down."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable
from time import sleep
from typing import Final

from django.db.models import Min
from django.utils import timezone

from ..models import Message, UrgentNotice
from ..models.outbox import MessageQuerySet
from ..rules.state import State
from ..services import claim_batch, dispatch_batch, sweep_stale

log = logging.getLogger("district.outbox")

# A channel is left after so many batches in a row that broke off and moved nothing.
MOST_FAILURES: Final = 3
LONGEST_REST: Final = 60
"""Seconds: then it says again how many wait."""


def hand_over(notice: UrgentNotice, *, say: Callable[[str], object]) -> None:
    """Until all of its messages have left, or they are of no use any more. A minute's limit, and a
    provider that wants to be left alone, are waited for. What waits beside them leaves too, after
    them. A channel that breaks holds up no other; `say` gets a line for each batch."""
    failures: Counter[str] = Counter()
    while True:
        rows = _open(notice, failures)
        if not rows.exists():
            return
        due = rows.filter(state=State.READY, send_after__lte=timezone.now())
        moved = False
        for channel in sorted(set(due.order_by().values_list("channel", flat=True))):
            moved |= _one_batch(channel, due.filter(channel=channel), failures, say)
        if not moved:
            _rest(_open(notice, failures), say)


def _open(notice: UrgentNotice, failures: Counter[str]) -> MessageQuerySet:
    """What may still leave, on the channels that work."""
    broken = [channel for channel, number in failures.items() if number >= MOST_FAILURES]
    return Message.objects.filter(
        content__in=notice.content_ids,
        state__in=(State.READY, State.CLAIMED),
        expires_at__gt=timezone.now(),
    ).exclude(channel__in=broken)


def _one_batch(
    channel: str, due: MessageQuerySet, failures: Counter[str], say: Callable[[str], object]
) -> bool:
    """Whether fewer of them are due after it than before."""
    before = due.count()
    try:
        said = str(dispatch_batch(claim_batch(channel=channel)))
    except Exception as error:  # said, and tried again: families wait for the others
        log.exception("handing over by %s broke off", channel)
        said = f"broke off, {type(error).__name__}"
        failures[channel] += 1
    moved = due.count() < before
    if moved:
        failures[channel] = 0
    say(f"{channel}: {said}")
    if failures[channel] >= MOST_FAILURES:
        say(f"{channel}: given up here; {due.count()} wait for the worker.")
    return moved


def _rest(rows: MessageQuerySet, say: Callable[[str], object]) -> None:
    """Until the next ones are due. What a worker claimed and left is freed."""
    sweep_stale()
    number = rows.count()
    if not number:
        return
    now = timezone.now()
    soonest = rows.filter(state=State.READY).aggregate(at=Min("send_after"))["at"]
    until = max(soonest or now + dt.timedelta(seconds=5), now + dt.timedelta(seconds=1))
    say(f"{number} wait, the next until {timezone.localtime(until):%H:%M:%S}.")
    sleep(min((until - now).total_seconds(), LONGEST_REST))
