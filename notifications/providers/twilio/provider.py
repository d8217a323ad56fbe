"""Hands texts to Twilio, one per request, and checks the account."""

import datetime as dt
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import requests
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from requests.exceptions import ConnectTimeout, InvalidSchema, InvalidURL, MissingSchema
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
)

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
from ..senders import public_url, status_url
from .codes import QUEUE_FULL, STATES, Kind, Meaning, meaning_of

SECONDS = 10.0
"""The limit for connecting, and for each wait for an answer."""
PAUSE = dt.timedelta(seconds=5)
"""How long Twilio rests after a 429: it counts simultaneous requests, and reports no time."""
ROOM: Final = dt.timedelta(minutes=1)
"""How long a full queue needs to become shorter: a number sends one to a few texts a second."""
# Nothing was sent before these errors. A proxy error is only raised before the proxy lets us
# through.
NO_CONNECTION = (NewConnectionError, ConnectTimeoutError, NameResolutionError, ProxyError)
# The last three mean that a setting is not the address of a server.
NEVER_ASKED = (ConnectTimeout, InvalidURL, MissingSchema, InvalidSchema)


class Refused(Exception):
    """Twilio read the request and will not do it."""

    def __init__(self, meaning: Meaning, code: int | None) -> None:
        super().__init__(f"{code or ''} {meaning.words}".strip())
        self.meaning = meaning


class ElsewhereHttpClient(TwilioHttpClient):
    """Sends requests to another server than Twilio's, for which the library has no setting."""

    def __init__(self, base_url: str, **options: Any) -> None:
        super().__init__(**options)
        self.base = urlsplit(base_url)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        there = urlsplit(url)._replace(scheme=self.base.scheme, netloc=self.base.netloc)
        return super().request(method, there.geturl(), *args, **kwargs)


def twilio_client() -> Client:
    """Returns a client for the account in the settings. It neither retries nor follows
    redirects."""
    http = (
        ElsewhereHttpClient(settings.TWILIO_URL, timeout=SECONDS)
        if settings.TWILIO_URL
        else TwilioHttpClient(timeout=SECONDS)
    )
    return Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)


def close_connections(client: Client) -> None:
    """Close the connection that the library keeps open between texts; it has no method for that."""
    session = client.http_client.session
    if session is not None:
        session.close()


def outcome(call: Callable[..., Any], **what: Any) -> Any:
    """Returns the result of a call. Raises `NotProcessed`, `Refused` or `Unclear`."""
    try:
        return call(**what)
    except TwilioRestException as error:
        raise _meaning(error) from error
    except requests.RequestException as error:
        if _never_connected(error):
            reason = f"no connection: {type(error).__name__}"
            raise NotProcessed(reason, unreachable=True) from error
        raise Unclear(f"no answer: {type(error).__name__}") from error
    except (TwilioException, ValueError, TypeError, AttributeError) as error:
        # An answer came that the library could not read, such as a gateway's page.
        raise Unclear(f"an unreadable answer: {type(error).__name__}") from error


def _meaning(error: TwilioRestException) -> Exception:
    meaning = meaning_of(error.code, int(error.status))
    match meaning.kind:
        case Kind.LATER:
            return NotProcessed(meaning.words, wait=_wait(error))
        case Kind.UNCLEAR:
            return Unclear(meaning.words)
        case Kind.REFUSED:
            return Refused(meaning, error.code)


def _wait(error: TwilioRestException) -> dt.timedelta | None:
    """Returns how long Twilio should rest; None if that would change nothing."""
    if error.code == QUEUE_FULL:
        return ROOM
    return PAUSE if error.status == 429 else None


def _never_connected(error: requests.RequestException) -> bool:
    if isinstance(error, NEVER_ASKED):
        return True
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else None
    if isinstance(reason, SSLError):
        # A connection that breaks later is also an SSLError.
        return isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NO_CONNECTION)


REGISTER = (
    "Register the district as a brand and the texts as a campaign (A2P 10DLC), or verify the "
    "toll-free number: carriers block all others."
)


def check_account() -> list[AccountCheck]:
    if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN):
        return [
            AccountCheck(
                False,
                "TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is missing, so Twilio sends nothing.",
            )
        ]
    client = twilio_client()
    try:
        account = outcome(client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch)
        return [*_account(account), *_balance(client), *_registered_sender(client), *_callbacks()]
    except (NotProcessed, Unclear, Refused) as error:
        return [
            AccountCheck(
                False,
                f"Twilio did not say how the account is: {error}. Check TWILIO_ACCOUNT_SID and "
                "TWILIO_AUTH_TOKEN.",
            )
        ]


def _account(account: Any) -> Iterator[AccountCheck]:
    if str(account.status) == "active":
        yield AccountCheck(True, "The account at Twilio is active.")
    else:
        yield AccountCheck(False, f"The account at Twilio is {account.status}: nothing is sent.")
    if str(account.type) == "Trial":
        yield AccountCheck(
            False, "It is a trial account: it texts only numbers that were verified at Twilio."
        )


def _balance(client: Client) -> Iterator[AccountCheck]:
    balance = outcome(client.api.v2010.account.balance.fetch)
    try:
        good = float(balance.balance) > 0
    except (TypeError, ValueError):
        yield AccountCheck(True, "Twilio says no balance: look at that of the main account.")
        return
    advice = "" if good else " Texts stop until it is paid in."
    yield AccountCheck(good, f"The balance is {balance.balance} {balance.currency}.{advice}")


def _registered_sender(client: Client) -> Iterator[AccountCheck]:
    wanted = public_url(reverse("webhooks:twilio_inbound"))
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        sid = settings.TWILIO_MESSAGING_SERVICE_SID
        service = outcome(client.messaging.v1.services(sid).fetch)
        yield AccountCheck(
            True, f"Texts leave through the messaging service {service.friendly_name}."
        )
        registered = bool(service.us_app_to_person_registered)
        words = (
            "Its campaign is registered with the carriers."
            if registered
            else (f"Its campaign is not registered with the carriers. {REGISTER}")
        )
        yield AccountCheck(registered, words)
        yield from _inbound(service.inbound_request_url, wanted)
    elif settings.TWILIO_FROM_NUMBER:
        number = settings.TWILIO_FROM_NUMBER
        found = outcome(client.incoming_phone_numbers.list, phone_number=number, limit=1)
        if not found or found[0].phone_number != number:
            yield AccountCheck(False, f"The account does not have the number {number}.")
            return
        yield AccountCheck(True, f"Texts leave from {number}.")
        yield from _inbound(found[0].sms_url, wanted)
    else:
        yield AccountCheck(
            False,
            f"No sender is set: TWILIO_MESSAGING_SERVICE_SID, or TWILIO_FROM_NUMBER. {REGISTER}",
        )


def _inbound(found: str | None, wanted: str) -> Iterator[AccountCheck]:
    if found == wanted:
        yield AccountCheck(True, f"What families text back comes to {wanted}.")
    else:
        yield AccountCheck(
            False,
            f"What families text back goes to {found or 'nowhere'}, so a stop in their own words "
            f"is never heard: set the webhook of incoming messages to {wanted} (POST).",
        )


def _callbacks() -> Iterator[AccountCheck]:
    base = settings.WEBHOOK_BASE_URL
    if not base.startswith("https://"):
        yield AccountCheck(
            False,
            f"Twilio cannot call {base} back: set WEBHOOK_BASE_URL to the public https address.",
        )


SECONDS_ALL: Final = 20.0
"""No text starts after this long: the remaining ones wait for the next batch."""
LONGEST_VALID: Final = dt.timedelta(hours=4)
"""How long Twilio may try if the message itself sets no limit: a late text expires there instead of
arriving at night."""
LOOK_BACK: Final = dt.timedelta(days=2)
MOST_LISTED: Final = 200
CLOCKS: Final = dt.timedelta(minutes=2)
"""How far Twilio's clock and ours may differ."""


class TwilioProvider(Provider):
    name = "twilio"
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
        """Send texts; returns one answer for each, in order."""
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
        """Returns the texts at Twilio that match messages without an answer, by number, words and
        time.

        Reports nothing about other messages, which may still be on their way. If two of our
        messages say the same to one number, as many match as Twilio has, the oldest first. A text
        that is older than our message is a different one, because a digest may repeat yesterday's
        words.
        """
        evidence: list[Evidence] = []
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
                evidence.append(_evidence(message, text))
                break
        return Records(evidence, frozenset(unavailable))


class _TextList:
    """Twilio's list of texts, requested once per number while it answers and time is left."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._stop_at = time.monotonic() + SECONDS_ALL
        self._known: dict[str, list[Any] | None] = {}

    def of(self, address: str) -> list[Any] | None:
        """Returns the texts to a number, the oldest first; None if Twilio could not be asked."""
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
            self._stop_at = 0  # the other numbers would time out too
            return None
        return sorted(texts, key=lambda text: text.date_created or since)


def bare(text: str) -> str:
    """Returns the letters and digits of ASCII: Twilio replaces other characters with cheaper ones,
    and adds a line to texts of trial accounts."""
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def _is_older(text: Any, message: Outgoing) -> bool:
    if text.date_created is None or message.handed_over_at is None:
        return False
    return bool(text.date_created < message.handed_over_at - CLOCKS)


def _evidence(message: Outgoing, text: Any) -> Evidence:
    # The callback reports failures, with the reason.
    state = STATES.get(str(text.status)) or State.ACCEPTED
    at = text.date_updated or text.date_created or timezone.now()
    return Evidence(message=message.id, state=state, at=at, provider_id=text.sid)


def _sender() -> dict[str, str]:
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        return {"messaging_service_sid": settings.TWILIO_MESSAGING_SERVICE_SID}
    return {"from_": settings.TWILIO_FROM_NUMBER}
