"""Every write of the outbox."""

from .dispatch import BATCH, Dispatched, claim_batch, dispatch_batch, settle
from .enqueue import cancel_waiting, enqueue_message
from .evidence import note_all_evidence, note_evidence
from .queue import dispatch_at_commit, queue_dispatch
from .restored import cancel_what_waits
from .sweep import Swept, is_sending, sweep_stale

__all__ = [
    "BATCH",
    "Dispatched",
    "Swept",
    "cancel_waiting",
    "cancel_what_waits",
    "claim_batch",
    "dispatch_at_commit",
    "dispatch_batch",
    "enqueue_message",
    "is_sending",
    "note_all_evidence",
    "note_evidence",
    "queue_dispatch",
    "settle",
    "sweep_stale",
]
