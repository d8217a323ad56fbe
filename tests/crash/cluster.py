"""The programs of a site, each in a process group of its own: killed in part or whole, and started
again."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .outside import ROOT, Outside


class Program:
    """One of them, with what an operator's supervisor does: start it when it is gone."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], log: Path, **options: Any
    ) -> None:
        self._command, self._environment, self._options = command, environment, options
        self._log = log.open("ab")
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(self._command),
            cwd=ROOT,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **self._options,
        )

    def kill_all(self) -> None:
        """kill -9 to the program and every process that it started: the group is its own."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def keep(self) -> None:
        """Start it again where it ended."""
        if self._process.poll() is not None:
            self._process = self._start()

    def close(self) -> None:
        self.kill_all()
        self._log.close()


class Cluster(Program):
    """`manage.py qcluster`."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        super().__init__([sys.executable, "manage.py", "qcluster"], environment, log)

    def kill_one(self, chance: random.Random) -> bool:
        """kill -9 to one process that sends or fetches tasks. False where there is none yet."""
        found = self.working()
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(chance.choice(found), signal.SIGKILL)
        return True

    def working(self) -> list[int]:
        """The processes below the one that watches them."""
        children = _children()
        watchers = children.get(self._process.pid, [])
        return sorted(pid for watcher in watchers for pid in children.get(watcher, []))


def _children() -> dict[int, list[int]]:
    """The processes of this machine by their parents."""
    found: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                found.setdefault(int(fields[1]), []).append(int(status.parent.name))
    return found


@contextmanager
def cluster(outside: Outside, log: Path) -> Iterator[Cluster]:
    """Runs it; whatever is left of it goes at the end."""
    running = Cluster(outside.environment, log)
    try:
        yield running
    finally:
        running.close()
