"""How far a notice is: what is written, what left, what arrived."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext_lazy

from ..models import Channel, FamilyNotice, Message, Standing
from ..rules.small_numbers import is_few
from ..rules.state import SENT, SETTLED, State

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


def progress_of(notice: FamilyNotice) -> Progress:
    """One query. A message that was sent once more counts once more."""
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
    return Progress(notice.expected, states, again, writing=writing)
