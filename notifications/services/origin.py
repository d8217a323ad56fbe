"""Proof of what left, and by which of the district's senders: a fingerprint a day in the log.

An entry of the log names a range of events of messages, how many of them say that a provider took
one, the SHA-256 over these, and how many messages left by each registered sender. The log is one
chain, sealed by the worker, so that none of it can be changed or left out later; no address of a
family is in it. Events are written once and outlive their messages.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import record

from ..models import Channel, Message, MessageEvent
from ..providers.senders import text_sender
from ..rules.state import State

ACTION: Final = "outbox.sent"
TAKEN: Final = (State.ACCEPTED, State.DELIVERED, State.BOUNCED)
# What is as old as this is written: no transaction is open for so long.
SETTLED: Final = dt.timedelta(minutes=15)
AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Checked:
    """How many entries were compared with the events, and what is wrong with the first that
    differs; "" where none does."""

    entries: int
    events: int
    differs: str = ""


@transaction.atomic
def note_sent(*, now: dt.datetime) -> AuditEntry | None:
    """Write the entry about all that was taken since the last one; None where nothing was. `now`
    is aware."""
    last = AuditEntry.objects.filter(action=ACTION).order_by("-pk").first()
    after = last.data["to"] if last is not None else 0
    settled = MessageEvent.objects.filter(pk__gt=after, at__lte=now - SETTLED)
    until = settled.aggregate(newest=Max("pk"))["newest"]
    if until is None:
        return None
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
    """Compare every entry with the events that it names. Reads them in pieces."""
    entries = events = 0
    for entry in AuditEntry.objects.filter(action=ACTION).order_by("pk").iterator():
        said = entry.data
        if "sha256" not in said:
            continue  # the details of an old entry are removed where the district wants that
        number, digest = _fingerprint(said["from"] - 1, said["to"])
        entries, events = entries + 1, events + number
        if (number, digest) != (said["events"], said["sha256"]):
            differs = (
                f"What the entry of {entry.at:%Y-%m-%d %H:%M} UTC names is not as it was: "
                f"{number:,} events of {said['events']:,}, or another content."
            )
            return Checked(entries, events, differs)
    return Checked(entries, events)


def _fingerprint(after: int, until: int) -> tuple[int, str]:
    number, digest = 0, hashlib.sha256()
    for line in _lines(after, until):
        digest.update(line.encode())
        number += 1
    return number, digest.hexdigest()


def _lines(after: int, until: int) -> Iterator[str]:
    rows = MessageEvent.objects.filter(pk__gt=after, pk__lte=until, state__in=TAKEN).order_by("pk")
    values = rows.values_list("pk", "message", "state", "at")
    for pk, message, state, at in values.iterator(chunk_size=AT_ONCE):
        yield f"{pk} {message} {state} {at.astimezone(dt.UTC).isoformat()}\n"


def _senders(after: int, until: int) -> dict[str, int]:
    """How many messages each sender has: {"email news@larkspur.example": 312}. Those whose message
    is deleted by now are not among them."""
    taken = MessageEvent.objects.filter(pk__gt=after, pk__lte=until, state__in=TAKEN)
    rows: Any = (
        Message.objects.filter(pk__in=taken.values("message"))
        .order_by()
        .values_list("channel", "from_email")
        .annotate(number=Count("pk"))
    )
    found: dict[str, int] = {}
    for channel, from_email, number in rows:
        sender = text_sender() if channel == Channel.TEXT else parseaddr(from_email)[1].lower()
        name = f"{channel} {sender}".rstrip()
        found[name] = found.get(name, 0) + number
    return found
