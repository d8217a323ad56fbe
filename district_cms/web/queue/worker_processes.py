"""Locks of worker processes that are released when their holder is killed.

`multiprocessing` keeps a lock in shared memory: a process that is killed while it holds one (by the
kernel for lack of memory, by an operator) never releases it. A waiting worker holds the lock of the
queue, so all other workers would stay alive and do nothing. The kernel releases a lock on a file
when its process ends, however it ends.
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
"""Seconds between two attempts while waiting for a lock with a timeout."""


class KernelLock:
    """A reentrant lock between a process and its forks.

    A fork of the holder does not hold it.
    """

    def __init__(self) -> None:
        self._file = _unlinked_file()  # stays open as long as the lock exists
        finalize(self, os.close, self._file)
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._threads = threading.RLock()
        self._owner, self._depth = 0, 0

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Returns True if the lock was acquired: at once, within `timeout` seconds, or after any
        wait."""
        if self._pid != os.getpid():
            self._begin()
        if not block:
            timeout = 0
        end = None if timeout is None else time.monotonic() + timeout
        if not self._threads.acquire(timeout=-1 if timeout is None else max(timeout, 0)):
            return False
        try:
            acquired = self._depth > 0 or self._lock(end)
        except BaseException:  # raised by a signal
            self._threads.release()
            raise
        if acquired:
            self._owner, self._depth = threading.get_ident(), self._depth + 1
        else:
            self._threads.release()
        return acquired

    def _lock(self, end: float | None) -> bool:
        while end is None:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            except OSError as error:
                # The kernel treats all threads of a process as one owner, and refuses a wait that
                # would be a deadlock in that case: in a worker, one thread reads tasks and another
                # writes results. The queue acquires its locks in a fixed order, so a real deadlock
                # is impossible.
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
        """Releases the lock. Raises RuntimeError if this thread of this process does not hold
        it."""
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


def _unlinked_file() -> int:
    """Returns a new file that nobody else can open."""
    if hasattr(os, "memfd_create"):  # Linux: needs no writable folder
        return os.memfd_create("lock")
    number, name = tempfile.mkstemp(prefix="lock-")
    Path(name).unlink()
    return number


def shared(kind: str, start: float) -> Any:
    """Returns a number that processes share, like `multiprocessing.Value`, with a kernel lock."""
    lock: Any = KernelLock()  # `Value` would otherwise make its own kind of lock
    return multiprocessing.Value(kind, start, lock=lock)


class SafeQueue(Queue):
    """The queue between django-q2's processes, with kernel locks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rlock = KernelLock()
        self._wlock = KernelLock()
        self.size.count = shared("i", 0)


_PR_SET_PDEATHSIG: Final = 1
_DEEPEST: Final = 2
"""The guard process forks from the first process, and the workers fork from the guard."""


def end_with_the_parent() -> None:
    """Makes each process that forks from this one, and their forks, end when its parent ends. Linux
    only; does nothing elsewhere."""
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
        if os.getppid() != parent:  # the parent ended before the call
            os._exit(1)

    os.register_at_fork(before=before, after_in_child=in_child)
