"""What the queue calls for the outbox. Messages count their own tries: running twice is safe."""

import time
from collections.abc import Sequence

from django.utils import timezone

from district_cms.web.queue.heartbeat import give_up_name

from .password_reset import send_reset_link
from .services import (
    claim_batch,
    dispatch_batch,
    is_sending,
    next_channel,
    next_send_at,
    note_sent,
    queue_dispatch,
    resolve_unknown,
    sweep_stale,
)
from .services.rate_limit import MOMENT


def dispatch(last: str = "", broken: Sequence[str] = ()) -> str:
    """Send one batch of one channel, and ask for the next one while messages are due, or will be in
    a moment: a provider often wants to be left alone for a second only.

    Of channels with equally urgent messages it is not the `last` one's turn. One of the `broken`
    has no other before the next sweep: it must not hold up what works, nor be tried without end.
    """
    channel = next_channel(last, broken)
    try:
        done = dispatch_batch(claim_batch(channel=channel) if channel else [], broken)
    except Exception:
        give_up_name()
        go_on(channel, (*broken, channel))
        raise
    _wait_a_moment()
    go_on(channel, broken)
    return str(done)


def sweep() -> str:
    """Each minute: tidy up after dead workers, see to what stayed unknown, and start sending what
    has become due."""
    now = timezone.now()
    swept = sweep_stale(now)
    resolved = resolve_unknown(now)
    if not is_sending(now):
        go_on()
    return f"{swept}; {resolved}" if resolved.number else str(swept)


def go_on(last: str = "", broken: Sequence[str] = ()) -> None:
    """Ask for a batch where messages are due; as `dispatch`."""
    if next_channel(last, broken):
        queue_dispatch(last, broken)


def _wait_a_moment() -> None:
    now = timezone.now()
    first = next_send_at(now + MOMENT)
    if first is not None and not next_channel():
        time.sleep((first - now).total_seconds())


def note_origin() -> str:
    """Write into the log what left since yesterday, and by which sender."""
    entry = note_sent(now=timezone.now())
    return f"{entry.data['events']} events" if entry is not None else "nothing was sent"


def password_reset(address: str, language: str) -> str:
    """Write the link for a new password, if the address belongs to an account."""
    send_reset_link(address=address, language=language)
    return "done"  # says nothing about whether there is such an account
