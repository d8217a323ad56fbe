"""What providers say, in our own words: everything behind the door knows only these. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ..rules.state import State
from ..suppressions.rules import Cause

LONGEST_ID: Final = 200
LONGEST_DETAIL: Final = 300
LONGEST_TEXT: Final = 1_600
OLDEST: Final = dt.timedelta(days=30)
"""Nothing that a provider tells us is older: its clock, or ours, is wrong."""


class Forged(Exception):
    """Not signed by the provider, or signed too long ago to be new."""


class Unreadable(Exception):
    """Signed, and not what a provider sends."""


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One thing that happened to a message. `state` and `cause` are None where it tells nothing of
    that kind. `detail` names no address."""

    id: str
    kind: str
    message: UUID | None
    at: dt.datetime
    state: State | None = None
    cause: Cause | None = None
    detail: str = ""
    provider_id: str = ""
    given_up: bool = False  # it was not delivered in time, and will not be later


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text that came to the district's number. `sender` is a number as E.164 writes it.

    `answered`: the provider recognized a keyword ("STOP", "START", "HELP") and has answered it
    itself, so that nobody may answer it again; "" where it did not.
    """

    id: str
    sender: str
    recipient: str
    body: str
    at: dt.datetime
    answered: str = ""


def sound_moment(moment: dt.datetime, now: dt.datetime) -> dt.datetime:
    """`moment` where it can be true, else `now`: nothing happens in the future."""
    return moment if now - OLDEST <= moment <= now else now
