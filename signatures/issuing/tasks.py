"""Tasks of the queue."""

from django.utils import timezone

from .mails import mail_requested, tell_outdated
from .services import forget_old


def renewals() -> str:
    """Runs each weekday morning: mails people whose signature has changed, and deletes old
    records."""
    notified = tell_outdated()
    # Mails that failed when the office asked.
    again = mail_requested()
    forgotten = forget_old(now=timezone.now())
    return f"{notified} mails, {again} mails for the office, {forgotten} old records deleted"


def ask_for_signatures() -> str:
    """Mails people whom the office has just asked."""
    return f"{mail_requested()} mails"
