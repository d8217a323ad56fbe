"""What is written down of a message as it is handed over: channel, sender, and a hash of its words.

It stands in the event of the hand-over, which is never changed and outlives the message. The hash
covers subject, text, HTML, headers, the address for answers and what is the recipient's own, but
not the address; it says nothing of them to whoever does not have them.
"""

import hashlib
import json
from typing import NamedTuple
from uuid import UUID

from ..models import Channel, Message
from ..providers.senders import address_in, text_sender
from .outgoing import Kept


class Mark(NamedTuple):
    channel: str
    sender: str  # "" where none was set
    words: str

    def __str__(self) -> str:
        return " ".join(self)


def read_mark(detail: str) -> Mark | None:
    """As `str` writes it; None for what is none, such as a hand-over of the time before."""
    fields = detail.split(" ")
    return Mark(*fields) if len(fields) == 3 else None


class Marks:
    """Of messages of one batch: what they share is hashed once."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._frames: dict[UUID, str] = {}
        self._parts: dict[str, str] = {}

    def of(self, message: Message) -> Mark:
        return Mark(message.channel, sender_of(message), self._words(message))

    def _words(self, message: Message) -> str:
        return _hash(
            self._frame(message.content_id),
            *map(self._part, message.parts),
            message.subject,
            message.reply_to,
            json.dumps(message.substitutions, sort_keys=True),
        )

    def _frame(self, key: UUID) -> str:
        if key not in self._frames:
            content = self._kept.contents[key]
            headers = json.dumps(content.headers, sort_keys=True)
            self._frames[key] = _hash(content.nonce, content.text, content.html, headers)
        return self._frames[key]

    def _part(self, name: str) -> str:
        if name not in self._parts:
            part = self._kept.parts.get(name)
            self._parts[name] = "" if part is None else _hash(part.text, part.html)
        return self._parts[name]


def sender_of(message: Message) -> str:
    """The registered sender by which a message leaves now: an address, a number or a service.
    Without spaces, which stand between the fields of a mark: people write numbers with them."""
    if message.channel == Channel.TEXT:
        return "".join(text_sender().split())
    return "".join(address_in(message.from_email).split())


def _hash(*values: str) -> str:
    """Of the values and of how long each is."""
    digest = hashlib.sha256()
    for value in values:
        said = value.encode()
        digest.update(len(said).to_bytes(8))
        digest.update(said)
    return digest.hexdigest()
