"""Requests to SendGrid's API: each returns a response, or raises what it means for the message."""

import datetime as dt
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ..base import NotProcessed, Unclear
from .line import Line, Response

SECONDS = 15.0
"""For each step of the conversation: connecting, and each wait for an answer."""
LONG_ENOUGH, LONGEST_WAIT = 60.0, 3600.0
"""Seconds to wait after a 429 that does not say how long, and at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault that SendGrid finds in a request. `field` is a path such as
    "personalizations.3.to.0.email", or "" where it names none."""

    message: str
    field: str


class Refused(Exception):
    """SendGrid read the request and did nothing; sending it again changes nothing."""

    def __init__(self, status: int, problems: Sequence[Problem]) -> None:
        super().__init__(f"{status} {'; '.join(each.message for each in problems)}".strip())
        self.status = status
        self.problems = tuple(problems)


class SendGridApi:
    """The API for the account of the settings, over one connection; `close` it at the end."""

    def __init__(self) -> None:
        self._line = Line(settings.SENDGRID_URL)

    def request(self, method: str, path: str, body: Any = None) -> Response:
        """Raises `NotProcessed` where SendGrid did nothing and may do it later, `Refused` where it
        will not do it, and `Unclear` for everything else. A redirect is not followed: a message
        that is posted again would be sent twice."""
        response = self._line.ask(
            method,
            f"{settings.SENDGRID_URL}/v3/{path}",
            body=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {settings.SENDGRID_API_KEY}",
                "Content-Type": "application/json",
            },
            seconds=SECONDS,
        )
        if not 200 <= response.status < 300:
            raise _error(response)
        return response

    def close(self) -> None:
        self._line.close()


def _error(response: Response) -> Exception:
    status, problems = response.status, read_problems(response.body)
    if status == 429:
        return NotProcessed("429 too many requests", wait=_wait(response.headers))
    if status in (401, 402, 403, 407):
        # Key, account, sender or proxy: the operator fixes it, the message waits.
        return NotProcessed(str(Refused(status, problems)))
    if 400 <= status < 500 and status != 408:
        return Refused(status, problems)
    return Unclear(f"{status} from SendGrid")


def _wait(headers: Any) -> dt.timedelta:
    """By Retry-After (seconds), or by the moment at which SendGrid's count begins anew."""
    after, reset = headers.get("Retry-After") or "", headers.get("X-RateLimit-Reset") or ""
    seconds = LONG_ENOUGH
    if after.isdecimal():
        seconds = float(after)
    elif reset.isdecimal():
        seconds = float(reset) - time.time()
    return dt.timedelta(seconds=min(max(seconds, 1.0), LONGEST_WAIT))


def read_problems(body: bytes | str) -> list[Problem]:
    """The faults that an answer names; none where it is not readable."""
    try:
        return [
            Problem(str(each.get("message") or ""), str(each.get("field") or ""))
            for each in json.loads(body)["errors"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
