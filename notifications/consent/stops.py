"""Numbers whose owner wants no texts. Only the owner lifts that, by a text."""

import datetime as dt

from ..models import Channel, Message, StoppedNumber
from ..services.moving import move
from ..state import State

REASON = "the owner of the number stopped all texts"


def stop_number(number: str, *, at: dt.datetime) -> bool:
    """Send nothing to this number from now on; takes back what waits for it, of whatever kind.
    Returns whether that is new."""
    _stopped, new = StoppedNumber.objects.get_or_create(number=number, defaults={"at": at})
    waiting = Message.objects.filter(
        address=number, channel=Channel.TEXT, state__in=(State.READY, State.CLAIMED)
    )
    move(waiting, State.CANCELED, detail=REASON)
    return new


def lift_stop(number: str) -> bool:
    """Texts may go to this number again: its owner said so. Returns whether it was stopped."""
    return bool(StoppedNumber.objects.filter(number=number).delete()[0])
