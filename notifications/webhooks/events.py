"""Verifies the reports of SendGrid and Twilio, and converts them to our own events."""

import binascii
import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from sendgrid.helpers.eventwebhook import EventWebhook
from sendgrid.helpers.eventwebhook.eventwebhook_header import EventWebhookHeader
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from ..providers.twilio.codes import MEANINGS, NO_ROOM
from ..providers.twilio.codes import STATES as TWILIO_STATES
from ..rules.masking import without_addresses
from ..rules.state import State
from ..suppressions.rules import Cause

LONGEST_ID: Final = 200
LONGEST_DETAIL: Final = 300
LONGEST_TEXT: Final = 1_600
OLDEST: Final = dt.timedelta(days=30)
"""A moment older than this is not believed, because a clock must be wrong."""
FRESH: Final = dt.timedelta(minutes=10)
"""How far from our clock SendGrid's signature time may be; SendGrid signs each try again."""
MOST_EVENTS: Final = 10_000
SENDGRID_STATES: Final[dict[str, State]] = {
    "processed": State.ACCEPTED,
    "deferred": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "spamreport": State.DELIVERED,
    "bounce": State.BOUNCED,
    "dropped": State.REJECTED,
}
# Why SendGrid dropped a message: its address was on one of SendGrid's lists.
DROPPED: Final[dict[str, Cause]] = {
    "bounced address": Cause.HARD_BOUNCE,
    "invalid": Cause.HARD_BOUNCE,
    "spam reporting address": Cause.COMPLAINT,
}
SID: Final = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")


class Forged(Exception):
    """The provider did not sign it, or signed it too long ago."""


class Unreadable(Exception):
    """Signed, but not in the provider's format."""


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One event of a message. `state` and `cause` are None if the event says nothing about them.
    `detail` contains no address."""

    id: str
    kind: str
    message: UUID | None
    at: dt.datetime
    state: State | None = None
    cause: Cause | None = None
    detail: str = ""
    provider_id: str = ""
    given_up: bool = False  # it was not delivered in time, and never will be


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text to the district's number. `sender` is a number in E.164 format.

    `answered` is the keyword ("STOP", "START", "HELP") that the provider recognized and answered
    itself, so that nobody may answer it again; otherwise "".
    """

    id: str
    sender: str
    recipient: str
    body: str
    at: dt.datetime
    answered: str = ""


def verify_sendgrid(body: bytes, headers: Mapping[str, str], *, key: str, now: dt.datetime) -> str:
    """Returns the body as text. Raises `Forged`. `key` is the public key as SendGrid displays
    it."""
    signature = headers.get(EventWebhookHeader.SIGNATURE, "")
    stamp = headers.get(EventWebhookHeader.TIMESTAMP, "")
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


def read_sendgrid_events(text: str, *, now: dt.datetime) -> list[DeliveryEvent]:
    """Returns the events about our messages. Raises `Unreadable`. Skips kinds that we do not
    request (opened, clicked): what a family does with a mail is their own business."""
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(entries, list) or len(entries) > MOST_EVENTS:
        raise Unreadable("no list of events")
    found = (_read_entry(each, now) for each in entries if isinstance(each, dict))
    return [event for event in found if event is not None]


def _read_entry(entry: Mapping[str, Any], now: dt.datetime) -> DeliveryEvent | None:
    kind, event_id = entry.get("event"), entry.get("sg_event_id")
    if not (
        isinstance(kind, str) and isinstance(event_id, str) and kind in SENDGRID_STATES and event_id
    ):
        return None
    try:
        message = UUID(_word(entry.get("delivery_id")))
    except ValueError:
        return None
    if not _is_storable(event_id):
        return None
    soft = kind == "bounce" and entry.get("type") == "blocked"
    return DeliveryEvent(
        id=event_id[:LONGEST_ID],
        kind=kind,
        message=message,
        at=_moment(entry.get("timestamp"), now),
        state=SENDGRID_STATES[kind],
        cause=None if soft else _cause(kind, entry),
        detail=_detail(kind, entry),
        provider_id=_word(entry.get("sg_message_id")).partition(".")[0],
    )


def _cause(kind: str, entry: Mapping[str, Any]) -> Cause | None:
    if kind == "bounce":
        return Cause.HARD_BOUNCE
    if kind == "spamreport":
        return Cause.COMPLAINT
    if kind == "dropped":
        return DROPPED.get(_word(entry.get("reason")).strip().lower())
    return None


def _detail(kind: str, entry: Mapping[str, Any]) -> str:
    """Returns the other mail server's answer, without the addresses that it often repeats."""
    if kind in ("processed", "delivered"):
        return ""
    words = " ".join([_word(entry.get("status")), _word(entry.get("reason"))]).strip()
    return without_addresses(words, _word(entry.get("email")))[:LONGEST_DETAIL]


def _moment(stamp: Any, now: dt.datetime) -> dt.datetime:
    try:
        moment = dt.datetime.fromtimestamp(float(stamp), dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
    return moment if now - OLDEST <= moment <= now else now


def _word(value: Any) -> str:
    """Returns a text that a database can store; "" for everything else."""
    return value if isinstance(value, str) and _is_storable(value) else ""


def _is_storable(text: str) -> bool:
    """PostgreSQL stores no NUL, and UTF-8 has no lone surrogates."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def verify_twilio(
    url: str, form: QueryDict, headers: Mapping[str, str], *, token: str, shared_key: str
) -> None:
    """Verify Twilio's signature. Raises `Forged`. `url` is the address as Twilio called it, outside
    all proxies. Twilio signs with the account's token (SHA-1), or with a shared key (SHA-256), as
    the settings header says."""
    signature = headers.get(SIGNATURE_HEADER, "")
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER)).upper()
    secret = {HMAC_SHA1: token, HMAC_SHA256: shared_key}.get(algorithm, "")
    if not secret or not signature or not signature.isascii():
        raise Forged("not signed")
    try:
        good = RequestValidator(secret).validate(url, form, signature, algorithm)
    except (ValueError, TypeError, UnicodeError) as error:
        raise Forged("no signature of Twilio’s") from error
    if not good:
        raise Forged("signed by somebody else")


def read_twilio_status(form: QueryDict, *, message: UUID, now: dt.datetime) -> DeliveryEvent | None:
    """Returns the event of a text's status; None for a status without information. Raises
    `Unreadable`.

    Twilio does not report when it happened, so the event is dated now. Twilio sends each status
    once per text.
    """
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    if not SID.fullmatch(sid):
        raise Unreadable("no message of Twilio’s")
    state = TWILIO_STATES.get(status)
    if state is None:
        return None
    code = form.get("ErrorCode", "")
    meaning = MEANINGS.get(int(code)) if re.fullmatch(r"[0-9]{1,6}", code) else None
    words = meaning.words if meaning else ""
    return DeliveryEvent(
        id=f"{sid}:{status}",
        kind=status,
        message=message,
        at=now,
        state=state,
        cause=meaning.cause if meaning else None,
        detail=f"{code if meaning or code.isdecimal() else ''} {words}".strip()[:LONGEST_DETAIL],
        provider_id=sid,
        given_up=meaning is not None and int(code) in NO_ROOM,
    )


def read_twilio_text(form: QueryDict, *, now: dt.datetime) -> InboundText:
    """Returns a text that a family sent. Raises `Unreadable`, also if the sender is no
    telephone."""
    sid, sender = form.get("MessageSid", ""), form.get("From", "")
    if not SID.fullmatch(sid) or not NUMBER.fullmatch(sender):
        raise Unreadable("no text from a telephone")
    answered = form.get("OptOutType", "").upper()
    recipient = form.get("To", "")
    return InboundText(
        id=sid,
        sender=sender,
        recipient=recipient if NUMBER.fullmatch(recipient) else "",
        body=form.get("Body", "").replace("\x00", "")[:LONGEST_TEXT],
        at=now,
        answered=answered if answered in {"STOP", "START", "HELP"} else "",
    )
