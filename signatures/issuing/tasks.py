"""What the queue calls."""

from django.utils import timezone

from .mails import mail_requested, tell_outdated
from .services import forget_old


def renewals() -> str:
    """Each working morning: tell those whose signature has changed; forget what is long over."""
    told = tell_outdated()
    # Whose email could not be written when the office asked.
    again = mail_requested()
    forgotten = forget_old(now=timezone.now())
    return f"{told} mails, {again} asked again, {forgotten} old signatures forgotten"


def ask_for_signatures() -> str:
    """The office asked those who have not copied the newest."""
    return f"{mail_requested()} mails"
