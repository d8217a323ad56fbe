"""Where a declaration or a quote stands. Pure.

As delivered nobody reviews: what a person declares counts at once. With a review turned on, what
comes after it waits for the communications office; what counted before goes on counting.
"""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Stored in the database: the values stay."""

    DECLARED = "declared"  # nobody was asked
    WAITING = "waiting"  # handed in while a review is on
    APPROVED = "approved"
    REFUSED = "refused"


DECIDED: Final = frozenset({State.APPROVED, State.REFUSED})


def counting_states(*, reviewed: bool) -> frozenset[State]:
    """The states that may be shown in a signature. What waits counts when the review is off."""
    always = frozenset({State.DECLARED, State.APPROVED})
    return always if reviewed else always | {State.WAITING}


def state_when_handed_in(*, reviewed: bool, before: str = State.DECLARED) -> State:
    """Where something stands that was written or changed just now, and stood at `before`.

    What was refused, or not yet decided, waits also while the review is off: turned on again, it
    is looked at, and does not count for good because it was sent in between.
    """
    undecided = before in {State.WAITING, State.REFUSED}
    return State.WAITING if reviewed or undecided else State.DECLARED
