"""Tasks of the queue."""

from django.utils import timezone

from .services import forget_former


def forget() -> str:
    """Deletes students whose time on the list ended 90 days ago. Runs each night."""
    return f"{forget_former(today=timezone.localdate())} students"
