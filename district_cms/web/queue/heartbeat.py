"""Whether a worker lives: each of its processes says so every few seconds.

A process that was killed says nothing any more. Once it has been silent for `SILENCE`, what it had
taken up is free for others.
"""

import datetime as dt
import logging
import socket
import threading
import time
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import Error, connection
from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django_q.signals import post_spawn

from ..models import WorkerSign

log = logging.getLogger("district")

EVERY: Final = 10
"""Seconds between two signs."""
SILENCE: Final = dt.timedelta(seconds=45)
"""Longer than a sign may be late: a busy SQLite makes a writer wait for some seconds."""
KEPT: Final = dt.timedelta(days=1)
"""Signs of processes that are gone are kept so long. One that lives writes the next."""

_own: dict[str, str] = {}


def own_name() -> str:
    """The name under which this process says that it lives; "" where it is no worker's."""
    return _own.get("name", "")


def begin(**kwargs: Any) -> None:
    """Called in each new process of the worker (`post_spawn`): says at once that it lives, and
    goes on doing so in a thread until the process ends."""
    threading.Thread(target=_go_on, args=(beat(),), name="heartbeat", daemon=True).start()


def give_up_name() -> None:
    """A task failed and may hold claims that it could not give back: nobody lives any more under
    their name, so the next sweep frees them. Until the next sign of life claims carry no name."""
    _own.pop("name", None)


def say_so(name: str, *, now: dt.datetime | None = None) -> None:
    """Write down that the process of this name lives at `now` (aware; the present by default)."""
    now = now or timezone.now()
    seen = WorkerSign.objects.filter(name=name).update(seen_at=now)
    if not seen:
        WorkerSign.objects.filter(seen_at__lt=now - KEPT).delete()
        WorkerSign.objects.create(
            name=name,
            host=socket.gethostname()[:120],
            settings=settings.RUNS_WITH,
            started_at=now,
            seen_at=now,
        )


def _go_on(name: str) -> None:
    while True:
        time.sleep(EVERY)
        try:
            name = beat(name)
        except Error as error:  # an `InterfaceError` too, which is no `DatabaseError`
            # Another try in ten seconds; the thread must outlive a database that starts again.
            log.warning("no sign of life could be written: %s", type(error).__name__)
            connection.close()


def beat(name: str = "") -> str:
    """Write down that the process lives, under a new name where it has none or gave up this one.
    Returns the name."""
    if name and name == own_name():
        say_so(name)
        return name
    WorkerSign.objects.filter(name=name).delete()
    say_so(new := uuid4().hex)
    _own["name"] = new
    return new


def living(now: dt.datetime, silence: dt.timedelta = SILENCE) -> set[str]:
    """The names of the processes that were not silent for so long at `now` (aware)."""
    heard = WorkerSign.objects.filter(seen_at__gte=now - silence)
    return set(heard.values_list("name", flat=True))


def last_sign() -> QuerySet[WorkerSign]:
    """The newest sign of any worker, as a query; none where there never was one."""
    newest = WorkerSign.objects.order_by("-seen_at").values("seen_at")[:1]
    return WorkerSign.objects.filter(seen_at=Subquery(newest))


def connect() -> None:
    """Let each process of the worker begin when the queue starts it."""
    post_spawn.connect(begin, dispatch_uid="web.heartbeat")
