"""The states of a message, and when it may be retried. Pure.

    ready -> claimed -> handed_over -> accepted -> delivered | bounced
                                    -> rejected
                                    -> unknown -> resolved

A message is `handed_over` before the provider is called. If we never learn what the provider
did (the worker died, no answer came), it becomes `unknown`, and the software never sends it again:
the family may have it already. It returns to `ready` only if the provider certainly did nothing.
Later evidence (a webhook, the provider's own records) moves a message forward along `RANK`, in
whatever order it arrives, and never back. An unknown message without further evidence is
`resolved` as the policy of its class says (`rules.policy`).
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

# Waits between tries: 2, 4, 8 … minutes, up to the maximum of the kind of message (`rules.policy`).
# A provider may be down for a day; messages that are still useful then must not be lost.
FIRST_WAIT = dt.timedelta(minutes=2)
# The last try is this long before the message expires.
LAST_MOMENT = dt.timedelta(minutes=1)
# A message that is claimed this often without being started is probably what kills the workers.
MOST_CLAIMS = 20
# For processes without a heartbeat (`web.queue.heartbeat`). Longer than any task of the queue.
CLAIM_TIMEOUT = dt.timedelta(minutes=10)
ANSWER_TIMEOUT = dt.timedelta(minutes=10)


class State(StrEnum):
    READY = "ready"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    UNKNOWN = "unknown"
    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    CANCELED = "canceled"


RANK: Final[dict[State, int]] = {
    State.HANDED_OVER: 0,
    State.UNKNOWN: 1,
    State.RESOLVED: 2,
    State.ACCEPTED: 3,
    State.REJECTED: 4,
    State.DELIVERED: 5,
    # A mailbox may take a message and give it back a day later, never the other way round.
    State.BOUNCED: 6,
}
"""How much is known once the provider may have the message. Evidence only increases it."""
EVIDENCE: Final = frozenset({State.ACCEPTED, State.REJECTED, State.DELIVERED, State.BOUNCED})
"""The states that a provider can report later."""


def _later(state: State) -> set[State]:
    return {evidence for evidence in EVIDENCE if RANK[evidence] > RANK[state]}


NEXT: dict[State, frozenset[State]] = {
    State.READY: frozenset(
        {
            State.CLAIMED,
            State.CANCELED,
            # A try that seemed unprocessed was processed: the message must not go out again.
            State.ACCEPTED,
            State.DELIVERED,
            State.BOUNCED,
        }
    ),
    State.CLAIMED: frozenset(
        {
            State.HANDED_OVER,
            State.READY,  # the worker stopped before it started this one
            State.CANCELED,
            State.REJECTED,  # claimed again and again, never handed over
            State.ACCEPTED,  # as above
            State.DELIVERED,
            State.BOUNCED,
        }
    ),
    State.HANDED_OVER: frozenset(
        {
            State.UNKNOWN,
            State.READY,  # the provider certainly did nothing: safe to retry
            *_later(State.HANDED_OVER),
        }
    ),
    State.UNKNOWN: frozenset({State.RESOLVED, *_later(State.UNKNOWN)}),
    State.RESOLVED: frozenset(_later(State.RESOLVED)),
    State.ACCEPTED: frozenset(_later(State.ACCEPTED)),
    State.REJECTED: frozenset(_later(State.REJECTED)),
    State.DELIVERED: frozenset(_later(State.DELIVERED)),
    State.BOUNCED: frozenset(),
    State.CANCELED: frozenset(),
}
# Our software does nothing more with these.
SETTLED = frozenset({State.UNKNOWN, State.RESOLVED, State.CANCELED, *EVIDENCE})
# The provider has these, as far as anybody knows.
SENT = frozenset({State.ACCEPTED, State.DELIVERED})


def wait_before_retry(attempts: int, longest: dt.timedelta) -> dt.timedelta:
    """Returns how long to wait after this number of started tries: 2, 4, 8 … minutes, at most
    `longest`.

    Raises `ValueError` below one.
    """
    if attempts < 1:
        raise ValueError("There is nothing to wait for before the first try.")
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 16), longest)


def next_try(
    attempts: int, *, now: dt.datetime, expires_at: dt.datetime | None, longest: dt.timedelta
) -> dt.datetime | None:
    """Returns when to retry a message that the provider certainly did not process, after this
    number of started tries; None if it would be too late. Moments are aware. A message that never
    expires is retried forever."""
    moment = now + wait_before_retry(attempts, longest)
    if expires_at is None:
        return moment
    last = expires_at - LAST_MOMENT
    return min(moment, last) if now + FIRST_WAIT <= last else None


def sources_of(after: State) -> frozenset[State]:
    """Returns the states from which a message may move to this one."""
    return frozenset(before for before, nexts in NEXT.items() if after in nexts)


def diagram() -> str:
    """Returns the table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.READY}"]
    lines += [f"    {before} --> {after}" for before in State for after in _in_order(NEXT[before])]
    lines += [f"    {state} --> [*]" for state in State if state in SETTLED]
    return "\n".join(lines)


def _in_order(states: Iterable[State]) -> list[State]:
    order = list(State)
    return sorted(states, key=order.index)
