"""Proves what left, and from which of the district's senders: a daily fingerprint in the audit log.

An entry names a range of message events, how many of them say that a provider took a message, the
SHA-256 over these and the hand-over events, and how many messages left from each registered sender.
A hand-over event contains its mark (`outgoing.Mark`). The log contains no family's address.
"""

import datetime as dt
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, Max, OuterRef

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import record
from district_cms.web.bulk_sql import one_of

from ..models import Channel, Message, MessageEvent
from ..rules.state import State
from .outgoing import Contents, Mark, Marks, read_mark, words_of

ACTION: Final = "outbox.sent"
TAKEN: Final = (State.ACCEPTED, State.DELIVERED, State.BOUNCED)
# Events of this age are complete: no transaction stays open so long.
SETTLED: Final = dt.timedelta(minutes=15)
AT_ONCE: Final = 5_000
BLOCK: Final = 500  # messages whose words are read together
LOCK_SECONDS: Final = 1.0
LOCK_TRIES: Final = 60
"""A sender may wait for the lock this long at a time, so that no urgent notice waits longer."""


@dataclass(slots=True)
class Checked:
    """How many entries and events were compared, and the first difference ("" for none). The words
    of `deleted` messages are gone, deleted by the retention from the `first` to the `last` day
    (UTC); that is no sign of tampering."""

    entries: int = 0
    events: int = 0
    deleted: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    differs: str = ""

    def add_deleted(self, on: dt.date) -> None:
        self.deleted += 1
        self.first = min(on, self.first or on)
        self.last = max(on, self.last or on)


def note_sent(*, now: dt.datetime) -> AuditEntry | None:
    """Write the entry about everything that was taken since the last one; returns None if nothing
    was. `now` is aware. Call it outside a transaction, which would block all senders."""
    last = AuditEntry.objects.filter(action=ACTION).order_by("-pk").first()
    after = last.data["to"] if last is not None else 0
    settled = MessageEvent.objects.filter(pk__gt=after, at__lte=now - SETTLED)
    until = settled.aggregate(newest=Max("pk"))["newest"]
    if until is None:
        return None
    _let_writers_end()
    return _note(after, until, now)


def _let_writers_end() -> None:
    """Wait for transactions that write events now: an event that is not visible yet, with a number
    below the last one, would later look like an insertion."""
    if connection.vendor != "postgresql":
        return
    table = connection.ops.quote_name(MessageEvent._meta.db_table)
    for tried in range(1, LOCK_TRIES + 1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LOCK_SECONDS}s"])
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        except OperationalError:
            if tried == LOCK_TRIES:
                raise
            time.sleep(LOCK_SECONDS)
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
    """Compare every entry with the events that it names, and these with the messages that still
    exist. Reads them in pieces."""
    checked = Checked()
    for entry in AuditEntry.objects.filter(action=ACTION).order_by("pk").iterator():
        if "sha256" not in entry.data:
            continue  # the details of an old entry are removed where the district wants that
        if differs := _compare(entry.data, checked):
            named = f"What the entry of {entry.at:%Y-%m-%d %H:%M} UTC names is not as it was"
            checked.differs = f"{named}: {differs}"
            break
    return checked


def _compare(noted: dict[str, Any], checked: Checked) -> str:
    """Compares one entry; returns "" if everything matches."""
    after, until = noted["from"] - 1, noted["to"]
    number, digest = _fingerprint(after, until)
    checked.entries += 1
    checked.events += number
    if (number, digest) != (noted["events"], noted["sha256"]):
        return f"{number:,} events of {noted['events']:,}, or another content."
    if _senders(after, until) != noted["senders"]:
        return "the numbers by sender are others."
    return _changed(after, until, checked)


def _fingerprint(after: int, until: int) -> tuple[int, str]:
    """Returns how many events say that a message was taken, and the SHA-256 over these and the
    hand-over events."""
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


def _senders(after: int, until: int) -> dict[str, int]:
    """Returns how many messages of each sender are reported here as taken for the first time:
    {"email news@larkspur.example": 312}."""
    taken = MessageEvent.objects.filter(state__in=TAKEN)
    before = taken.filter(message=OuterRef("message"), pk__lte=after)
    new = taken.filter(~Exists(before), pk__gt=after, pk__lte=until)
    by_sender: Counter[str] = Counter()
    for _message, mark in _last_marks(new.values("message"), until):
        if mark is not None:
            by_sender[f"{mark.channel} {mark.sender}".rstrip()] += 1
    return dict(by_sender)


def _changed(after: int, until: int, checked: Checked) -> str:
    """Returns what differs from the hand-over in messages that still exist and are reported here as
    taken for the first time, "" for nothing. If the words were deleted, compares channel and
    sender."""
    taken = MessageEvent.objects.filter(state__in=TAKEN)
    before = taken.filter(message=OuterRef("message"), pk__lt=OuterRef("pk"))
    first = taken.filter(~Exists(before), pk__gt=after, pk__lte=until).order_by("pk")
    for block in batched(first.values_list("message", flat=True).iterator(AT_ONCE), BLOCK):
        messages = list(Message.objects.filter(pk__in=one_of(UUID, set(block))))
        # A message that was taken is never handed over again, so a later hand-over, which somebody
        # may have added with another hash or none, proves nothing.
        last = dict(_last_marks([message.pk for message in messages], until))
        words = words_of(messages)
        deleted = _deleted(messages, words)
        marks = Marks(words, afresh=True)
        for message in messages:
            noted = last.get(message.pk)
            if noted is None:
                return f"nothing says how message {message.pk} was handed over."
            now = marks.of(message)
            if message.channel == Channel.TEXT:
                # The sender of texts is a setting, which may have changed.
                now = now._replace(sender=noted.sender)
            if (on := deleted.get(message.pk)) is not None:
                checked.add_deleted(on.astimezone(dt.UTC).date())
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


def _deleted(messages: Sequence[Message], words: Contents) -> dict[UUID, dt.datetime]:
    """Returns when the words of messages were deleted, for those that have none any more. A message
    that was sent again shares its content with the first one, and loses it at the same time."""
    empty = [
        pk
        for pk, content in words.contents.items()
        if not (content.text or content.html or content.headers)
    ]
    rows = Message.objects.filter(content__in=empty, address_purged_at__isnull=False)
    of_content = dict(
        rows.order_by("-address_purged_at").values_list("content", "address_purged_at")
    )
    deleted_at = {}
    for message in messages:
        on = message.address_purged_at or of_content.get(message.content_id)
        if on is not None:
            deleted_at[message.pk] = on
    return deleted_at


def _last_marks(messages: Any, until: int) -> Iterator[tuple[UUID, Mark | None]]:
    """Yields the mark of each message's last hand-over up to the event `until`; None if it has
    none."""
    handed_over = MessageEvent.objects.filter(state=State.HANDED_OVER, pk__lte=until)
    rows = handed_over.filter(message__in=messages).order_by("message", "pk")
    values = rows.values_list("message", "detail")
    for message, tries in groupby(values.iterator(chunk_size=AT_ONCE), key=itemgetter(0)):
        *_earlier, (_message, detail) = tries
        yield message, read_mark(detail)
