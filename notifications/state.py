"""What may become of a message, and when it may be tried again. Pure.

    ready -> claimed -> handed_over -> accepted | rejected | unknown

A message is `handed_over` before the provider is called. If we never learn what the provider
did (the worker died, the answer did not come) it becomes `unknown` and is never sent again by
the software: the family may have it already. Only when the provider surely did nothing does it
go back to `ready`.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

# Tries and waits: about an hour in all (2, 4, 8, 16 and 32 minutes), long enough for a mail
# server's restart.
MOST_ATTEMPTS = 6
FIRST_WAIT = dt.timedelta(minutes=2)
LONGEST_WAIT = dt.timedelta(minutes=60)
# A worker that claims a message and does not begin with it, time after time, dies of it.
MOST_CLAIMS = 20
# For who says nothing of being there. Both are longer than any task of the queue may run: whoever
# had the message is gone by then. Of a worker it is known sooner (`web.queue.heartbeat`).
CLAIM_PATIENCE = dt.timedelta(minutes=10)
ANSWER_PATIENCE = dt.timedelta(minutes=10)


class State(StrEnum):
    READY = "ready"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    CANCELED = "canceled"


NEXT: dict[State, frozenset[State]] = {
    State.READY: frozenset({State.CLAIMED, State.CANCELED}),
    State.CLAIMED: frozenset(
        {
            State.HANDED_OVER,
            State.READY,  # the worker stopped before it began with this one
            State.CANCELED,
            State.REJECTED,  # claimed again and again, never handed over
        }
    ),
    State.HANDED_OVER: frozenset(
        {
            State.ACCEPTED,
            State.REJECTED,
            State.UNKNOWN,
            State.READY,  # the provider surely did nothing: safe to try again
        }
    ),
    State.UNKNOWN: frozenset({State.ACCEPTED, State.REJECTED}),  # evidence came after all
    State.ACCEPTED: frozenset(),
    State.REJECTED: frozenset(),
    State.CANCELED: frozenset(),
}
# Nothing more happens to these by themselves.
SETTLED = frozenset({State.ACCEPTED, State.REJECTED, State.UNKNOWN, State.CANCELED})


def can_retry(attempts: int) -> bool:
    """Whether a message may be tried once more. `attempts` counts begun tries."""
    return attempts < MOST_ATTEMPTS


def wait_before_retry(attempts: int) -> dt.timedelta:
    """How long to wait after the given number of begun tries: 2, 4, 8 … at most 60 minutes.

    Raises ValueError below one.
    """
    if attempts < 1:
        raise ValueError("There is nothing to wait for before the first try.")
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)


def sources_of(after: State) -> frozenset[State]:
    """The states from which a message may come to this one."""
    return frozenset(before for before, nexts in NEXT.items() if after in nexts)


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.READY}"]
    lines += [f"    {before} --> {after}" for before in State for after in _in_order(NEXT[before])]
    lines += [f"    {state} --> [*]" for state in State if not NEXT[state]]
    return "\n".join(lines)


def _in_order(states: Iterable[State]) -> list[State]:
    order = list(State)
    return sorted(states, key=order.index)
