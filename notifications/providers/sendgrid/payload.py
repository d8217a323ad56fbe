"""Builds requests for SendGrid's mail send from equal messages. Pure.

Limits are those of its documentation. The size stays far below, because one missing answer leaves
the whole request unknown.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from itertools import groupby
from typing import Any, Final

from ...rules.filling import fill
from ..base import LOGO, Outgoing

MOST_TOGETHER: Final = 200
"""Recipients in a request; SendGrid accepts 1,000."""
MOST_BYTES: Final = 5 * 1024 * 1024
"""Size of a whole request; SendGrid accepts 30 MB."""
DELIVERY_ID: Final = "delivery_id"
"""The custom argument with which every event repeats the message's id."""


def in_requests(messages: Sequence[Outgoing]) -> Iterator[list[Outgoing]]:
    """Yields equal, consecutive messages grouped into requests, with no address twice in one:
    SendGrid refuses a request with a repeated address, even for two different messages."""
    for _key, equal in groupby(messages, key=_same):
        request: list[Outgoing] = []
        addresses: set[str] = set()
        size = 0
        for message in equal:
            own = len(json.dumps(personal_part(message)))
            full = len(request) == MOST_TOGETHER or size + own > MOST_BYTES
            if request and (full or message.address in addresses):
                yield request
                request, addresses, size = [], set(), 0
            size += own if request else own + size_of_words(message)
            request.append(message)
            addresses.add(message.address)
        yield request


def request_of(messages: Sequence[Outgoing], logo: bytes = b"") -> dict[str, Any]:
    """Returns the request for messages that `in_requests` grouped, with the PNG that they show."""
    first = messages[0]
    content = [("text/plain", first.text), ("text/html", first.html)]
    request: dict[str, Any] = {
        "personalizations": [personal_part(message) for message in messages],
        "from": as_person(first.from_email),
        "content": [{"type": kind, "value": value} for kind, value in content if value.strip()],
        # No pixel and no redirect: families are not tracked, and links in a mail stay ours. Each
        # mail has our own link to stop; SendGrid's would stop all classes at once.
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
    }
    if logo:
        data = {"content": b64encode(logo).decode(), "type": "image/png", "filename": "logo.png"}
        request["attachments"] = [{**data, "disposition": "inline", "content_id": LOGO}]
    if first.reply_to:
        request["reply_to"] = as_person(first.reply_to)
    return request


def personal_part(message: Outgoing) -> dict[str, Any]:
    """Returns the recipient's own part: address, subject, headers, and the substitutions in the
    shared text."""
    headers = message.own_headers()
    if message.message_id:
        headers["Message-ID"] = message.message_id
    personal: dict[str, Any] = {
        "to": [{"email": message.address}],
        "subject": fill(message.subject, message.substitutions),
        "headers": headers,
        "custom_args": {DELIVERY_ID: str(message.id)},
    }
    if message.substitutions:
        personal["substitutions"] = dict(message.substitutions)
    return personal


def as_person(sender: str) -> dict[str, str]:
    """Returns "Rivera, Ana <a@example.net>" as SendGrid accepts it: names without commas,
    semicolons or line breaks."""
    name, address = parseaddr(sender)
    if not address:
        return {"email": sender.strip()}
    clean = " ".join(name.replace(",", " ").replace(";", " ").split())
    return {"email": address, **({"name": clean} if clean else {})}


def size_of_words(message: Outgoing) -> int:
    """Returns the bytes of the shared text in the request (JSON in ASCII)."""
    return len(json.dumps([message.text, message.html]))


def _same(message: Outgoing) -> tuple[Any, ...]:
    """Returns what all messages of one request have in common."""
    marks = tuple(sorted(message.substitutions))
    return message.from_email, message.reply_to, message.text, message.html, marks
