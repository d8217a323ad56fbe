"""The last questions before a message leaves: is it still wanted, in time, and not at night?"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from ..consent.hours import Hours, hours_of, zone_of
from ..models import Channel, Message
from ..rules.policy import POLICIES
from ..rules.quiet import ARRIVES, quiet_from, quiet_until
from ..rules.state import State
from ..selectors import TAKEN_DOWN, objections
from .answers import release_updates
from .moving import move

log = logging.getLogger("district.outbox")

TOO_LATE = "too late to be of use"
# Its other updates are still wanted: the next digest has them.
RELEASING: Final = frozenset({TOO_LATE, TAKEN_DOWN})
QUIET = "waits for the end of the quiet hours"


@dataclass(slots=True)
class Sifted:
    """The messages that may leave, and the states to which the others went. `failure` is what the
    question about one of them broke with; that one stays claimed."""

    wanted: list[Message] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    failure: Exception | None = None


def sift(messages: Sequence[Message]) -> Sifted:
    """Cancel what is no longer wanted or comes too late, put off what would ring at night."""
    sifted = Sifted()
    now = timezone.now()
    reasons = _reasons(messages, now, sifted)
    hours = hours_of(messages, now)
    canceled: dict[str, list[Message]] = defaultdict(list)
    put_off: dict[dt.datetime, list[Message]] = defaultdict(list)
    for message in messages:
        if message.pk not in reasons:
            continue
        if reason := reasons[message.pk]:
            canceled[reason].append(message)
        elif (until := _quiet_until(message, now, hours[message.pk])) is not None:
            put_off[until].append(message)
        else:
            if _keeps_quiet(message):
                # The provider must not try in the night what it could not deliver before.
                message.silent_from = quiet_from(now, *hours[message.pk], zone_of(message))
            sifted.wanted.append(message)
    for reason, those in canceled.items():
        moved = move(Message.objects.as_claimed(those), State.CANCELED, detail=reason)
        sifted.states += [State.CANCELED] * len(moved)
        if reason in RELEASING:
            release_updates(moved)
    for until, those in put_off.items():
        rows = Message.objects.as_claimed(those)
        moved = move(rows, State.READY, detail=QUIET, claims=F("claims") - 1, send_after=until)
        sifted.states += [State.READY] * len(moved)
    return sifted


def _reasons(messages: Sequence[Message], now: dt.datetime, sifted: Sifted) -> dict[UUID, str]:
    """Why each message may not leave, "" where it may; none for one that could not be asked of."""
    late = {m.pk: TOO_LATE for m in messages if m.expires_at is not None and m.expires_at <= now}
    asked = [message for message in messages if message.pk not in late]
    try:
        found = objections(asked)
    except Exception as failure:  # a fault of one message must not hold up the others
        log.exception("the question whether messages are wanted failed, each is asked by itself")
        sifted.failure = failure
        return late | _one_by_one(asked)
    return late | {message.pk: found.get(message.pk, "") for message in asked}


def _one_by_one(messages: Sequence[Message]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for message in messages:
        try:
            found[message.pk] = objections([message]).get(message.pk, "")
        except Exception:
            log.exception("message %s: whether it is wanted could not be asked", message.pk)
    return found


def _quiet_until(message: Message, now: dt.datetime, hours: Hours) -> dt.datetime | None:
    """The end of the night in which a text would ring; a mail rings nowhere."""
    if not _keeps_quiet(message):
        return None
    zone = zone_of(message)
    return quiet_until(now, *hours, zone) or quiet_until(now + ARRIVES, *hours, zone)


def _keeps_quiet(message: Message) -> bool:
    return message.channel == Channel.TEXT and POLICIES[message.message_class].quiet
