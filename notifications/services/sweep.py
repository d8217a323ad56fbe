"""Finding what a dead worker left behind, and saying honestly what is known about it."""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from district_cms.web.queue.heartbeat import EVERY, living

from ..models import Message
from ..models.outbox import MessageQuerySet
from ..rules.state import ANSWER_PATIENCE, CLAIM_PATIENCE, MOST_CLAIMS, State
from .answers import release_updates
from .moving import move

log = logging.getLogger("district.outbox")

AT_ONCE = 1_000  # in one transaction
SIGN_IS_LATE = dt.timedelta(seconds=EVERY + 5)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many messages were freed, became unknown, and were given up."""

    freed: int
    unknown: int
    given_up: int

    def __str__(self) -> str:
        return f"{self.freed} freed, {self.unknown} unknown, {self.given_up} given up"


def sweep_stale(now: dt.datetime | None = None) -> Swept:
    """Free what was claimed and never begun; call unknown what was handed over and never answered.

    Both as soon as the worker that had it is known to be gone, or after ten minutes where nobody
    can tell. A message that was handed over is never freed: the provider may have it. `now` is
    aware.
    """
    now = now or timezone.now()
    absent = ~Q(claimed_by="") & ~Q(claimed_by__in=living(now))
    claimed = Message.objects.filter(
        absent | Q(claimed_at__lt=now - CLAIM_PATIENCE), state=State.CLAIMED
    )
    given_up = _move_all(
        claimed.filter(claims__gte=MOST_CLAIMS),
        State.REJECTED,
        detail="taken up again and again, never begun",
        error="could not be prepared for sending",
    )
    release_updates(given_up)
    freed = _move_all(claimed, State.READY, detail="the worker stopped before it began")
    unknown = _move_all(
        Message.objects.filter(
            absent | Q(handed_over_at__lt=now - ANSWER_PATIENCE), state=State.HANDED_OVER
        ),
        State.UNKNOWN,
        detail="the worker stopped while the provider had it",
        error="the provider’s answer never came",
    )
    if unknown or given_up:
        log.warning("outbox: %d messages unknown, %d given up", len(unknown), len(given_up))
    return Swept(freed=len(freed), unknown=len(unknown), given_up=len(given_up))


def _move_all(rows: MessageQuerySet, to: State, **values: Any) -> list[UUID]:
    """All of them, however many a worker left, in transactions of a bounded size."""
    moved: list[UUID] = []
    while some := move(rows, to, most=AT_ONCE, skip_locked=True, **values):
        moved += some
    return moved


def is_sending(now: dt.datetime) -> bool:
    """Whether a worker that lives has messages in its hands, and so goes on to the next ones.

    One whose sign is late is not counted on: that it goes on is a guess, and if two send beside
    each other nothing is lost, while messages that nobody sends wait for the next sweep.
    """
    there = Q(claimed_by="") | Q(claimed_by__in=living(now, SIGN_IS_LATE))
    under_way = Message.objects.filter(state__in=(State.CLAIMED, State.HANDED_OVER))
    return under_way.filter(there).exists()
