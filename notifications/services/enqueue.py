"""Writes messages into the outbox, cancels them, and asks the queue to send."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.web.addresses import fold_address, normalize_address

from ..models import Channel, Message, MessageClass, MessageContent, MessageWording
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
    wording: MessageWording | None = None,
) -> Message | None:
    """Write one message to one address; the worker sends it once the transaction is committed.

    Returns None, and writes nothing, for a duplicate: the same address, channel, rhythm and
    `window_start`, or the same `dedupe_key`. Times are aware; `send_after` is the earliest moment
    (default: now), `expires_at` the last one (default: by the policy of the class). The address of
    a text is a number in E.164. `wording` is the version of the office's words in it. Raises
    ValueError without an address or content, for an unknown class or channel, and for a line break
    in a header.
    """
    channel = Channel(channel)
    now = timezone.now()
    begins = send_after or now
    policy = POLICIES[MessageClass(message_class)]
    content = MessageContent(text=text, html=html, headers=dict(headers or {}), wording=wording)
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
    """Cancel what waits for an address, in one class; returns how many. What is being sent at this
    moment cannot be canceled."""
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
    returns how many."""
    rows = Message.objects.filter(content__in=contents)
    now = timezone.now()
    rows.filter(expires_at__gt=now).update(expires_at=now)
    number = 0
    while moved := move(rows, State.CANCELED, detail=reason, most=CANCELED_AT_ONCE):
        number += len(moved)
    return number


def address_for(channel: str, address: str) -> str:
    """The address in the one form in which the channel keeps it. Raises ValueError."""
    if channel != Channel.TEXT:
        return normalize_address(address)
    if not E164.fullmatch(address):
        raise ValueError("The number of a text begins with + and the code of its country.")
    return address


def sender_of(channel: str) -> str:
    """Who sends on this channel where nobody says otherwise."""
    return settings.TEXT_FROM if channel == Channel.TEXT else settings.DEFAULT_FROM_EMAIL


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
    """Whether a message with one of this one's keys is there."""
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
    """Ask for one batch to be sent, now; of which channel see `tasks.dispatch`."""
    async_task(DISPATCH, last, list(broken))


def dispatch_at_commit() -> None:
    """Ask for a batch once the transaction is committed; once, however often this is called."""
    # A savepoint that is rolled back takes its own requests out of this list again.
    waiting = any(entry[1] is queue_dispatch for entry in connection.run_on_commit)
    if not waiting:
        # Robust: with a broker that is down the message still waits, and the sweep finds it.
        transaction.on_commit(queue_dispatch, robust=True)
