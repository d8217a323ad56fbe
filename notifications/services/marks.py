"""What is written down of a message as it is handed over: channel, sender, and a hash of its words.

It stands in the event of the hand-over, which is never changed and outlives the message. The hash
covers subject, text, HTML, headers, the address for answers and what is the recipient's own, but
not the address; it says nothing of them to whoever does not have them.
"""

import json
from typing import NamedTuple
from uuid import UUID

from ..models import Channel, Message
from ..models.contents import Part
from ..providers.senders import address_in, text_sender
from ..rules.fingerprint import fingerprint
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
    """Of messages of one batch: what they share is hashed once, and a part when it was drawn.
    `afresh`: what is kept of parts is not believed, for whoever looks for words that were changed.
    """

    def __init__(self, kept: Kept, *, afresh: bool = False) -> None:
        self._kept = kept
        self._afresh = afresh
        self._frames: dict[UUID, str] = {}
        self._parts: dict[str, str] = {}

    def of(self, message: Message) -> Mark:
        return Mark(message.channel, sender_of(message), self._words(message))

    def _words(self, message: Message) -> str:
        return fingerprint(
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
            self._frames[key] = fingerprint(content.nonce, content.text, content.html, headers)
        return self._frames[key]

    def _part(self, name: str) -> str:
        if name not in self._parts:
            part = self._kept.parts.get(name)
            self._parts[name] = "" if part is None else self._of_part(part)
        return self._parts[name]

    def _of_part(self, part: Part) -> str:
        if part.sha256 and not self._afresh:
            return part.sha256
        return fingerprint(part.text, part.html)


def sender_of(message: Message) -> str:
    """The registered sender by which a message leaves now: an address, a number or a service.
    Without spaces, which stand between the fields of a mark: people write numbers with them."""
    if message.channel == Channel.TEXT:
        return "".join(text_sender().split())
    return "".join(address_in(message.from_email).split())
