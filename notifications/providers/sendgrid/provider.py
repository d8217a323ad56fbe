"""Hands emails to SendGrid, up to 200 equal ones in a request."""

import datetime as dt
import re
import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.conf import settings

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
from ..senders import envelope_problem
from .account import check_account, forget_address
from .api import Refused, SendGridApi
from .line import NoAnswer
from .payload import MOST_TOGETHER, in_requests, request_of

SECONDS_ALL: Final = 20.0
"""After so long no further request begins: what has not left waits for the next batch."""
MOST_SILENCES: Final = 2
SILENCE: Final = dt.timedelta(minutes=1)
"""Requests in a batch whose time may run out before SendGrid is left alone, and for how long. Each
of them leaves its messages unknown, and the task of the queue has its own end."""
QUEUED: Final = 202
NO_SUCH_PLACE: Final = frozenset({404, 405})
PERSON: Final = re.compile(r"personalizations\.(\d+)\b")


class SendGridProvider(Provider):
    name = "sendgrid"
    reports_delivery = True
    most_at_once = MOST_TOGETHER
    shares_words = True

    def __init__(self) -> None:
        self.api = SendGridApi()
        self.silences = 0

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """One answer for each message, in their order. A request that is refused for some of its
        messages is sent again without them."""
        found: dict[UUID, Answer] = {}
        sound = []
        for message in messages:
            if problem := envelope_problem(message):
                found[message.id] = Rejected(problem)
            else:
                sound.append(message)
        stop_at = time.monotonic() + SECONDS_ALL
        for together in in_requests(sound):
            self._send(together, found, stop_at)
        return [found[message.id] for message in messages]

    def forget_address(self, address: str, cause: Cause) -> None:
        forget_address(address, cause)

    def check_account(self) -> Sequence[AccountCheck]:
        return check_account()

    def close(self) -> None:
        self.api.close()

    def _send(
        self, together: Sequence[Outgoing], found: dict[UUID, Answer], stop_at: float
    ) -> None:
        """Send one request. Where it is refused for some of its messages, send the others without
        them, so that a bad address stops itself only."""
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
            found.update((message.id, result) for message in messages)

    def _request(self, messages: Sequence[Outgoing]) -> Accepted:
        try:
            response = self.api.request("POST", "mail/send", request_of(messages))
        except Refused as error:
            if error.status in NO_SUCH_PLACE:
                # Nothing of the messages was looked at: the operator mends the address.
                said = f"{error.status}: {settings.SENDGRID_URL} is not SendGrid’s"
                raise NotProcessed(said) from error
            raise
        if response.status != QUEUED:
            # Such as the page of a network that wants a sign-in first.
            raise Unclear(f"{response.status} is no answer of SendGrid’s")
        return Accepted(response.headers.get("X-Message-Id", ""))


def parts_after(error: Refused, messages: Sequence[Outgoing]) -> list[list[Outgoing]]:
    """How to split a request that was refused; nothing where no part of it can be better.

    SendGrid names the recipients that it minds, and not always all of them: those first, alone, and
    where it names none, or all, in halves.
    """
    if len(messages) < 2 or not _about_recipients(error):
        return []
    named = {int(number) for each in error.problems for number in PERSON.findall(each.field)}
    minded = [message for place, message in enumerate(messages) if place in named]
    others = [message for place, message in enumerate(messages) if place not in named]
    if minded and others:
        return [others, *([message] for message in minded)]
    middle = len(messages) // 2
    return [list(messages[middle:]), list(messages[:middle])]


def _about_recipients(error: Refused) -> bool:
    """Whether the fault may lie with one recipient, not with what all of them have in common."""
    fields = [each.field for each in error.problems if each.field]
    return error.status == 413 or not fields or any(PERSON.match(field) for field in fields)
