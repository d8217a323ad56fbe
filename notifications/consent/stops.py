"""Numbers whose owner wants no texts. Only the owner lifts that, by a text."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from ..models import Channel, Message
from ..rules.state import State
from ..services.transitions import move
from ..suppressions.rules import Cause
from ..suppressions.selectors import suppressed
from ..suppressions.services import Found, lift_by_owner, suppress

SAID_SO: Final = "the owner said so by a text"


def is_stopped(number: str) -> bool:
    """Whether the owner of a phone number wants no texts."""
    return bool(stopped_among([number]))


def stopped_among(numbers: Collection[str]) -> set[str]:
    """Those of these numbers whose owners want no texts. One query, without any none."""
    causes = suppressed(numbers) if numbers else {}
    return {each for each in numbers if Cause.STOP in causes.get((each, Channel.TEXT), ())}


def stop_number(number: str, *, at: dt.datetime) -> bool:
    """Send nothing to this number from now on; takes back what waits for it, of whatever kind.
    Returns whether that is new."""
    before = is_stopped(number)
    suppress([Found(number, Channel.TEXT, Cause.STOP, at, SAID_SO)])
    waiting = Message.objects.filter(
        address=number, channel=Channel.TEXT, state__in=(State.READY, State.CLAIMED)
    )
    move(waiting, State.CANCELED, detail="the owner of the number stopped all texts")
    return not before


def lift_stop(number: str) -> bool:
    """Texts may go to this number again: its owner said so. Returns whether it was stopped."""
    return bool(lift_by_owner(address=number, how=SAID_SO))
