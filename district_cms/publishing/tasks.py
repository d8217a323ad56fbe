"""Tasks of the queue."""

from django_q.exceptions import TimeoutException
from django_q.tasks import async_task

from .scheduled import publish_due_pages, withdraw_expired

TASK = "district_cms.publishing.tasks.publish_scheduled"


def publish_scheduled() -> str:
    """Takes down expired pages and publishes due ones."""
    try:
        lines = [*withdraw_expired(), *publish_due_pages()]
    except TimeoutException:
        # One page used up the time limit and is postponed: a new task handles the others.
        async_task(TASK)
        raise
    return f"{len(lines)} pages"
