"""What the queue calls."""

from django.utils import timezone

from .services import forget_former


def forget() -> str:
    """Each night: delete students whose time on the list ended 90 days ago."""
    return f"{forget_former(today=timezone.localdate())} students"
