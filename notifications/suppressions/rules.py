"""Why an address gets no more messages, what that stops, and who may lift it. Pure."""

from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    HARD_BOUNCE = "hard_bounce"
    """The mailbox does not exist, or its server will never take our mail."""
    COMPLAINT = "complaint"
    """The owner marked our mail as spam."""
    STOP = "stop"
    """The owner of the telephone stopped all texts."""
    NO_NUMBER = "no_number"
    """The number is not in use, or receives no texts."""
    DECLINED = "declined"
    """A listed guardian wants no messages without signing up. `guardians` alone looks at it."""


class LiftRefused(Exception):
    """A suppression may not be lifted this way. The message says why and what to do."""


# Message classes that are sent anyway, because someone at the screen just requested them. The
# answer to a stop is the one text that the law allows after it (47 CFR 64.1200(a)(12)).
STILL_SENT: Final[dict[Cause, frozenset[str]]] = {
    Cause.HARD_BOUNCE: frozenset({"account"}),
    Cause.COMPLAINT: frozenset({"account", "confirmation", "staff"}),
    Cause.STOP: frozenset({"reply"}),
    Cause.NO_NUMBER: frozenset({"reply"}),
}


def stops(cause: Cause, message_class: str) -> bool:
    """Returns True if an address suppressed for this cause gets no message of this class."""
    return cause is not Cause.DECLINED and message_class not in STILL_SENT[cause]


def check_can_lift(cause: Cause, *, reason: str, by_owner: bool) -> None:
    """Raises `LiftRefused` for a stop that anyone but its owner wants to lift, and for the office
    without a reason. Owners need no reason."""
    if by_owner:
        return
    if cause == Cause.STOP:
        raise LiftRefused(
            "The owner of this number stopped all texts, so only the owner can allow them again: "
            "by texting START to the district’s number from that phone."
        )
    if not reason.strip():
        raise LiftRefused("Say why this address may get messages again.")


def can_lift(cause: Cause) -> bool:
    """Returns True if the office may lift it, with a reason."""
    return cause != Cause.STOP
