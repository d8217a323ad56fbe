"""What Twilio's statuses and error codes mean for a message. Pure.

The codes are from Twilio's error dictionary. For other codes the HTTP status decides.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ...rules.state import State
from ...suppressions.rules import Cause

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


class Kind(StrEnum):
    """LATER: certainly not processed, may be retried. REFUSED: will never be sent. UNCLEAR: nobody
    knows."""

    LATER = "later"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: Kind
    words: str
    # Why this number gets no more texts; None if another text may be tried.
    cause: Cause | None = None


def _later(words: str) -> Meaning:
    return Meaning(Kind.LATER, words)


def _refused(words: str, cause: Cause | None = None) -> Meaning:
    return Meaning(Kind.REFUSED, words, cause)


MEANINGS: Final[dict[int, Meaning]] = {
    # Reported at the hand-over.
    20003: _later("Twilio does not accept the district’s key"),
    20005: _later("the district’s account at Twilio is not active"),
    20404: _later("Twilio does not know the account or the messaging service"),
    20429: _later("too many requests"),
    21212: _later("the district’s number is no telephone number"),
    21601: _later("the district’s number cannot send texts"),
    21603: _later("no number of the district is set"),
    21606: _later("the district’s number cannot send texts"),
    21607: _later("the district’s number is not verified at Twilio"),
    21609: _later("Twilio cannot call the district’s website back: see WEBHOOK_BASE_URL"),
    21611: _later("too many texts of the district’s number wait at Twilio"),
    21608: _refused("a trial account may not text this number"),
    21610: _refused("the owner of this number stopped all texts", Cause.STOP),
    21211: _refused("this is no telephone number", Cause.NO_NUMBER),
    21214: _refused("this number cannot be reached", Cause.NO_NUMBER),
    21217: _refused("this is no telephone number", Cause.NO_NUMBER),
    21408: _refused("the district’s account may not text this country"),
    21602: _refused("there is nothing in the text"),
    21612: _refused("no carrier takes texts to this number"),
    21635: _refused("this is a landline", Cause.NO_NUMBER),
    21614: _refused("this number cannot receive texts", Cause.NO_NUMBER),
    21617: _refused("the text is longer than 1,600 characters"),
    21619: _refused("there is nothing in the text"),
    21659: _later("the district’s number is not one of its account"),
    21703: _later("the messaging service has no number"),
    21704: _later("the messaging service has no number for this country"),
    21705: _later("the messaging service does not exist"),
    # Reported later, by a callback.
    30001: _refused("the queue at Twilio was full"),
    30002: _refused("the district’s account at Twilio is suspended"),
    30003: _refused("the telephone was off or could not be reached"),
    30004: _refused("the carrier or the owner blocks texts from the district"),
    30005: _refused("this number is not in use", Cause.NO_NUMBER),
    30006: _refused("this is a landline, or its carrier takes no texts", Cause.NO_NUMBER),
    30007: _refused("the carrier took the text for spam"),
    30008: _refused("the carrier does not say why"),
    30034: _refused("the district’s number is not registered with the carriers"),
    30022: _refused("the carrier had no room for it"),
    30023: _refused("the carrier takes no more texts of the district today"),
    30036: _refused("the text was too late and was given up"),
    30610: _refused("the law on quiet hours forbids it at this time"),
}


QUEUE_FULL: Final = 21611
NO_ROOM: Final = frozenset({30001, 30022, 30023, 30036})
"""Reported later: Twilio or the carrier had no capacity or time for the text, so nobody got it."""


def meaning_of(code: int | None, status: int) -> Meaning:
    """Returns the meaning of Twilio's `code`, otherwise of the HTTP `status`: after 429 or a
    rejected key the message waits; 5xx, 408 and redirects are unclear; all other answers refuse."""
    if status >= 500 or status == 408 or status < 400:
        return Meaning(Kind.UNCLEAR, f"{status} from Twilio")
    if code in MEANINGS:
        return MEANINGS[code]
    if status == 429:
        return _later("too many requests")
    if status in (401, 402, 403, 404, 407):
        return _later(f"Twilio does not accept the district’s account ({status})")
    return _refused(f"Twilio refuses it ({code or status})")
