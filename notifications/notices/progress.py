"""How far a notice is: what is written, what left, what arrived, when it will be done."""

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy

from ..models import Channel, FamilyNotice, Message, Standing, UrgentNotice
from ..rules.policy import POLICIES
from ..rules.small_numbers import is_few
from ..rules.state import SENT, SETTLED, State
from ..screens.progress import MEASURED

WAITING: Final = frozenset({State.READY, State.CLAIMED, State.HANDED_OVER})

UNSURE: Final = frozenset({State.UNKNOWN, State.RESOLVED})
COLUMNS: Final[tuple[tuple[Any, frozenset[State]], ...]] = (
    (
        gettext_lazy("On its way"),
        frozenset({State.READY, State.CLAIMED, State.HANDED_OVER}),
    ),
    # Not every mail server says that it delivered.
    (gettext_lazy("Sent"), frozenset({State.ACCEPTED})),
    (gettext_lazy("Delivered"), frozenset({State.DELIVERED})),
    (gettext_lazy("Did not arrive"), frozenset({State.BOUNCED, State.REJECTED})),
    (gettext_lazy("Not sent anymore"), frozenset({State.CANCELED})),
    (gettext_lazy("We cannot tell"), frozenset({State.UNKNOWN, State.RESOLVED})),
)
"""Each status of a message is in one of these."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`states` by channel; `expected` are the recipients that were counted when it was sent.
    `again` are the messages of a channel that were sent once more, in the place of another one."""

    expected: int
    states: dict[str, Counter[str]] = field(default_factory=dict)
    again: Counter[str] = field(default_factory=Counter)
    a_minute: float = 0
    writing: bool = False

    def number(self, states: frozenset[State]) -> int:
        return sum(sum(own[state] for state in states) for own in self.states.values())

    @property
    def has_few(self) -> bool:
        """Whether so few families got it on a channel that one could say who they are. Two families
        with two messages each are two families."""
        return any(
            is_few(max(1, own.total() - self.again[channel]))
            for channel, own in self.states.items()
        )

    @property
    def lines(self) -> list[tuple[Any, int, list[tuple[Any, int]]]]:
        """Of each channel its name, its messages, and how many are in each of the columns."""
        return [
            (
                name,
                self.states[channel].total(),
                [
                    (words, number)
                    for words, column in COLUMNS
                    if (number := sum(self.states[channel][state] for state in column))
                ],
            )
            for channel, name in Channel.choices
            if channel in self.states
        ]

    @property
    def written(self) -> int:
        return sum(own.total() for own in self.states.values())

    @property
    def sent(self) -> int:
        return self.number(SENT)

    @property
    def failed(self) -> int:
        return self.number(SETTLED - SENT - UNSURE)

    @property
    def unsure(self) -> int:
        """Of which nobody can tell whether they arrived."""
        return self.number(UNSURE)

    @property
    def waiting(self) -> int:
        unwritten = max(0, self.expected - self.written) if self.writing else 0
        return self.number(WAITING) + unwritten

    @property
    def running(self) -> bool:
        return self.writing or self.waiting > 0

    @property
    def share(self) -> int:
        """How much of it is done, in percent."""
        done = self.sent + self.failed + self.unsure
        return 100 * done // max(1, done + self.waiting)

    @property
    def minutes(self) -> int | None:
        """About how many minutes it will take; None while nothing leaves."""
        if not self.a_minute or not self.waiting:
            return None
        return math.ceil(self.waiting / self.a_minute)


def progress_of(notice: FamilyNotice, now: dt.datetime) -> Progress:
    """At `now` (aware). Two queries. A message that was sent once more counts once more."""
    ids = notice.content_ids
    writing = notice.standing == Standing.SENDING
    if not ids:
        return Progress(notice.expected, writing=writing)
    rows = Message.objects.filter(content__in=ids).order_by()
    states: dict[str, Counter[str]] = {}
    again: Counter[str] = Counter()
    counts = {"number": Count("pk"), "copies": Count("again_for")}
    for channel, state, number, copies in rows.values_list("channel", "state").annotate(**counts):
        states.setdefault(channel, Counter())[state] = number
        again[channel] += copies
    lately = rows.filter(handed_over_at__gt=now - MEASURED).count()
    pace = lately / (MEASURED.total_seconds() / 60)
    return Progress(notice.expected, states, again, pace, writing=writing)


def minutes_before(number: int, channel: str) -> int | None:
    """How long it takes at the pace that is set for the channel; None where none is set."""
    a_minute = settings.SENDING_PER_MINUTE.get(channel, 0)
    return math.ceil(number / a_minute) if a_minute else None


def too_late_for(number: int, channel: str, left: dt.timedelta) -> int:
    """How many of `number` the pace that is set for the channel does not reach in the time that is
    left."""
    a_minute = settings.SENDING_PER_MINUTE.get(channel, 0)
    if not a_minute:
        return 0
    return max(0, number - a_minute * max(0, math.ceil(left / dt.timedelta(minutes=1))))


def time_left(notice: FamilyNotice, now: dt.datetime) -> dt.timedelta:
    """For how long its messages would leave if it was sent at `now` (aware)."""
    lifetime = POLICIES[notice.message_class].lifetime
    return min(lifetime, notice.ends_at - now) if isinstance(notice, UrgentNotice) else lifetime
