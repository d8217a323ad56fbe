"""The outbox's tasks in the queue. Messages count their own tries, so running twice is safe."""

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
    """Send one batch of one channel, and queue the next batch while messages are due, now or in a
    moment: a provider often needs a rest of only a second.

    Of channels with equally urgent messages, another than `last` is next. A `broken` channel waits
    for the next sweep: it must neither delay the others nor be retried endlessly.
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
    """Each minute: free what dead workers left, resolve unknown messages, and start sending due
    ones."""
    now = timezone.now()
    swept = sweep_stale(now)
    resolved = resolve_unknown(now)
    if not is_sending(now):
        # A rest may end just after this minute's sweep: the next one comes a whole minute later.
        _wait_a_moment()
        go_on()
    return f"{swept}; {resolved}" if resolved.number else str(swept)


def go_on(last: str = "", broken: Sequence[str] = ()) -> None:
    """Queue a batch if messages are due; arguments as for `dispatch`."""
    if next_channel(last, broken):
        queue_dispatch(last, broken)


def _wait_a_moment() -> None:
    now = timezone.now()
    first = next_send_at(now + MOMENT)
    if first is not None and not next_channel():
        time.sleep((first - now).total_seconds())


def note_origin() -> str:
    """Write into the audit log what left since yesterday, and by which sender."""
    entry = note_sent(now=timezone.now())
    return f"{entry.data['events']} events" if entry is not None else "nothing was sent"


def password_reset(address: str, language: str) -> str:
    """Write the link for a new password, if the address belongs to an account."""
    send_reset_link(address=address, language=language)
    return "done"  # does not reveal whether the account exists
