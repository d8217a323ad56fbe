"""Proof of what left, and by which of the district's senders: a fingerprint a day in the log.

An entry of the log names a range of events of messages, how many of them say that a provider took
one, the SHA-256 over these and over the hand-overs, and how many messages left by each registered
sender. The event of a hand-over says as whom, by which channel and with which words (`marks`). The
log is one chain, sealed by the worker, so that none of it can be changed or left out later; no
address of a family is in it. Events are written once and outlive their messages.
"""

import datetime as dt
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched, groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, Max, OuterRef

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import record
from district_cms.web.statements.arrays import one_of

from ..models import Channel, Message, MessageEvent
from ..rules.state import State
from .marks import Mark, Marks, read_mark
from .outgoing import Kept, words_of

ACTION: Final = "outbox.sent"
TAKEN: Final = (State.ACCEPTED, State.DELIVERED, State.BOUNCED)
# What is as old as this is written: no transaction is open for so long.
SETTLED: Final = dt.timedelta(minutes=15)
AT_ONCE: Final = 5_000
BLOCK: Final = 500  # messages whose words are read together
HELD_UP: Final = 1.0
WRITERS: Final = 60
"""For so many seconds at a time those that send may wait for the entry, and so often it asks:
behind a long transaction, or whoever tidies the table up by hand, no urgent notice may wait."""


@dataclass(slots=True)
class Skipped:
    """What cannot be compared anymore, or never could: no sign that anything was changed.

    Messages whose words were `deleted` as the retention wants it, and the days (UTC) of the first
    and the last time; messages that were handed over before their words were noted (`unmarked`);
    entries of that time (`early`), of which the events are compared and the senders are not.
    """

    deleted: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    unmarked: int = 0
    early: int = 0

    def add_deleted(self, on: dt.date) -> None:
        self.deleted += 1
        self.first = min(on, self.first or on)
        self.last = max(on, self.last or on)


@dataclass(slots=True)
class Checked:
    """How many entries were compared with the events, what of that could not be compared, and what
    is wrong with the first that differs; "" where none does."""

    entries: int = 0
    events: int = 0
    skipped: Skipped = field(default_factory=Skipped)
    differs: str = ""


def note_sent(*, now: dt.datetime) -> AuditEntry | None:
    """Write the entry about all that was taken since the last one; None where nothing was. `now`
    is aware. Called outside a transaction, which would hold up all that send."""
    last = AuditEntry.objects.filter(action=ACTION).order_by("-pk").first()
    after = last.data["to"] if last is not None else 0
    settled = MessageEvent.objects.filter(pk__gt=after, at__lte=now - SETTLED)
    until = settled.aggregate(newest=Max("pk"))["newest"]
    if until is None:
        return None
    _let_writers_end()
    return _note(after, until, now)


def _let_writers_end() -> None:
    """Wait for whoever writes events at this moment. What a webhook tells happened long ago counts
    as written at once, and a number below its own may belong to an event that nobody sees yet: it
    would be missing from the entry, and look like one that was added later."""
    if connection.vendor != "postgresql":
        return
    table = connection.ops.quote_name(MessageEvent._meta.db_table)
    for asked in range(1, WRITERS + 1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{HELD_UP}s"])
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        except OperationalError:
            if asked == WRITERS:
                raise
            time.sleep(HELD_UP)
        else:
            return


@transaction.atomic
def _note(after: int, until: int, now: dt.datetime) -> AuditEntry | None:
    number, digest = _fingerprint(after, until)
    if not number:
        return None
    return record(
        action=ACTION,
        actor="nightly",
        at=now,
        **{"from": after + 1, "to": until, "events": number, "sha256": digest},
        senders=_senders(after, until),
    )


def check_sent() -> Checked:
    """Compare every entry with the events that it names, and these with the messages that are
    still there. Reads them in pieces."""
    checked = Checked()
    for entry in AuditEntry.objects.filter(action=ACTION).order_by("pk").iterator():
        said = entry.data
        if "sha256" not in said:
            continue  # the details of an old entry are removed where the district wants that
        if differs := _compare(said, checked):
            named = f"What the entry of {entry.at:%Y-%m-%d %H:%M} UTC names is not as it was"
            checked.differs = f"{named}: {differs}"
            break
    return checked


def _compare(said: dict[str, Any], checked: Checked) -> str:
    """One entry; "" where all is as it says."""
    after, until = said["from"] - 1, said["to"]
    number, digest = _fingerprint(after, until)
    checked.entries += 1
    checked.events += number
    if (number, digest) != (said["events"], said["sha256"]):
        if (number, _early_fingerprint(after, until)) != (said["events"], said["sha256"]):
            return f"{number:,} events of {said['events']:,}, or another content."
        # Its senders were those of messages that may be deleted by now, as the settings were.
        checked.skipped.early += 1
    elif _senders(after, until) != said["senders"]:
        return "the numbers by sender are others."
    return _changed(after, until, checked.skipped)


def _fingerprint(after: int, until: int) -> tuple[int, str]:
    """How many events say that one was taken, and the SHA-256 over these and the hand-overs."""
    number, digest = 0, hashlib.sha256()
    rows = MessageEvent.objects.filter(
        pk__gt=after, pk__lte=until, state__in=(*TAKEN, State.HANDED_OVER)
    ).order_by("pk")
    values = rows.values_list("pk", "message", "state", "at", "detail")
    for pk, message, state, at, detail in values.iterator(chunk_size=AT_ONCE):
        line = [pk, str(message), state, at.astimezone(dt.UTC).isoformat(), detail]
        digest.update(json.dumps(line).encode())
        number += state in TAKEN
    return number, digest.hexdigest()


def _early_fingerprint(after: int, until: int) -> str:
    """As entries had it before hand-overs were part of it. No later entry can have this one, so
    that it excuses none."""
    digest = hashlib.sha256()
    rows = MessageEvent.objects.filter(pk__gt=after, pk__lte=until, state__in=TAKEN).order_by("pk")
    values = rows.values_list("pk", "message", "state", "at")
    for pk, message, state, at in values.iterator(chunk_size=AT_ONCE):
        digest.update(f"{pk} {message} {state} {at.astimezone(dt.UTC).isoformat()}\n".encode())
    return digest.hexdigest()


def _senders(after: int, until: int) -> dict[str, int]:
    """How many messages of which it is said here first that a provider took them each sender has:
    {"email news@larkspur.example": 312}."""
    taken = MessageEvent.objects.filter(state__in=TAKEN)
    before = taken.filter(message=OuterRef("message"), pk__lte=after)
    new = taken.filter(~Exists(before), pk__gt=after, pk__lte=until)
    found: Counter[str] = Counter()
    for _message, mark in _last_marks(new.values("message"), until):
        if mark is not None:
            found[f"{mark.channel} {mark.sender}".rstrip()] += 1
    return dict(found)


def _changed(after: int, until: int, skipped: Skipped) -> str:
    """What is not as it was handed over with the messages that are still there and of which it is
    said here first that one was taken; "" where nothing is. Of one whose words are deleted,
    channel and sender are compared."""
    taken = MessageEvent.objects.filter(state__in=TAKEN)
    before = taken.filter(message=OuterRef("message"), pk__lt=OuterRef("pk"))
    first = taken.filter(~Exists(before), pk__gt=after, pk__lte=until).order_by("pk")
    for block in batched(first.values_list("message", flat=True).iterator(AT_ONCE), BLOCK):
        messages = list(Message.objects.filter(pk__in=one_of(UUID, set(block))))
        # What was taken is never handed over again: a later one, such as one that somebody added
        # with the hash of other words, or without any, says nothing.
        last = dict(_last_marks([message.pk for message in messages], until))
        kept = words_of(messages)
        deleted = _deleted(messages, kept)
        marks = Marks(kept, afresh=True)
        for message in messages:
            if message.pk not in last:
                return f"nothing says how message {message.pk} was handed over."
            noted = last[message.pk]
            if noted is None:
                skipped.unmarked += 1
                continue
            now = marks.of(message)
            if message.channel == Channel.TEXT:
                # Its sender is a setting, which may be another one by now.
                now = now._replace(sender=noted.sender)
            if (on := deleted.get(message.pk)) is not None:
                skipped.add_deleted(on.astimezone(dt.UTC).date())
                now = now._replace(words=noted.words)
            if now != noted:
                other = {
                    "channel": now.channel != noted.channel,
                    "sender": now.sender != noted.sender,
                    "words": now.words != noted.words,
                }
                names = ", ".join(name for name, differs in other.items() if differs)
                return f"message {message.pk} was handed over with other {names}."
    return ""


def _deleted(messages: Sequence[Message], kept: Kept) -> dict[UUID, dt.datetime]:
    """When the words of those that have none anymore were deleted. One that was sent again has its
    content in common with the first one, and loses it with that."""
    empty = [
        pk
        for pk, content in kept.contents.items()
        if not (content.text or content.html or content.headers)
    ]
    rows = Message.objects.filter(content__in=empty, address_purged_at__isnull=False)
    of_content = dict(
        rows.order_by("-address_purged_at").values_list("content", "address_purged_at")
    )
    found = {}
    for message in messages:
        on = message.address_purged_at or of_content.get(message.content_id)
        if on is not None:
            found[message.pk] = on
    return found


def _last_marks(messages: Any, until: int) -> Iterator[tuple[UUID, Mark | None]]:
    """Of the last hand-over of each, of those up to the event `until`; None where it was noted
    without one."""
    handed_over = MessageEvent.objects.filter(state=State.HANDED_OVER, pk__lte=until)
    rows = handed_over.filter(message__in=messages).order_by("message", "pk")
    values = rows.values_list("message", "detail")
    for message, tries in groupby(values.iterator(chunk_size=AT_ONCE), key=itemgetter(0)):
        *_earlier, (_message, detail) = tries
        yield message, read_mark(detail)
