"""Tasks of the queue for the website itself."""

from django.utils import timezone

from .rate_limits import forget_counters as forget


def forget_counters() -> str:
    """Deletes expired counters. Runs each hour."""
    return f"{forget(now=timezone.now())} counters"
