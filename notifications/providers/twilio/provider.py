"""Hands texts to Twilio, one in a request: it has no other way."""

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from twilio.rest import Client

from ...rules.state import State
from ..base import (
    Accepted,
    AccountCheck,
    Answer,
    Evidence,
    NotProcessed,
    Outgoing,
    Provider,
    Records,
    Rejected,
    Unclear,
)
from ..callbacks import status_url
from .account import check_account
from .client import Refused, close_connections, outcome, twilio_client
from .codes import STATES

SECONDS_ALL: Final = 20.0
"""After so long no further text begins: what has not left waits for the next batch."""
LONGEST_VALID: Final = dt.timedelta(hours=4)
"""How long Twilio may try where the message itself does not say: a late text dies there instead of
arriving at night."""
LOOK_BACK: Final = dt.timedelta(days=2)
MOST_LISTED: Final = 200
CLOCKS: Final = dt.timedelta(minutes=2)
"""So much Twilio's clock and ours may differ."""


class TwilioProvider(Provider):
    name = "twilio"
    reports_delivery = True
    channel = "text"
    most_at_once = 20

    def __init__(self) -> None:
        self.client = twilio_client()

    def send(self, message: Outgoing) -> Accepted | Rejected:
        now = timezone.now()
        left = LONGEST_VALID
        if message.expires_at is not None:
            left = min(message.expires_at - now, LONGEST_VALID)
        if left < dt.timedelta(seconds=1):
            return Rejected("it came too late to be sent")
        try:
            made = outcome(
                self.client.messages.create,
                to=message.address,
                body=message.text,
                status_callback=status_url(message.id),
                validity_period=int(left.total_seconds()),
                smart_encoded=True,
                **_sender(),
            )
        except Refused as error:
            return Rejected(str(error), error.meaning.cause)
        if not made.sid:
            raise Unclear("no answer of Twilio’s: it names no text")
        return Accepted(made.sid)

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """One answer for each message, in their order."""
        stop_at = time.monotonic() + SECONDS_ALL
        answers: list[Answer] = []
        for message in messages:
            if time.monotonic() > stop_at:
                answers.append(NotProcessed("no time was left for it in this batch"))
            else:
                answers.append(self._answer(message.whole()))
        return answers

    def close(self) -> None:
        close_connections(self.client)

    def check_account(self) -> Sequence[AccountCheck]:
        return check_account()

    def find_evidence(self, messages: Sequence[Outgoing]) -> Records:
        """Texts that Twilio has of those whose answer never came, by number, words and time.

        What it does not have may still be on its way: nothing is said of that. Where two of our
        messages say the same to one number, as many are found as Twilio has, the oldest first. A
        text that is older than our message is another one: a digest may say what yesterday's said.
        """
        found: list[Evidence] = []
        taken: set[str] = set()
        records = _TextList(self.client)
        unavailable: set[UUID] = set()
        for message in messages:
            texts = records.of(message.address)
            if texts is None:
                unavailable.add(message.id)
                continue
            words = bare(message.whole().text)
            for text in texts:
                if text.sid in taken or not words or not bare(text.body or "").endswith(words):
                    continue
                if _is_older(text, message):
                    continue
                taken.add(text.sid)
                found.append(_evidence(message, text))
                break
        return Records(found, frozenset(unavailable))


class _TextList:
    """Twilio's list of texts, asked once for each number while it answers and time is left."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._stop_at = time.monotonic() + SECONDS_ALL
        self._known: dict[str, list[Any] | None] = {}

    def of(self, address: str) -> list[Any] | None:
        """The texts to a number, the oldest first; None where Twilio could not be asked."""
        if address not in self._known:
            late = time.monotonic() > self._stop_at
            self._known[address] = None if late else self._listed(address)
        return self._known[address]

    def _listed(self, address: str) -> list[Any] | None:
        since = timezone.now() - LOOK_BACK
        try:
            texts = outcome(
                self._client.messages.list, to=address, date_sent_after=since, limit=MOST_LISTED
            )
        except Refused:
            return []
        except (NotProcessed, Unclear):
            self._stop_at = 0  # the others would wait for the same
            return None
        return sorted(texts, key=lambda text: text.date_created or since)


def bare(text: str) -> str:
    """Letters and digits of ASCII: Twilio replaces other characters by ones that are cheaper to
    send, and writes a line of its own before texts of trial accounts."""
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def _is_older(text: Any, message: Outgoing) -> bool:
    if text.date_created is None or message.handed_over_at is None:
        return False
    return bool(text.date_created < message.handed_over_at - CLOCKS)


def _evidence(message: Outgoing, text: Any) -> Evidence:
    # What has failed there is told by its callback, with the reason.
    state = STATES.get(str(text.status)) or State.ACCEPTED
    at = text.date_updated or text.date_created or timezone.now()
    return Evidence(message=message.id, state=state, at=at, provider_id=text.sid)


def _sender() -> dict[str, str]:
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        return {"messaging_service_sid": settings.TWILIO_MESSAGING_SERVICE_SID}
    return {"from_": settings.TWILIO_FROM_NUMBER}
