"""SendGrid's client with the manners that it lacks: a time limit, one connection, one clear
outcome. What its library would open for each request is a `Line` here."""

import datetime as dt
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from python_http_client.client import Client, Response
from python_http_client.exceptions import HTTPError, handle_error
from sendgrid import SendGridAPIClient

from ..base import NotProcessed, Unclear
from .line import Line

SECONDS = 15.0
"""For each step of the conversation: connecting, and each wait for an answer."""
LONG_ENOUGH, LONGEST_WAIT = 60.0, 3600.0
"""Seconds to leave SendGrid alone after a 429 that does not say for how long, and at most."""


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


class MannerlyClient(Client):
    """Replaces two methods of the library, of which a test names the version. All places of the API
    that are reached through one client share its line; `close` it when they are done."""

    def __init__(self, *, line: Line, **options: Any) -> None:
        super().__init__(**options)
        self.line = line

    def close(self) -> None:
        self.line.close()

    def _build_client(self, name: str | None = None) -> "MannerlyClient":
        return MannerlyClient(
            line=self.line,
            host=self.host,
            version=self._version,
            # A copy: the library writes the headers of one call into those of all others.
            request_headers=dict(self.request_headers),
            url_path=[*self._url_path, name] if name else self._url_path,
            timeout=self.timeout,
        )

    def __getattr__(self, name: str) -> Any:
        if name in self.methods:
            return partial(self._ask, name.upper())
        return super().__getattr__(name)

    def _ask(self, method: str, *, request_body: Any = None, query_params: Any = None) -> Response:
        """Raises `NotProcessed`, `Unclear`, and the library's own error for an answer that says no,
        or that sends us elsewhere: a message that is posted again there is sent twice."""
        body = None if request_body is None else json.dumps(request_body).encode()
        headers = {"Content-Type": "application/json", **self.request_headers}
        answered = self.line.ask(
            method,
            self._build_url(query_params),
            body=body,
            headers=headers,
            seconds=self.timeout,
        )
        if not 200 <= answered.code < 300:
            raise handle_error(answered)
        return Response(answered)


def sendgrid_client() -> MannerlyClient:
    """For the account that the settings name."""
    library = SendGridAPIClient(settings.SENDGRID_API_KEY, host=settings.SENDGRID_URL)
    headers = library.client.request_headers
    return MannerlyClient(
        line=Line(settings.SENDGRID_URL),
        host=settings.SENDGRID_URL,
        version=3,
        request_headers=headers,
        timeout=SECONDS,
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


def _meaning(error: HTTPError) -> Exception:
    status = int(error.status_code)
    problems = read_problems(error.body)
    if status == 429:
        return NotProcessed("429 too many requests", wait=_wait(error.headers))
    if status in (401, 402, 403, 407):
        # The key, the account, the sender or a proxy is not right (any more): the operator mends
        # it, the message waits.
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
