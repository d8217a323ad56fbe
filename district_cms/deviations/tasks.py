"""What the queue calls."""

from django.utils import timezone

from . import services


def forget() -> str:
    """Each night: delete explanations that are older than three years."""
    return f"{services.forget(today=timezone.localdate())} explanations"
