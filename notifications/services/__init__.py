"""Every write of the outbox."""

from .answers import settle
from .dispatch import BATCH, Dispatched, claim_batch, dispatch_batch, goes_on_at, next_channel
from .enqueue import cancel_contents, cancel_waiting, enqueue_message
from .evidence import note_all_evidence, note_evidence
from .origin import Checked, Skipped, check_sent, note_sent
from .pausing import current_pause, pause, resume
from .queue import dispatch_at_commit, queue_dispatch
from .resolving import Resolved, resolve_unknown, send_unconfirmed, unconfirmed
from .sweep import Swept, is_sending, sweep_stale

__all__ = [
    "BATCH",
    "Checked",
    "Dispatched",
    "Resolved",
    "Skipped",
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
    "note_evidence",
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
