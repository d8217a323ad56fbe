"""The task of the queue that writes letters on weekdays."""

from django_q.tasks import async_task

from .services import write_letters

SEND = "notifications.guardians.letter.tasks.send_letters"


def send_letters(after: str = "") -> str:
    """Write some letters and reminders; if addresses are left, queue the next task."""
    written = write_letters(after=after)
    if written.last:
        async_task(SEND, written.last)
    return f"{written.letters} letters, {written.reminders} reminders"
