"""What the queue calls for the website itself."""

from django.utils import timezone

from .statements.counters import forget_counters as forget


def forget_counters() -> str:
    """Each hour: delete counters that no longer count."""
    return f"{forget(now=timezone.now())} counters"
