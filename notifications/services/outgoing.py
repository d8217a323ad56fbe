"""Rows of the outbox as the plain values that a provider gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from uuid import UUID

from ..models import Message, MessageContent
from ..models.contents import Part, parts_of
from ..providers.base import Outgoing

type Key = tuple[UUID, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of some messages, as they are kept: read once for a batch."""

    contents: Mapping[UUID, MessageContent]
    parts: Mapping[str, Part]


def words_of(messages: Sequence[Message]) -> Kept:
    """Two queries."""
    contents = MessageContent.objects.in_bulk({message.content_id for message in messages})
    return Kept(contents, parts_of(message.parts for message in messages))


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
        expires_at=message.expires_at,
        shared=message.alike,
        substitutions=content.tagged(message.substitutions),
    )


@lru_cache(maxsize=64)
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
