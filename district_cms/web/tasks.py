"""What the queue calls for the website itself."""

from django.utils import timezone

from .statements.counters import forget_counters as forget
from .versions import forget_places


def forget_counters() -> str:
    """Each hour: delete counters that no longer count, and which pages moved long ago."""
    forget_places()
    return f"{forget(now=timezone.now())} counters"
