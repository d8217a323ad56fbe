"""What became of a notice, as numbers by channel, for its screen."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Channel
from ..rules.small_numbers import FEWEST
from ..rules.state import State
from .progress import Progress

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
class Line:
    """One channel: `numbers` in the order of the columns. Of one with `few` messages nothing else
    is told."""

    channel: Any
    numbers: tuple[int, ...] = ()
    few: bool = False

    @property
    def written(self) -> int:
        return sum(self.numbers)

    @property
    def shown(self) -> list[tuple[Any, int]]:
        """The columns that have any, with their words."""
        named = zip(COLUMNS, self.numbers, strict=True)
        return [(words, number) for (words, _states), number in named if number]


def lines_of(progress: Progress, *, whole: bool) -> list[Line]:
    """Those of each channel; `whole` for who may know what became of a single family's message."""
    told = progress if whole else progress.told
    return [
        Line(
            words,
            tuple(
                sum(told.states[channel][state] for state in column) for _words, column in COLUMNS
            ),
        )
        if channel in told.states
        else Line(words, few=True)
        for channel, words in Channel.choices
        if channel in progress.states
    ]


def few_text() -> str:
    return _("fewer than %(number)d") % {"number": FEWEST}
