"""What the queue calls."""

from django_q.exceptions import TimeoutException
from django_q.tasks import async_task

from .scheduled import publish_due_pages, withdraw_expired

TASK = "district_cms.publishing.tasks.publish_scheduled"


def publish_scheduled() -> str:
    """Take down what has expired and publish what is due."""
    try:
        lines = [*withdraw_expired(), *publish_due_pages()]
    except TimeoutException:
        # One of them took all the time there is, and is put off: the others need not wait.
        async_task(TASK)
        raise
    return f"{len(lines)} pages"
