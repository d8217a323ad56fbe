"""Twilio's webhooks: whose they are, and what they say."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import QueryDict
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from ..providers.twilio.errors import MEANINGS, NO_ROOM
from ..providers.twilio.statuses import state_of
from .events import LONGEST_TEXT, DeliveryEvent, Forged, InboundText, Unreadable

SID: Final = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")
MOST_FIELDS: Final = 200
ANSWERED: Final = frozenset({"STOP", "START", "HELP"})


def verify(
    url: str, form: QueryDict, headers: Mapping[str, str], *, token: str, shared_key: str
) -> None:
    """Raises `Forged`. `url` is the address as Twilio asked it, in front of all proxies.

    Twilio signs with the account's token (SHA-1), or with a shared key (SHA-256) and says so: what
    it says only chooses the secret, and a secret that the district does not have opens nothing.
    """
    signature = headers.get(SIGNATURE_HEADER, "")
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER)).upper()
    secret = {HMAC_SHA1: token, HMAC_SHA256: shared_key}.get(algorithm, "")
    # The library compares in time that tells nothing, and only texts of one kind.
    if not secret or not signature or not signature.isascii():
        raise Forged("not signed")
    try:
        good = RequestValidator(secret).validate(url, form, signature, algorithm)
    except (ValueError, TypeError, UnicodeError) as error:
        raise Forged("no signature of Twilio’s") from error
    if not good:
        raise Forged("signed by somebody else")


def read_status(form: QueryDict, *, message: UUID, now: dt.datetime) -> DeliveryEvent | None:
    """What became of a text; None for a status that tells nothing. Raises `Unreadable`.

    Twilio does not say when it happened: it counts as now. Each status comes once for a text.
    """
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    if not SID.fullmatch(sid):
        raise Unreadable("no message of Twilio’s")
    state = state_of(status)
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
        detail=f"{code if meaning or code.isdecimal() else ''} {words}".strip()[:300],
        provider_id=sid,
        given_up=meaning is not None and int(code) in NO_ROOM,
    )


def read_inbound(form: QueryDict, *, now: dt.datetime) -> InboundText:
    """A text that a family sent. Raises `Unreadable`, also for what is no telephone."""
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
        answered=answered if answered in ANSWERED else "",
    )
