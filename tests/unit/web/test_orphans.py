"""Processes of the worker, when the first one is killed without a word."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux is asked")

# As the worker's: one that watches, and below it one that works.
PROGRAM = """
import os, sys, time
from district_cms.web.queue.worker_processes import end_with_the_parent
if sys.argv[1] == "told":
    end_with_the_parent()
if os.fork() == 0:
    if os.fork() == 0:
        print(os.getppid(), os.getpid(), flush=True)
    time.sleep(60)
time.sleep(60)
"""


@pytest.fixture(params=["told", "not told"])
def family(request: pytest.FixtureRequest) -> Iterator[tuple[bool, int, list[int]]]:
    """Whether they were told to end with their parents, the first process, and those below it."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, request.param], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        below = [int(each) for each in first.stdout.readline().split()]
        try:
            yield request.param == "told", first.pid, below
        finally:
            first.kill()
            for pid in below:
                if _lives(pid):
                    os.kill(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_they_end_with_it(family: tuple[bool, int, list[int]]) -> None:
    told, first, below = family
    assert [_lives(pid) for pid in below] == [True, True]
    os.kill(first, signal.SIGKILL)
    end = time.monotonic() + (30 if told else 1)
    while any(map(_lives, below)) and time.monotonic() < end:
        time.sleep(0.05)
    assert [_lives(pid) for pid in below] == [not told, not told]
