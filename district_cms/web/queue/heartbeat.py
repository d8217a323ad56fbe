"""Signs of life: each worker process writes one every few seconds.

A killed process stops writing. After `SILENCE`, other workers may take over its claimed work.
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
"""Longer than the delay of a sign: a busy SQLite makes a writer wait for some seconds."""
KEPT: Final = dt.timedelta(days=1)
"""How long signs of ended processes are stored. A new process deletes older ones."""

_own: dict[str, str] = {}


def own_name() -> str:
    """Returns the name under which this process writes its signs of life; "" if it is no worker."""
    return _own.get("name", "")


def begin(**kwargs: Any) -> None:
    """Called in each new process of the worker (`post_spawn`): writes a sign of life at once, then
    regularly in a thread until the process ends."""
    threading.Thread(target=_go_on, args=(beat(),), name="heartbeat", daemon=True).start()


def give_up_name() -> None:
    """Drops the name after a task failed that may hold claims which it could not release. Without
    signs under the old name, the next sweep frees them. Until the next sign of life, claims carry
    no name."""
    _own.pop("name", None)


def say_so(name: str, *, now: dt.datetime | None = None) -> None:
    """Records that the process of this name is alive at `now` (aware; default: the present)."""
    now = now or timezone.now()
    updated = WorkerSign.objects.filter(name=name).update(seen_at=now)
    if not updated:
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
        except Error as error:  # includes `InterfaceError`, which is no `DatabaseError`
            # Tries again in ten seconds; the thread must survive a restart of the database.
            log.warning("could not write a sign of life: %s", type(error).__name__)
            connection.close()


def beat(name: str = "") -> str:
    """Records that the process is alive, under a new name if it has none or gave it up. Returns the
    name."""
    if name and name == own_name():
        say_so(name)
        return name
    WorkerSign.objects.filter(name=name).delete()
    say_so(new := uuid4().hex)
    _own["name"] = new
    return new


def living(now: dt.datetime, silence: dt.timedelta = SILENCE) -> set[str]:
    """Returns the names of the processes with a sign of life within `silence` before `now`
    (aware)."""
    recent = WorkerSign.objects.filter(seen_at__gte=now - silence)
    return set(recent.values_list("name", flat=True))


def last_sign() -> QuerySet[WorkerSign]:
    """Returns the newest sign of any worker, as a query; empty if there was none."""
    newest = WorkerSign.objects.order_by("-seen_at").values("seen_at")[:1]
    return WorkerSign.objects.filter(seen_at=Subquery(newest))


def connect() -> None:
    """Starts the signs of life in each worker process that the queue starts."""
    post_spawn.connect(begin, dispatch_uid="web.heartbeat")
