"""Tasks of the queue."""

from django.utils import timezone

from .services import forget_contacts, notify_office


def send_notices() -> str:
    """Notifies the office of new and due reports."""
    return f"{notify_office()} mails"


def forget() -> str:
    """Deletes contact details of reports closed for 90 days. Runs each night."""
    return f"{forget_contacts(now=timezone.now())} contacts"
