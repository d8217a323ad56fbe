"""No process of the worker outlives the one that started it.

django-q2 stops its processes by a message of the first one. Killed with -9 that one says nothing:
its processes would go on without it, a supervisor would start a second worker beside them, and
everything that is due would be done by two. So the kernel ends each with its parent. What it was at
is taken up as after any sudden end: `heartbeat`.
"""

import ctypes
import os
import signal
from typing import Final

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
