"""Hands emails to SendGrid, up to 200 equal ones in a request, and checks the account."""

import datetime as dt
import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from ...suppressions.rules import Cause
from ..base import (
    Accepted,
    AccountCheck,
    Answer,
    NotProcessed,
    Outgoing,
    Provider,
    Rejected,
    Unclear,
)
from ..senders import envelope_problem, logo_in, public_url
from .line import Line, NoAnswer, Response
from .payload import MOST_TOGETHER, in_requests, request_of

SECONDS = 15.0
"""The limit for each step: connecting, and each wait for an answer."""
LONG_ENOUGH, LONGEST_WAIT = 60.0, 3600.0
"""The default and the longest wait after a 429, in seconds."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault that SendGrid reports in a request. `field` is a path such as
    "personalizations.3.to.0.email", or ""."""

    message: str
    field: str


class Refused(Exception):
    """SendGrid read the request and did nothing; sending it again changes nothing."""

    def __init__(self, status: int, problems: Sequence[Problem]) -> None:
        super().__init__(f"{status} {'; '.join(each.message for each in problems)}".strip())
        self.status = status
        self.problems = tuple(problems)


class SendGridApi:
    """SendGrid's API for the account in the settings, over one connection; call `close` at the
    end."""

    def __init__(self) -> None:
        self._line = Line(settings.SENDGRID_URL)

    def request(self, method: str, path: str, body: Any = None) -> Response:
        """Send a request. Raises `NotProcessed` if SendGrid did nothing and may do it later,
        `Refused` if it will never do it, and `Unclear` otherwise. Redirects are not followed,
        because posting a message again would send it twice."""
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
        # Key, account, sender or proxy: the operator must fix it, and the message waits.
        return NotProcessed(str(Refused(status, problems)))
    if 400 <= status < 500 and status != 408:
        return Refused(status, problems)
    return Unclear(f"{status} from SendGrid")


def _wait(headers: Any) -> dt.timedelta:
    """Returns how long to wait: by Retry-After (seconds), or until SendGrid's count resets."""
    after, reset = headers.get("Retry-After") or "", headers.get("X-RateLimit-Reset") or ""
    seconds = LONG_ENOUGH
    if after.isdecimal():
        seconds = float(after)
    elif reset.isdecimal():
        seconds = float(reset) - time.time()
    return dt.timedelta(seconds=min(max(seconds, 1.0), LONGEST_WAIT))


def read_problems(body: bytes | str) -> list[Problem]:
    """Returns the faults in an answer; none if it is not readable."""
    try:
        return [
            Problem(str(each.get("message") or ""), str(each.get("field") or ""))
            for each in json.loads(body)["errors"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


# Each of these lists stops SendGrid from sending to the address.
LISTS: Final[dict[Cause, tuple[str, ...]]] = {
    Cause.HARD_BOUNCE: ("bounces", "blocks", "invalid_emails"),
    Cause.COMPLAINT: ("spam_reports",),
}
# The kinds of events that we read; without them nobody learns what became of a mail.
EVENTS = ("processed", "delivered", "bounce", "dropped", "deferred", "spam_report")


def forget_address(address: str, cause: Cause) -> None:
    """Remove the address from SendGrid's lists. Raises `NotProcessed` and `Unclear`."""
    with closing(SendGridApi()) as api:
        for kind in LISTS.get(cause, ()):
            try:
                api.request("DELETE", f"suppression/{kind}/{quote(address, safe='')}")
            except Refused as error:
                if error.status != 404:  # 404: the address is not on that list
                    raise Unclear(str(error)) from error


def check_account() -> list[AccountCheck]:
    if not settings.SENDGRID_API_KEY:
        return [AccountCheck(False, "There is no SENDGRID_API_KEY, so SendGrid sends nothing.")]
    try:
        with closing(SendGridApi()) as api:
            return [*_account(api), *_senders(api), *_webhook(api), *_tracking(api)]
    except (NotProcessed, Unclear, Refused) as error:
        problem = str(error)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # The page of a proxy, or of another server.
        problem = f"an unreadable answer: {type(error).__name__}"
    return [
        AccountCheck(
            False,
            f"SendGrid did not say how the account is: {problem}. Check SENDGRID_API_KEY and its "
            "scopes (mail.send; read access to user.account, sender authentication, tracking "
            "and event webhook).",
        )
    ]


def _get(api: SendGridApi, path: str) -> Any:
    return json.loads(api.request("GET", path).body)


def _account(api: SendGridApi) -> Iterator[AccountCheck]:
    account = _get(api, "user/account")
    kind, score = account.get("type") or "kind unknown", account.get("reputation")
    reputation = "" if score is None else f", sender reputation {score}"
    yield AccountCheck(True, f"SendGrid knows the account ({kind}{reputation}).")
    if "mail.send" not in _get(api, "scopes").get("scopes", []):
        yield AccountCheck(False, "The key may not send: give it the scope mail.send.")


def _senders(api: SendGridApi) -> Iterator[AccountCheck]:
    known = {each["domain"].lower(): each.get("valid") for each in _get(api, "whitelabel/domains")}
    senders = {settings.DEFAULT_FROM_EMAIL, settings.CLASS_MAIL_FROM}
    for domain in sorted({parseaddr(each)[1].rpartition("@")[2].lower() for each in senders}):
        if known.get(domain):
            yield AccountCheck(True, f"The domain {domain} is authenticated (SPF and DKIM).")
        elif domain in known:
            yield AccountCheck(
                False,
                f"The DNS records of {domain} are not as SendGrid expects them: open Sender "
                "Authentication there, compare the three CNAME records, and press Verify.",
            )
        else:
            yield AccountCheck(
                False,
                f"The domain {domain} is not authenticated at SendGrid: mail in its name will be "
                "thrown away by Gmail and Yahoo. Add it under Sender Authentication.",
            )


def _webhook(api: SendGridApi) -> Iterator[AccountCheck]:
    webhook = _get(api, "user/webhooks/event/settings")
    key = _get(api, "user/webhooks/event/settings/signed").get("public_key")
    wanted = public_url(reverse("webhooks:sendgrid_events"))
    on, url = webhook.get("enabled"), webhook.get("url")
    if not on or url != wanted:
        yield AccountCheck(
            False,
            f"The event webhook is {'on' if on else 'off'} and goes to {url or 'no address'}: "
            f"switch it on, with the address {wanted}.",
        )
    else:
        yield AccountCheck(True, f"The event webhook is on and goes to {wanted}.")
    missing = [kind for kind in EVENTS if webhook.get(kind) is not True]
    if on and missing:
        names = ", ".join(missing)
        yield AccountCheck(False, f"The event webhook leaves out: {names}. Select them.")
    if not key:
        yield AccountCheck(
            False, "The event webhook is not signed: switch Signed Event Webhook on."
        )
    elif key != settings.SENDGRID_WEBHOOK_KEY:
        yield AccountCheck(
            False,
            "SENDGRID_WEBHOOK_KEY is not the key that SendGrid signs with, so every event is "
            f"refused: set it to {key}.",
        )
    else:
        yield AccountCheck(
            True, "Its events are signed with the key that SENDGRID_WEBHOOK_KEY names."
        )


def _tracking(api: SendGridApi) -> Iterator[AccountCheck]:
    for kind in ("click", "open", "subscription"):
        if _get(api, f"tracking_settings/{kind}").get("enabled"):
            yield AccountCheck(
                False,
                f"{kind.capitalize()} tracking is on for the whole account. Our messages switch it "
                "off for themselves; switch it off under Tracking too, so that families are never "
                "watched.",
            )


SECONDS_ALL: Final = 20.0
"""No request starts after this long: the remaining messages wait for the next batch."""
MOST_SILENCES: Final = 2
SILENCE: Final = dt.timedelta(minutes=1)
"""How many requests of a batch may time out before SendGrid rests, and for how long. Each leaves
its messages unknown, and the queue's task has its own timeout."""
QUEUED: Final = 202
NO_SUCH_PLACE: Final = frozenset({404, 405})
PERSON: Final = re.compile(r"personalizations\.(\d+)\b")


class SendGridProvider(Provider):
    name = "sendgrid"
    most_at_once = MOST_TOGETHER
    shares_words = True

    def __init__(self) -> None:
        self.api = SendGridApi()
        self.silences = 0

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """Send messages; returns one answer for each, in order. A request that is refused because
        of some messages is sent again without them."""
        answers: dict[UUID, Answer] = {}
        sound = []
        for message in messages:
            if problem := envelope_problem(message):
                answers[message.id] = Rejected(problem)
            else:
                sound.append(message)
        stop_at = time.monotonic() + SECONDS_ALL
        for together in in_requests(sound):
            self._send(together, answers, stop_at)
        return [answers[message.id] for message in messages]

    def forget_address(self, address: str, cause: Cause) -> None:
        forget_address(address, cause)

    def check_account(self) -> Sequence[AccountCheck]:
        return check_account()

    def close(self) -> None:
        self.api.close()

    def _send(
        self, together: Sequence[Outgoing], answers: dict[UUID, Answer], stop_at: float
    ) -> None:
        """Send one request. If it is refused because of some messages, send the others without
        them, so that a bad address stops only itself."""
        waiting = [list(together)]
        while waiting:
            messages = waiting.pop()
            result: Answer
            try:
                if self.silences >= MOST_SILENCES:
                    raise NotProcessed("SendGrid does not answer", wait=SILENCE)
                if time.monotonic() > stop_at:
                    raise NotProcessed("no time was left for it in this batch")
                result = self._request(messages)
            except Refused as error:
                parts = parts_after(error, messages)
                if parts:
                    waiting += parts
                    continue
                result = Rejected(str(error))
            except NoAnswer as error:
                self.silences += 1
                result = error
            except (NotProcessed, Unclear) as error:
                result = error
            answers.update((message.id, result) for message in messages)

    def _request(self, messages: Sequence[Outgoing]) -> Accepted:
        try:
            request = request_of(messages, logo_in(messages[0].html))
            response = self.api.request("POST", "mail/send", request)
        except Refused as error:
            if error.status in NO_SUCH_PLACE:
                # SendGrid did not look at the messages: the operator must fix the address.
                reason = f"{error.status}: {settings.SENDGRID_URL} is not SendGrid’s"
                raise NotProcessed(reason) from error
            raise
        if response.status != QUEUED:
            # For example the page of a network that requires signing in first.
            raise Unclear(f"{response.status} is no answer of SendGrid’s")
        return Accepted(response.headers.get("X-Message-Id", ""))


def parts_after(error: Refused, messages: Sequence[Outgoing]) -> list[list[Outgoing]]:
    """Returns how to split a refused request; nothing if no part can succeed.

    SendGrid names recipients with faults, but not always all of them: these are sent first, each
    alone. If it names none, or all, the request is halved.
    """
    if len(messages) < 2 or not _about_recipients(error):
        return []
    named = {int(number) for each in error.problems for number in PERSON.findall(each.field)}
    faulty = [message for place, message in enumerate(messages) if place in named]
    others = [message for place, message in enumerate(messages) if place not in named]
    if faulty and others:
        return [others, *([message] for message in faulty)]
    middle = len(messages) // 2
    return [list(messages[middle:]), list(messages[:middle])]


def _about_recipients(error: Refused) -> bool:
    """Returns True if the fault may be one recipient's, not that of the shared parts."""
    fields = [each.field for each in error.problems if each.field]
    return error.status == 413 or not fields or any(PERSON.match(field) for field in fields)
