"""What the queue calls."""

from django.utils import timezone

from . import notices
from .services import forget_old


def send_notices() -> str:
    """Tell whose it is, and the administrators, of work that failed."""
    return f"{notices.tell()} mails"


def send_log_head() -> str:
    """Each day: let the administrators have the head of the sealed log."""
    return f"{notices.send_log_head()} mails"


def forget() -> str:
    """Each night: delete what has been over for 90 days."""
    return f"{forget_old(now=timezone.now())} rows"
