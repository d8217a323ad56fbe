"""Writes messages into the outbox, cancels them, and asks the queue to send."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.web.addresses import fold_address, normalize_address
from district_cms.web.bulk_sql import insert_rows

from ..models import Channel, Message, MessageClass, MessageContent
from ..rules.policy import POLICIES
from ..rules.state import State
from .transitions import add_events, move

CANCELED_AT_ONCE: Final = 1_000
E164: Final = re.compile(r"\+[1-9][0-9]{7,14}")
DISPATCH: Final = "notifications.tasks.dispatch"


@transaction.atomic
def enqueue_message(
    *,
    message_class: MessageClass | str,
    address: str,
    text: str,
    subject: str = "",
    html: str = "",
    channel: Channel | str = Channel.EMAIL,
    language: str = "",
    from_email: str = "",
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    subscriber_uuid: UUID | None = None,
    rhythm: str = "",
    window_start: dt.datetime | None = None,
    dedupe_key: str | None = None,
    send_after: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    time_zone: str = "",
) -> Message | None:
    """Write one message to one address; the worker sends it once the transaction is committed.

    Returns None, and writes nothing, for a duplicate: the same address, channel, rhythm and
    `window_start`, or the same `dedupe_key`. Times are aware; `send_after` is the earliest moment
    (default: now), `expires_at` the last one (default: by the policy of the class). The address of
    a text is a number in E.164. Raises `ValueError` without an address or content, for an unknown
    class or channel, and for a line break in a header.
    """
    channel = Channel(channel)
    now = timezone.now()
    begins = send_after or now
    policy = POLICIES[MessageClass(message_class)]
    content = MessageContent(text=text, html=html, headers=dict(headers or {}))
    message = Message(
        message_class=MessageClass(message_class),
        channel=channel,
        address=address_for(channel, address),
        subject=subject,
        content=content,
        language=language or settings.LANGUAGE_CODE,
        from_email=from_email or sender_of(channel),
        reply_to=reply_to,
        subscriber_uuid=subscriber_uuid,
        rhythm=rhythm,
        window_start=window_start,
        dedupe_key=dedupe_key,
        send_after=begins,
        expires_at=expires_at or max(begins, now) + policy.lifetime,
        time_zone=time_zone,
        priority=policy.priority,
    )
    _check(message, content)
    try:
        with transaction.atomic():
            content.save(force_insert=True)
            message.save(force_insert=True)
    except IntegrityError:
        if _same(message):
            return None
        raise
    add_events([message.pk], State.READY, at=message.created_at)
    dispatch_at_commit()
    return message


def cancel_waiting(
    *,
    address: str,
    message_class: MessageClass | str,
    reason: str,
    channel: Channel | str = Channel.EMAIL,
) -> int:
    """Cancel waiting messages of one class to an address; returns their number. Messages that are
    being sent cannot be canceled."""
    rows = Message.objects.filter(
        address=fold_address(address),
        channel=channel,
        message_class=message_class,
        state=State.READY,
    )
    return len(move(rows, State.CANCELED, detail=reason))


@transaction.atomic
def cancel_contents(contents: Collection[UUID], *, reason: str) -> int:
    """Cancel all messages with these contents that no provider has yet, and any later copies;
    returns their number."""
    rows = Message.objects.filter(content__in=contents)
    now = timezone.now()
    rows.filter(expires_at__gt=now).update(expires_at=now)
    number = 0
    while moved := move(rows, State.CANCELED, detail=reason, most=CANCELED_AT_ONCE):
        number += len(moved)
    return number


def address_for(channel: str, address: str) -> str:
    """Returns the address in the form that the channel stores. Raises `ValueError`."""
    if channel != Channel.TEXT:
        return normalize_address(address)
    if not E164.fullmatch(address):
        raise ValueError("The number of a text begins with + and the code of its country.")
    return address


def sender_of(channel: str) -> str:
    """Returns the default sender of this channel."""
    if channel == Channel.TEXT:
        return settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM_NUMBER
    return settings.DEFAULT_FROM_EMAIL


def _check(message: Message, content: MessageContent) -> None:
    if not message.address:
        raise ValueError("A message needs an address.")
    if not (content.text.strip() or content.html.strip()):
        raise ValueError("A message needs a text.")
    lines = [message.address, message.from_email, message.reply_to, message.subject]
    for name, value in content.headers.items():
        lines += [name, value]
    if any("\n" in line or "\r" in line for line in lines):
        raise ValueError("A header is one line: there is a line break in it.")


def _same(message: Message) -> bool:
    """Returns True if a message with one of this message's keys exists."""
    keys = Q()
    if message.dedupe_key is not None:
        keys |= Q(dedupe_key=message.dedupe_key)
    if message.window_start is not None:
        keys |= Q(
            address=message.address,
            channel=message.channel,
            rhythm=message.rhythm,
            window_start=message.window_start,
        )
    return bool(keys) and Message.objects.filter(keys).exists()


def queue_dispatch(last: str = "", broken: Sequence[str] = ()) -> None:
    """Ask the queue to send one batch now; `tasks.dispatch` chooses the channel."""
    async_task(DISPATCH, last, list(broken))


def dispatch_at_commit() -> None:
    """Ask for a batch once the transaction is committed; only once, however often this is
    called."""
    # A savepoint that is rolled back removes its own requests from this list.
    waiting = any(entry[1] is queue_dispatch for entry in connection.run_on_commit)
    if not waiting:
        # With `robust`, a failure to queue is only logged: the message waits for the sweep.
        transaction.on_commit(queue_dispatch, robust=True)


# Substituted values appear in both HTML and plain text, so they must not contain HTML syntax.
UNSAFE = frozenset("<>&\"'\r\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that many messages share: subject, content, its parts, sender, reply address.
    Messages are sent in the order of `near`, a few letters, so that neighbors share parts."""

    subject: str
    content: UUID
    parts: tuple[str, ...] = ()
    from_email: str = ""
    reply_to: str = ""
    near: str = ""

    @property
    def name(self) -> str:
        """Returns a name that is equal only for the same words; it begins with `near`."""
        whole = "\n".join(
            [str(self.content), *self.parts, self.from_email, self.reply_to, self.subject]
        )
        return (self.near + hashlib.sha256(whole.encode()).hexdigest())[:32]


@dataclass(frozen=True, slots=True)
class Draft:
    """One of many messages, before it is written. `alike` is the name of its words, `time_zone` the
    name of the recipient's zone, "" for the district's, `dedupe_key` its own key if it has no
    window."""

    address: str
    words: Words
    alike: str
    language: str
    substitutions: Mapping[str, str]
    subscriber_uuid: UUID | None = None
    time_zone: str = ""
    dedupe_key: str | None = None


@transaction.atomic
def enqueue_many(
    drafts: Sequence[Draft],
    *,
    message_class: MessageClass,
    channel: Channel = Channel.EMAIL,
    rhythm: str = "",
    window_start: dt.datetime | None = None,
    send_after: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> list[UUID]:
    """Write all of the drafts, in a fixed number of statements, or none; returns their ids. They
    expire as their class says, or at `expires_at` (aware), whichever is sooner.

    Raises `IntegrityError` if one exists already, and `ValueError` for an invalid draft. Contents
    and parts must be committed before.
    """
    now = timezone.now()
    policy = POLICIES[message_class]
    begins = send_after or now
    over = max(begins, now) + policy.lifetime
    if expires_at is not None:
        over = min(over, expires_at)
    for draft in drafts:
        _check_draft(draft)
    ids = [uuid4() for _draft in drafts]
    shared = {
        "message_class": message_class,
        "priority": policy.priority,
        "channel": channel,
        "rhythm": rhythm,
        "window_start": window_start,
        "send_after": begins,
        "created_at": now,
        "expires_at": over,
    }
    each: dict[str, Sequence[Any]] = {
        "id": ids,
        "address": [address_for(channel, draft.address) for draft in drafts],
        "subscriber_uuid": [draft.subscriber_uuid for draft in drafts],
        "dedupe_key": [draft.dedupe_key for draft in drafts],
        "language": [draft.language for draft in drafts],
        "from_email": [draft.words.from_email or sender_of(channel) for draft in drafts],
        "reply_to": [draft.words.reply_to for draft in drafts],
        "subject": [draft.words.subject for draft in drafts],
        "content_id": [draft.words.content for draft in drafts],
        "parts": [draft.words.parts for draft in drafts],
        "substitutions": [draft.substitutions for draft in drafts],
        "alike": [draft.alike for draft in drafts],
        "time_zone": [draft.time_zone for draft in drafts],
    }
    insert_rows(Message, shared, each)
    add_events(ids, State.READY, at=now)
    dispatch_at_commit()
    return ids


def _check_draft(draft: Draft) -> None:
    for value in draft.substitutions.values():
        if UNSAFE.intersection(value):
            raise ValueError("What is filled in must be safe in HTML and in one line.")
    words = draft.words
    if any("\n" in line or "\r" in line for line in (words.subject, words.from_email)):
        raise ValueError("A header is one line: there is a line break in it.")
