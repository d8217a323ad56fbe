"""Asking the queue to send. One task sends one batch, whatever number of messages waits."""

from collections.abc import Sequence

from django.db import connection, transaction
from django_q.tasks import async_task

DISPATCH = "notifications.tasks.dispatch"


def queue_dispatch(last: str = "", broken: Sequence[str] = ()) -> None:
    """Ask for one batch to be sent, now; of which channel see `tasks.dispatch`."""
    async_task(DISPATCH, last, list(broken))


def dispatch_at_commit() -> None:
    """Ask for a batch once the transaction is committed; once, however often this is called."""
    # A savepoint that is rolled back takes its own requests out of this list again.
    waiting = any(entry[1] is queue_dispatch for entry in connection.run_on_commit)
    if not waiting:
        # Robust: with a broker that is down the message still waits, and the sweep finds it.
        transaction.on_commit(queue_dispatch, robust=True)
