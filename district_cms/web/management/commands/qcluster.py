"""Runs the worker: django-q2's command, with processes that survive when some are killed."""

from typing import Any

from django_q import cluster
from django_q.management.commands.qcluster import Command as OfTheQueue

from ...queue.worker_processes import SafeQueue, end_with_the_parent, shared


class Command(OfTheQueue):
    def handle(self, *args: Any, **options: Any) -> None:
        # Replaces the locks that are held while work is handed on; its semaphore and events are
        # held only for a moment.
        vars(cluster).update(Queue=SafeQueue, Value=shared)
        end_with_the_parent()
        super().handle(*args, **options)
