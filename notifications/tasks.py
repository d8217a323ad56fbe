"""What the queue calls for the outbox. Messages count their own tries: running twice is safe."""

import datetime as dt
import time
from typing import Final

from django.utils import timezone

from .models import Message
from .password_reset import send_reset_link
from .rules.state import State
from .services import (
    claim_batch,
    dispatch_batch,
    is_sending,
    queue_dispatch,
    resolve_unknown,
    sweep_stale,
)
from .services.pausing import held_classes

MOMENT: Final = dt.timedelta(seconds=5)


def dispatch() -> str:
    """Send one batch, and ask for the next one while messages are due, or will be in a moment: a
    provider often wants to be left alone for a second only."""
    done = dispatch_batch(claim_batch())
    _wait_a_moment()
    if _any_due():
        queue_dispatch()
    return str(done)


def sweep() -> str:
    """Each minute: tidy up after dead workers, see to what stayed unknown, and start sending what
    has become due."""
    now = timezone.now()
    swept = sweep_stale(now)
    resolved = resolve_unknown(now)
    if _any_due() and not is_sending(now):
        queue_dispatch()
    return f"{swept}; {resolved}" if resolved.number else str(swept)


def go_on() -> None:
    """Ask for a batch where messages are due."""
    if _any_due():
        queue_dispatch()


def _wait_a_moment() -> None:
    now = timezone.now()
    soon = Message.objects.filter(
        state=State.READY, send_after__gt=now, send_after__lte=now + MOMENT
    )
    first = soon.order_by("send_after").values_list("send_after", flat=True).first()
    if first is not None and not _any_due():
        time.sleep((first - now).total_seconds())


def _any_due() -> bool:
    return bool(Message.objects.due().exclude(message_class__in=held_classes()).exists())


def password_reset(address: str, language: str) -> str:
    """Write the link for a new password, if the address belongs to an account."""
    send_reset_link(address=address, language=language)
    return "done"  # says nothing about whether there is such an account
