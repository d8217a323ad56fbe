"""Rows of the outbox as the plain values that a provider gets."""

import hashlib
from collections.abc import Sequence
from email.utils import parseaddr
from uuid import UUID

from ..models import ContentPart, Message
from ..models.contents import parts_of
from ..providers.base import Outgoing
from ..rules.filling import tag


def as_outgoing(messages: Sequence[Message]) -> list[Outgoing]:
    """The messages in their order, with a Message-ID that is the same at every try.

    Their `content` must be read with them; the parts are one query. Text and HTML that several
    share are one object.
    """
    known = parts_of(message.parts for message in messages)
    drawn: dict[tuple[UUID, tuple[str, ...]], tuple[str, str, str]] = {}
    return [_outgoing(message, known, drawn) for message in messages]


def _outgoing(
    message: Message,
    known: dict[str, ContentPart],
    drawn: dict[tuple[UUID, tuple[str, ...]], tuple[str, str, str]],
) -> Outgoing:
    key = (message.content_id, tuple(message.parts))
    if key not in drawn:
        text, html = message.content.with_parts([known[name] for name in message.parts])
        named = ":".join([str(message.content_id), *message.parts])
        drawn[key] = (text, html, hashlib.sha256(named.encode()).hexdigest()[:32])
    text, html, shared = drawn[key]
    domain = parseaddr(message.from_email)[1].rpartition("@")[2] or "localhost"
    nonce = message.content.nonce
    return Outgoing(
        id=message.pk,
        channel=message.channel,
        address=message.address,
        from_email=message.from_email,
        reply_to=message.reply_to,
        subject=message.subject,
        text=text,
        html=html,
        headers=message.content.headers,
        message_id=f"<{message.pk}@{domain}>",
        message_class=message.message_class,
        language=message.language,
        expires_at=message.expires_at,
        shared=f"{shared}:{message.from_email}:{message.reply_to}:{message.subject}",
        substitutions={tag(name, nonce): value for name, value in message.substitutions.items()},
    )
