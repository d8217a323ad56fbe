"""What the queue calls."""

from django.utils import timezone

from .notices import tell
from .services import forget_old


def send_notices() -> str:
    """Tell whose it is, and the administrators, of work that failed."""
    return f"{tell()} mails"


def forget() -> str:
    """Each night: delete what has been over for 90 days."""
    return f"{forget_old(now=timezone.now())} rows"
