"""How far the sending is: what waits, how fast it goes, when it will be done."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from ..models import Message, SendingPause
from ..rules.policy import HELD
from ..rules.state import State
from ..services.pausing import current_pause

MEASURED: Final = dt.timedelta(minutes=3)
"""Over this time it is counted how fast messages leave."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`waiting` are due and not handed over, `held` of them wait for the end of a pause; `sent`
    were handed over within the last hour."""

    waiting: int
    held: int
    sent: int
    a_minute: float
    pause: SendingPause | None

    @property
    def running(self) -> bool:
        """Whether anything is on its way, so that there is something to say."""
        return self.waiting > self.held

    @property
    def share(self) -> int:
        """Of what waits and what left in the last hour, how much is done, in percent."""
        return 100 * self.sent // max(1, self.sent + self.waiting)

    @property
    def minutes(self) -> int | None:
        """About how many minutes it will take; None while nothing leaves."""
        if not self.a_minute or not self.running:
            return None
        return math.ceil((self.waiting - self.held) / self.a_minute)


def progress(now: dt.datetime) -> Progress:
    """At `now` (aware). Four queries, over what waits and what left in the last hour only."""
    pause = current_pause()
    waiting = Message.objects.filter(state=State.READY, send_after__lte=now)
    by_class = dict(waiting.order_by().values_list("message_class").annotate(number=Count("pk")))
    under_way = Message.objects.filter(state__in=(State.CLAIMED, State.HANDED_OVER)).count()
    left = Message.objects.filter(handed_over_at__gt=now - dt.timedelta(hours=1))
    lately = left.filter(handed_over_at__gt=now - MEASURED).count()
    held = sum(number for name, number in by_class.items() if name in HELD) if pause else 0
    return Progress(
        waiting=sum(by_class.values()) + under_way,
        held=held,
        sent=left.count(),
        a_minute=lately / (MEASURED.total_seconds() / 60),
        pause=pause,
    )
