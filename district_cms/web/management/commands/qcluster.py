"""The worker: django-q2's own command, whose processes may be killed one by one or all at once."""

from typing import Any

from django_q import cluster
from django_q.management.commands.qcluster import Command as OfTheQueue

from ...queue.worker_processes import SafeQueue, end_with_the_parent, shared


class Command(OfTheQueue):
    def handle(self, *args: Any, **options: Any) -> None:
        # What it locks while it hands work on; its semaphore and events are held for a moment only.
        vars(cluster).update(Queue=SafeQueue, Value=shared)
        end_with_the_parent()
        super().handle(*args, **options)
