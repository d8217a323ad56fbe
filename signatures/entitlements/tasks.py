"""What the queue calls."""

from django.utils import timezone

from .retention import forget_old


def forget() -> str:
    """Each night: delete evidence that has served, and what ended a year ago."""
    return f"{forget_old(now=timezone.now())} rows"
