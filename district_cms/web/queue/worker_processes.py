"""Locks of the worker's processes which none of them takes along when it is killed.

`multiprocessing` counts a lock in shared memory: a process that is killed while it holds one (by
the kernel for want of memory, by an operator) never gives it back. A worker that waits for work
holds the lock of the queue, and without it no other one ever gets any: all live, say so, and do
nothing. What a process has locked of a file, the kernel takes back when the process ends, however
it ends.
"""

import ctypes
import datetime as dt
import errno
import fcntl
import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final
from uuid import uuid4
from weakref import finalize

from django.conf import settings
from django.db import Error, connection
from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django_q.queues import Queue
from django_q.signals import post_spawn

from ..models import WorkerSign

_STEP: Final = 0.05
"""Seconds between two tries of someone who waits for a lock only so long."""


class KernelLock:
    """A lock between a process and its forks, which its holder may take again.

    What forks from a holder does not hold it.
    """

    def __init__(self) -> None:
        self._file = _without_name()  # open as long as the lock is there
        finalize(self, os.close, self._file)
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._threads = threading.RLock()
        self._owner, self._depth = 0, 0

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Whether it was had: at once, within `timeout` seconds, or else whenever it is free."""
        if self._pid != os.getpid():
            self._begin()
        if not block:
            timeout = 0
        end = None if timeout is None else time.monotonic() + timeout
        if not self._threads.acquire(timeout=-1 if timeout is None else max(timeout, 0)):
            return False
        try:
            had = self._depth > 0 or self._lock(end)
        except BaseException:  # a signal's
            self._threads.release()
            raise
        if had:
            self._owner, self._depth = threading.get_ident(), self._depth + 1
        else:
            self._threads.release()
        return had

    def _lock(self, end: float | None) -> bool:
        while end is None:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            except OSError as error:
                # The kernel takes all threads of a process for one, and refuses what would be a
                # circle if they were: of a worker, one reads tasks, and the other writes answers.
                # The queue takes its locks in one order, so that there is no real one.
                if error.errno != errno.EDEADLK:
                    raise
                time.sleep(_STEP)
            else:
                return True
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(_STEP)
            else:
                return True

    def release(self) -> None:
        """Raises RuntimeError where this thread of this process does not have it."""
        if (self._pid, self._owner) != (os.getpid(), threading.get_ident()):
            raise RuntimeError("This lock is not held here.")
        self._depth -= 1
        if not self._depth:
            self._owner = 0
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *raised: object) -> None:
        self.release()


def _without_name() -> int:
    """A new file that nobody else can open."""
    if hasattr(os, "memfd_create"):  # of Linux: it needs no folder to write to
        return os.memfd_create("lock")
    number, name = tempfile.mkstemp(prefix="lock-")
    Path(name).unlink()
    return number


def shared(kind: str, start: float) -> Any:
    """A number that processes share, as `multiprocessing.Value` makes it, with such a lock."""
    lock: Any = KernelLock()  # one of its own kinds, it would have
    return multiprocessing.Value(kind, start, lock=lock)


class SafeQueue(Queue):
    """The queue between the processes of django-q2, with such locks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rlock = KernelLock()
        self._wlock = KernelLock()
        self.size.count = shared("i", 0)


_PR_SET_PDEATHSIG: Final = 1
_DEEPEST: Final = 2
"""The process that watches is forked from the first one, and those that work from that."""


def end_with_the_parent() -> None:
    """From now on each process that forks from this one, and each that forks from those, ends when
    its parent does. Linux only: elsewhere nothing is changed."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return
    parent, depth = 0, 0

    def before() -> None:
        nonlocal parent
        parent = os.getpid()

    def in_child() -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            return
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before the kernel was asked
            os._exit(1)

    os.register_at_fork(before=before, after_in_child=in_child)


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
