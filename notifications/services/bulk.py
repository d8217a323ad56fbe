"""Writing many messages at once, which share their words."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from district_cms.web.statements.rows import insert_rows

from ..models import Channel, Message, MessageClass
from ..rules.policy import POLICIES
from ..rules.state import State
from .enqueue import address_for, dispatch_at_commit, sender_of
from .transitions import add_events

# They stand in HTML and in plain text alike, so they hold nothing that HTML would read.
UNSAFE = frozenset("<>&\"'\r\n")


@dataclass(frozen=True, slots=True)
class Words:
    """What messages to many have in common: subject, shared content, the parts that stand in it,
    sender and the address for answers. Messages are sent in the order of `near`, a few letters, so
    that those which stand together have parts in common."""

    subject: str
    content: UUID
    parts: tuple[str, ...] = ()
    from_email: str = ""
    reply_to: str = ""
    near: str = ""

    @property
    def name(self) -> str:
        """The same for the same words, and for no others; it begins with `near`."""
        whole = "\n".join(
            [str(self.content), *self.parts, self.from_email, self.reply_to, self.subject]
        )
        return (self.near + hashlib.sha256(whole.encode()).hexdigest())[:32]


@dataclass(frozen=True, slots=True)
class Draft:
    """One message of many, before it is written. `alike` is the name of its words, `time_zone` the
    name of the recipient's zone, "" for the district's, `dedupe_key` one of its own where it has no
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
    """Write all of them, in a fixed number of statements, or none; returns their ids. They expire
    as their class says, or at `expires_at` (aware), whichever is sooner.

    Raises IntegrityError where one is there already, and ValueError for what is no message.
    Contents and parts must be committed before.
    """
    now = timezone.now()
    policy = POLICIES[message_class]
    begins = send_after or now
    over = max(begins, now) + policy.lifetime
    if expires_at is not None:
        over = min(over, expires_at)
    for draft in drafts:
        _check(draft)
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


def _check(draft: Draft) -> None:
    for value in draft.substitutions.values():
        if UNSAFE.intersection(value):
            raise ValueError("What is filled in must be safe in HTML and in one line.")
    words = draft.words
    if any("\n" in line or "\r" in line for line in (words.subject, words.from_email)):
        raise ValueError("A header is one line: there is a line break in it.")
