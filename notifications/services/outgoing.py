"""Rows of the outbox as the plain values that a provider gets."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from typing import Final
from uuid import UUID

from ..models import Message, MessageContent
from ..models.contents import Part, parts_of
from ..providers.base import Outgoing

MOST_NAMES: Final = 20_000
type Key = tuple[UUID, tuple[str, ...]]
type Reading = Callable[[Iterable[Iterable[str]]], dict[str, Part]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of some messages, as they are kept: read once for a batch."""

    contents: Mapping[UUID, MessageContent]
    parts: Mapping[str, Part]


def words_of(messages: Sequence[Message], read: Reading = parts_of) -> Kept:
    """Two queries. `read` is how the parts that messages name are read."""
    contents = MessageContent.objects.in_bulk({message.content_id for message in messages})
    return Kept(contents, read(message.parts for message in messages))


class PartsInMemory:
    """Parts that were read for two batches, kept for the next ones: classmates' families are in
    many batches, and a part is never changed. What is one family's own, such as its week, is read
    once and takes no room. The longest unused go first when there are more than `most` characters
    of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._read_once: set[str] = set()
        self._parts: OrderedDict[str, Part] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._parts)

    def of(self, lists: Iterable[Iterable[str]]) -> dict[str, Part]:
        """As `parts_of`."""
        wanted = {name for names in lists for name in names}
        found = {name: self._parts[name] for name in wanted if name in self._parts}
        for name in found:
            self._parts.move_to_end(name)
        read = parts_of([wanted - found.keys()])
        self._keep(read)
        return found | read

    def clear(self) -> None:
        self._parts.clear()
        self._read_once.clear()
        self._size = 0

    def _keep(self, read: Mapping[str, Part]) -> None:
        again = {name: part for name, part in read.items() if name in self._read_once}
        if len(self._read_once) > MOST_NAMES:
            self._read_once.clear()
        self._read_once.update(read.keys() - again.keys())
        self._parts.update(again)
        self._size += sum([len(part.text) + len(part.html) for part in again.values()])
        while self._size > self._most:
            _name, part = self._parts.popitem(last=False)
            self._size -= len(part.text) + len(part.html)


kept_parts: Final = PartsInMemory(64_000_000)
"""Room for two thirds of the parts of 8,000 classes in two languages: with a third, those were read
again and again. Those of this process. Only for sending: whoever looks for words that were changed
reads them."""


def words_to_send(messages: Sequence[Message]) -> Kept:
    """As `words_of`, with what this process has of their parts already."""
    return words_of(messages, kept_parts.of)


def as_outgoing(messages: Sequence[Message], kept: Kept | None = None) -> list[Outgoing]:
    """The messages in their order, with a Message-ID that is the same at every try. Text and HTML
    that several share are one object."""
    kept = kept or words_of(messages)
    drawn: dict[Key, tuple[str, str]] = {}
    return [_outgoing(one, kept, drawn) for one in messages]


def _outgoing(message: Message, kept: Kept, drawn: dict[Key, tuple[str, str]]) -> Outgoing:
    content = kept.contents[message.content_id]
    key = (message.content_id, tuple(message.parts))
    if key not in drawn:
        drawn[key] = content.with_parts([kept.parts[name] for name in message.parts])
    text, html = drawn[key]
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
