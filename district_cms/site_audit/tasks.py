"""Tasks of the queue. Every batch queues the next one."""

from django.utils import timezone

from .batches import work
from .models import AuditRun
from .services import queue_batch, start_run


def start_audit() -> str:
    """Checks live pages that changed, or whose rules changed. Runs each night."""
    run, new = start_run(asked_by="nightly")
    return f"run {run.pk} {'begins' if new else 'is on its way'}"


def work_on(run_id: int) -> str:
    """Works on one batch of a run."""
    if work(run_id):
        queue_batch(run_id)
        return f"run {run_id} goes on"
    return f"run {run_id}: nothing more to do"


def resume() -> str:
    """Continues runs that nobody works on after a crash. Runs every few minutes."""
    runs = list(AuditRun.objects.left_alone(timezone.now()))
    for run in runs:
        queue_batch(run.pk)
    return f"{len(runs)} runs"
