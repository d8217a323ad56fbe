"""What the queue calls."""

from django.utils import timezone

from .services import forget_contacts, notify_office


def send_notices() -> str:
    """Tell the office of new reports and of those that are due."""
    return f"{notify_office()} mails"


def forget() -> str:
    """Each night: delete how to reach people whose reports have been closed for 90 days."""
    return f"{forget_contacts(now=timezone.now())} contacts"
