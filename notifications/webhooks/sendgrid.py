"""SendGrid's event webhook: whose it is, how old it is, and what it says."""

import binascii
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sendgrid.helpers.eventwebhook import EventWebhook
from sendgrid.helpers.eventwebhook.eventwebhook_header import EventWebhookHeader

from ..rules.masking import without_addresses
from ..rules.state import State
from ..suppressions.rules import Cause
from .events import (
    LONGEST_DETAIL,
    LONGEST_ID,
    DeliveryEvent,
    Forged,
    Unreadable,
    sound_moment,
)

SIGNATURE: Final = EventWebhookHeader.SIGNATURE
TIMESTAMP: Final = EventWebhookHeader.TIMESTAMP
FRESH: Final = dt.timedelta(minutes=10)
"""How far from our clock a request may have been signed; SendGrid signs each try anew."""
MOST_EVENTS: Final = 10_000
STATES: Final[dict[str, State]] = {
    "processed": State.ACCEPTED,
    "deferred": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "spamreport": State.DELIVERED,
    "bounce": State.BOUNCED,
    "dropped": State.REJECTED,
}
# Why SendGrid threw a message away: it had been told so before.
DROPPED: Final[dict[str, Cause]] = {
    "bounced address": Cause.HARD_BOUNCE,
    "invalid": Cause.HARD_BOUNCE,
    "spam reporting address": Cause.COMPLAINT,
}


def verify(body: bytes, headers: Mapping[str, str], *, key: str, now: dt.datetime) -> str:
    """The body as text. Raises `Forged`. `key` is the public key as SendGrid shows it."""
    signature, stamp = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
    if not (key and signature and stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        raise Forged("not signed")
    if abs(now.timestamp() - int(stamp)) > FRESH.total_seconds():
        raise Forged("signed too long ago, or in the future")
    try:
        text = body.decode("utf-8")
        good = EventWebhook(key).verify_signature(text, signature, stamp)
    except (UnicodeError, binascii.Error, ValueError, TypeError) as error:
        raise Forged("no signature of SendGrid’s") from error
    if not good:
        raise Forged("signed by somebody else")
    return text


def read_events(text: str, *, now: dt.datetime) -> list[DeliveryEvent]:
    """What it says of messages of ours; raises `Unreadable`.

    Events of other senders in the same account, and kinds that we do not ask for (opened, clicked),
    are left out: what a family does with a mail is its own business.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(said, list) or len(said) > MOST_EVENTS:
        raise Unreadable("no list of events")
    found = (_read(each, now) for each in said if isinstance(each, dict))
    return [event for event in found if event is not None]


def _read(said: Mapping[str, Any], now: dt.datetime) -> DeliveryEvent | None:
    kind, event_id = said.get("event"), said.get("sg_event_id")
    if not (isinstance(kind, str) and isinstance(event_id, str) and kind in STATES and event_id):
        return None
    message = _uuid(said.get("delivery_id"))
    if message is None or not _can_be_kept(event_id):
        return None
    soft = kind == "bounce" and said.get("type") == "blocked"
    return DeliveryEvent(
        id=event_id[:LONGEST_ID],
        kind=kind,
        message=message,
        at=_moment(said.get("timestamp"), now),
        state=STATES[kind],
        cause=None if soft else _cause(kind, said),
        detail=_detail(kind, said),
        provider_id=_word(said.get("sg_message_id")).partition(".")[0],
    )


def _cause(kind: str, said: Mapping[str, Any]) -> Cause | None:
    if kind == "bounce":
        return Cause.HARD_BOUNCE
    if kind == "spamreport":
        return Cause.COMPLAINT
    if kind == "dropped":
        return DROPPED.get(_word(said.get("reason")).strip().lower())
    return None


def _detail(kind: str, said: Mapping[str, Any]) -> str:
    """What the other mail server said, without the addresses that it often repeats."""
    if kind in ("processed", "delivered"):
        return ""
    words = " ".join([_word(said.get("status")), _word(said.get("reason"))]).strip()
    return without_addresses(words, _word(said.get("email")))[:LONGEST_DETAIL]


def _moment(stamp: Any, now: dt.datetime) -> dt.datetime:
    try:
        return sound_moment(dt.datetime.fromtimestamp(float(stamp), dt.UTC), now)
    except (TypeError, ValueError, OverflowError, OSError):
        return now


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _word(value: Any) -> str:
    """A text that a database can keep; "" for everything else."""
    return value if isinstance(value, str) and _can_be_kept(value) else ""


def _can_be_kept(text: str) -> bool:
    """PostgreSQL keeps no NUL, and UTF-8 no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
