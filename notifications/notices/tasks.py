"""What the queue calls for notices. What is written is written once, however often this runs."""

from django_q.tasks import async_task

from ..models import Standing
from .writing import KINDS, write_all

WRITE = "notifications.notices.tasks.write"


def write(kind: str, pk: int) -> str:
    """Write the messages of one notice; what takes longer than one task may is gone on with."""
    notice = KINDS[kind]._default_manager.get(pk=pk)
    done = write_all(notice)
    if not done:
        async_task(WRITE, kind, pk)
    return "written" if done else "goes on"


def go_on() -> str:
    """Each minute: go on with what a worker that died left, or a queue that lost the request."""
    number = 0
    for kind, model in KINDS.items():
        for pk in model._default_manager.filter(standing=Standing.SENDING).values_list(
            "pk", flat=True
        ):
            async_task(WRITE, kind, pk)
            number += 1
    return f"{number} notices"
