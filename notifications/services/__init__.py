"""Every write of the outbox."""

from .dispatch import BATCH, Dispatched, claim_batch, dispatch_batch, goes_on_at, next_channel
from .enqueue import (
    cancel_contents,
    cancel_waiting,
    dispatch_at_commit,
    enqueue_message,
    queue_dispatch,
)
from .pausing import current_pause, pause, resume
from .results import note_all_evidence, settle
from .sent_log import Checked, check_sent, note_sent
from .sweep import (
    Resolved,
    Swept,
    is_sending,
    resolve_unknown,
    send_unconfirmed,
    sweep_stale,
    unconfirmed,
)

__all__ = [
    "BATCH",
    "Checked",
    "Dispatched",
    "Resolved",
    "Swept",
    "cancel_contents",
    "cancel_waiting",
    "check_sent",
    "claim_batch",
    "current_pause",
    "dispatch_at_commit",
    "dispatch_batch",
    "enqueue_message",
    "goes_on_at",
    "is_sending",
    "next_channel",
    "note_all_evidence",
    "note_sent",
    "pause",
    "queue_dispatch",
    "resolve_unknown",
    "resume",
    "send_unconfirmed",
    "settle",
    "sweep_stale",
    "unconfirmed",
]
