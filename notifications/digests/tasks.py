"""What the queue calls for families: digests every few minutes, tidying up at night."""

import datetime as dt

from django.utils import timezone

from ..retention import forget_old
from .services import write_due_digests


def write_digests() -> str:
    """Write the digests of a window that is over. Does nothing when they are written."""
    return str(write_due_digests())


def forget(now: dt.datetime | None = None) -> str:
    """Delete what we no longer need to know of families."""
    return str(forget_old(now=now or timezone.now()))
