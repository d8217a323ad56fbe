"""What the queue calls."""

from django.utils import timezone

from .drift import forget_old, tell_outdated


def renewals() -> str:
    """Each working morning: tell those whose signature has changed; forget what is long over."""
    told = tell_outdated()
    return f"{told} mails, {forget_old(now=timezone.now())} old signatures forgotten"
