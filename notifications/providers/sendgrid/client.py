"""SendGrid's client with the manners that it lacks: a time limit, no redirects, one clear outcome.

Its library waits for ever, follows redirects, and does not say whether a failed request ever left.
What it opens is replaced here by an opener that knows when the connection stood: what fails before
that was surely not processed.
"""

import datetime as dt
import http.client
import json
import ssl
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.error import HTTPError as RefusedByServer
from urllib.error import URLError

from django.conf import settings
from python_http_client.client import Client
from python_http_client.exceptions import HTTPError, handle_error
from sendgrid import SendGridAPIClient

from ..base import NotProcessed, Unclear

SECONDS = 15.0
"""For each step of the conversation: connecting, and each wait for an answer."""
LONG_ENOUGH, LONGEST_WAIT = 60.0, 3600.0
"""Seconds to leave SendGrid alone after a 429 that does not say for how long, and at most."""


class NoAnswer(Unclear):
    """The time for an answer was over."""


class NotConnected(OSError):
    """The connection never stood: not one byte of the request left."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that SendGrid has against a request. `field` is a path such as
    "personalizations.3.to.0.email", or "" where it names none."""

    message: str
    field: str


class Refused(Exception):
    """SendGrid looked at the request and did nothing with it; sending it again changes nothing."""

    def __init__(self, status: int, problems: Sequence[Problem]) -> None:
        super().__init__(f"{status} {'; '.join(each.message for each in problems)}".strip())
        self.status = status
        self.problems = tuple(problems)


class _PlainConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        try:
            super().connect()
        except OSError as error:
            raise NotConnected(type(error).__name__) from error


class _SecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        try:
            super().connect()  # the handshake, with its look at the certificate, is part of it
        except OSError as error:
            raise NotConnected(type(error).__name__) from error


class _PlainHandler(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PlainConnection, request)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureConnection, request, context=_tls())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A message that is posted again elsewhere is a message sent twice: it stays an error."""


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@cache
def _opener() -> urllib.request.OpenerDirector:
    # Reading the certificates anew for each request would cost more than the request.
    return urllib.request.build_opener(_PlainHandler(), _SecureHandler(), _NoRedirect())


class MannerlyClient(Client):
    """Replaces two methods of the library, of which a test names the version."""

    def _build_client(self, name: str | None = None) -> "MannerlyClient":
        return MannerlyClient(
            host=self.host,
            version=self._version,
            # A copy: the library writes the headers of one call into those of all others.
            request_headers=dict(self.request_headers),
            url_path=[*self._url_path, name] if name else self._url_path,
            timeout=self.timeout,
        )

    def _make_request(self, opener: Any, request: Any, timeout: float | None = None) -> Any:
        try:
            return _opener().open(request, timeout=timeout or self.timeout)
        except RefusedByServer as error:
            raise handle_error(error) from error


def sendgrid_client() -> MannerlyClient:
    """For the account that the settings name."""
    library = SendGridAPIClient(settings.SENDGRID_API_KEY, host=settings.SENDGRID_URL)
    headers = library.client.request_headers
    return MannerlyClient(
        host=settings.SENDGRID_URL, version=3, request_headers=headers, timeout=SECONDS
    )


def outcome(call: Any, **what: Any) -> Any:
    """The response of one call, such as `outcome(client.mail.send.post, request_body=…)`.

    Raises `NotProcessed` where SendGrid surely did nothing and may do it later, `Refused` where it
    will not do it, and `Unclear` for everything else: an answer that did not come, and one that
    speaks of trouble behind the door.
    """
    try:
        return call(**what)
    except HTTPError as error:
        raise _meaning(error) from error
    except URLError as error:
        if isinstance(error.reason, NotConnected):
            raise NotProcessed(f"no connection: {error.reason}") from error
        raise Unclear(f"the connection broke: {type(error.reason).__name__}") from error
    except TimeoutError as error:
        raise NoAnswer("no answer in time") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unclear(f"no answer: {type(error).__name__}") from error


def _meaning(error: HTTPError) -> Exception:
    status = int(error.status_code)
    problems = read_problems(error.body)
    if status == 429:
        return NotProcessed("429 too many requests", wait=_wait(error.headers))
    if status in (401, 403):
        # The key or the sender is not right (any more): the operator mends it, the message waits.
        return NotProcessed(str(Refused(status, problems)))
    if 400 <= status < 500 and status != 408:
        return Refused(status, problems)
    return Unclear(f"{status} from SendGrid")


def _wait(headers: Any) -> dt.timedelta:
    """How long SendGrid wants to be left alone: by Retry-After (seconds), or by the moment at which
    its count begins anew."""
    after, reset = headers.get("Retry-After") or "", headers.get("X-RateLimit-Reset") or ""
    seconds = LONG_ENOUGH
    if after.isdecimal():
        seconds = float(after)
    elif reset.isdecimal():
        seconds = float(reset) - time.time()
    return dt.timedelta(seconds=min(max(seconds, 1.0), LONGEST_WAIT))


def read_problems(body: bytes | str) -> list[Problem]:
    """What an answer of SendGrid says is wrong; nothing where it says nothing readable."""
    try:
        found = json.loads(body)
        return [
            Problem(str(each.get("message") or ""), str(each.get("field") or ""))
            for each in found["errors"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
