"""Converts messages to the plain values that a provider gets, and computes the marks that prove
what left.

A mark is written into the hand-over event, which never changes and outlives the message: channel,
sender, and a hash over subject, text, HTML, headers, reply address and the recipient's own values,
but not the address.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from ..models import Channel, Message, MessageContent
from ..models.contents import Part, parts_of
from ..providers.base import Outgoing
from ..providers.senders import address_in, text_sender
from ..rules.filling import fingerprint

type Reading = Callable[[Iterable[Iterable[str]]], dict[str, Part]]


@dataclass(frozen=True, slots=True)
class Contents:
    """The stored words of a batch, read once."""

    contents: Mapping[UUID, MessageContent]
    parts: Mapping[str, Part]


def words_of(messages: Sequence[Message], read: Reading = parts_of) -> Contents:
    """Reads the words of messages in two queries. `read` reads the parts that they name."""
    contents = MessageContent.objects.in_bulk({message.content_id for message in messages})
    return Contents(contents, read(message.parts for message in messages))


class PartsInMemory:
    """Caches the newest parts, which never change: many batches have families of the same classes.
    Do not use it to look for changed words."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: dict[str, Part] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def of(self, lists: Iterable[Iterable[str]]) -> dict[str, Part]:
        """Like `parts_of`, with the cache."""
        wanted = {name for names in lists for name in names}
        cached = {name: self._parts[name] for name in wanted if name in self._parts}
        read = parts_of([wanted - cached.keys()])
        self._parts |= read
        for name in list(self._parts)[: max(0, len(self._parts) - self._most)]:
            del self._parts[name]
        return cached | read

    def clear(self) -> None:
        self._parts.clear()


kept_parts: Final = PartsInMemory(20_000)
"""Holds two thirds of the parts of 8,000 classes in two languages: about 64 MB."""


def words_to_send(messages: Sequence[Message]) -> Contents:
    """Like `words_of`, with the parts that this process has cached."""
    return words_of(messages, kept_parts.of)


def as_outgoing(messages: Sequence[Message], words: Contents | None = None) -> list[Outgoing]:
    """Returns the messages as plain values, in order, with a Message-ID that is the same at every
    attempt. Messages that share text and HTML share the objects."""
    words = words or words_of(messages)
    rendered: dict[tuple[UUID, tuple[str, ...]], tuple[str, str]] = {}
    return [_outgoing(message, words, rendered) for message in messages]


def _outgoing(
    message: Message,
    words: Contents,
    rendered: dict[tuple[UUID, tuple[str, ...]], tuple[str, str]],
) -> Outgoing:
    content = words.contents[message.content_id]
    key = (message.content_id, tuple(message.parts))
    if key not in rendered:
        rendered[key] = content.with_parts([words.parts[name] for name in message.parts])
    text, html = rendered[key]
    return Outgoing(
        id=message.pk,
        channel=message.channel,
        address=message.address,
        from_email=message.from_email,
        reply_to=message.reply_to,
        subject=message.subject,
        text=text,
        html=html,
        headers=content.headers,
        message_id=f"<{message.pk}@{_domain(message.from_email)}>",
        message_class=message.message_class,
        language=message.language,
        expires_at=_sooner(message.expires_at, message.silent_from),
        handed_over_at=message.handed_over_at,
        shared=message.alike,
        substitutions=content.tagged(message.substitutions),
    )


def _sooner(*moments: dt.datetime | None) -> dt.datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


@lru_cache(maxsize=64)
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


class Mark(NamedTuple):
    channel: str
    sender: str  # "" if none is set
    words: str

    def __str__(self) -> str:
        return " ".join(self)


def read_mark(detail: str) -> Mark | None:
    """Reads a mark from `str(mark)`; returns None for anything else."""
    fields = detail.split(" ")
    return Mark(*fields) if len(fields) == 3 else None


class Marks:
    """The marks of one batch; shared words are hashed once. With `afresh`, the stored hashes of
    parts are not used: use it to look for changed words."""

    def __init__(self, words: Contents, *, afresh: bool = False) -> None:
        self._stored = words
        self._afresh = afresh
        self._frames: dict[UUID, str] = {}
        self._parts: dict[str, str] = {}

    def of(self, message: Message) -> Mark:
        return Mark(message.channel, registered_sender(message), self._words(message))

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
            content = self._stored.contents[key]
            headers = json.dumps(content.headers, sort_keys=True)
            self._frames[key] = fingerprint(content.nonce, content.text, content.html, headers)
        return self._frames[key]

    def _part(self, name: str) -> str:
        if name not in self._parts:
            part = self._stored.parts.get(name)
            if part is None:
                self._parts[name] = ""
            elif part.sha256 and not self._afresh:
                self._parts[name] = part.sha256
            else:
                self._parts[name] = fingerprint(part.text, part.html)
        return self._parts[name]


def registered_sender(message: Message) -> str:
    """Returns the address, number or service by which a message leaves now, without spaces, because
    spaces separate the fields of a mark."""
    text = message.channel == Channel.TEXT
    return "".join((text_sender() if text else address_in(message.from_email)).split())
