"""What Twilio's statuses of a text mean for a message. Pure."""

from typing import Final

from ...rules.state import State

STATES: Final[dict[str, State]] = {
    "accepted": State.ACCEPTED,
    "scheduled": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "sent": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "partially_delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.BOUNCED,
    "failed": State.BOUNCED,
    "canceled": State.BOUNCED,
}


def state_of(status: str) -> State | None:
    """None for a status that says nothing of a text of ours."""
    return STATES.get(status)
