"""How far work is that takes many tasks: one row for each such work, written as it goes on.

Not inside the transaction of a whole run: what is not committed nobody sees.
"""

from django.db.models import F
from django.utils import timezone

from ..models import LongWork


def begin_work(task: str, *, total: int, step: str = "") -> None:
    """It begins, and there are so many things to do. One query."""
    now = timezone.now()
    LongWork.objects.bulk_create(
        [LongWork(task=task, step=step, total=total, begun_at=now, at=now)],
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["step", "done", "total", "begun_at", "at", "over_at"],
    )


def next_step(task: str, *, step: str, total: int) -> None:
    """The same work goes on with other things. One query."""
    LongWork.objects.filter(task=task).update(step=step, done=0, total=total, at=timezone.now())


def note_done(task: str, more: int) -> None:
    """So many more of them are done. One query."""
    LongWork.objects.filter(task=task).update(done=F("done") + more, at=timezone.now())


def end_work(task: str) -> None:
    """It is over. One query."""
    now = timezone.now()
    LongWork.objects.filter(task=task).update(at=now, over_at=now)
