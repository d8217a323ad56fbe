"""Twilio's client with a time limit, and what became of a call in one of three ways."""

import datetime as dt
import ssl
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
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

from ..base import NotProcessed, Unclear
from .codes import QUEUE_FULL, Kind, Meaning, meaning_of

SECONDS = 10.0
"""For connecting, and for each wait for an answer."""
PAUSE = dt.timedelta(seconds=5)
"""To leave Twilio alone after a 429: it counts what comes at the same time, and says no moment."""
ROOM: Final = dt.timedelta(minutes=1)
"""In which a full queue becomes a little shorter: a number sends one to some texts a second."""
# Nothing was sent before these. That of a proxy is said until the proxy has let us through.
NO_CONNECTION = (NewConnectionError, ConnectTimeoutError, NameResolutionError, ProxyError)
# The last three: a setting that is no address of a server.
NEVER_ASKED = (ConnectTimeout, InvalidURL, MissingSchema, InvalidSchema)


class Refused(Exception):
    """Twilio looked at it and will not do it."""

    def __init__(self, meaning: Meaning, code: int | None) -> None:
        super().__init__(f"{code or ''} {meaning.words}".strip())
        self.meaning = meaning


class ElsewhereHttpClient(TwilioHttpClient):
    """Asks another server than Twilio's: the library has no setting for that."""

    def __init__(self, base_url: str, **options: Any) -> None:
        super().__init__(**options)
        self.base = urlsplit(base_url)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        there = urlsplit(url)._replace(scheme=self.base.scheme, netloc=self.base.netloc)
        return super().request(method, there.geturl(), *args, **kwargs)


def twilio_client() -> Client:
    """For the account that the settings name. It neither retries nor follows redirects."""
    http = (
        ElsewhereHttpClient(settings.TWILIO_URL, timeout=SECONDS)
        if settings.TWILIO_URL
        else TwilioHttpClient(timeout=SECONDS)
    )
    return Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)


def close_connections(client: Client) -> None:
    """The library keeps one open from text to text, and has no word for letting it go."""
    session = client.http_client.session
    if session is not None:
        session.close()


def outcome(call: Callable[..., Any], **what: Any) -> Any:
    """What a call returns. Raises `NotProcessed`, `Refused` or `Unclear`."""
    try:
        return call(**what)
    except TwilioRestException as error:
        raise _meaning(error) from error
    except requests.RequestException as error:
        if _never_connected(error):
            said = f"no connection: {type(error).__name__}"
            raise NotProcessed(said, unreachable=True) from error
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
    """For how long to leave Twilio alone; None where that would change nothing."""
    if error.code == QUEUE_FULL:
        return ROOM
    return PAUSE if error.status == 429 else None


def _never_connected(error: requests.RequestException) -> bool:
    if isinstance(error, NEVER_ASKED):
        return True
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else None
    if isinstance(reason, SSLError):
        # A line that breaks later is one of these as well.
        return isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NO_CONNECTION)
