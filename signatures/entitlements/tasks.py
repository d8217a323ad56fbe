"""What the queue calls."""

from django.utils import timezone

from .reminders import remind
from .retention import forget_old


def remind_of_ends() -> str:
    """Each morning: tell people what ends within 30 days."""
    return f"{remind()} mails"


def forget() -> str:
    """Each night: delete evidence that has served, and what ended a year ago."""
    return f"{forget_old(now=timezone.now())} rows"
