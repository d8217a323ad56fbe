"""Locks of the worker's processes which none of them takes along when it is killed.

`multiprocessing` counts a lock in shared memory: a process that is killed while it holds one (by
the kernel for want of memory, by an operator) never gives it back. A worker that waits for work
holds the lock of the queue, and without it no other one ever gets any: all live, say so, and do
nothing. What a process has locked of a file, the kernel takes back when the process ends, however
it ends.
"""

import ctypes
import errno
import fcntl
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final
from weakref import finalize

from django_q.queues import Queue

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
