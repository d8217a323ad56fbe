"""Runs a few long-lived programs side by side and ends all of them together.

The demo needs a web server and a worker in one terminal. A shell with `&` and `trap` does not
do: programs that a non-interactive shell starts in the background ignore Ctrl-C, and what they
started themselves stays behind. Here each program leads a process group of its own, so that
the terminal's Ctrl-C reaches nobody but us, and the group tells what is left to end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Seconds. A leader ends its own helpers when it is asked politely (django-q finishes the running
# task); what is left of its group then gets a shorter notice, and at last no choice.
LEADER_GRACE = 5.0
GROUP_GRACE = 1.0
POLL = 0.1


@dataclass(frozen=True, slots=True)
class Service:
    """A program to keep running: what people call it, and how it is started."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    folder: Path | None = None


@dataclass(slots=True)
class Running:
    """A started service; `process.pid` is also the id of its process group."""

    service: Service
    process: subprocess.Popen[bytes]

    def signal_group(self, number: signal.Signals) -> None:
        # The group may have gone between the look and the signal.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def group_is_alive(self) -> bool:
        """True while any member of the group is left, grandchildren included."""
        self.process.poll()  # a leader that ended and was not waited for would count as alive
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


@dataclass(slots=True)
class Supervisor:
    """Starts services, watches them, and ends every one of them.

    `say` receives the sentences for people. `when_started` is called once after the start and
    then about ten times a second until it returns True; it is the place to notice that a server
    answers.
    """

    services: Sequence[Service]
    say: Callable[[str], None] = print
    when_started: Callable[[], bool] | None = None
    leader_grace: float = LEADER_GRACE
    group_grace: float = GROUP_GRACE
    running: list[Running] = field(default_factory=list)
    asked_to_end: int = 0

    def run(self) -> int:
        """Returns the exit code: 0 when a person ended it, 1 when a service stopped by itself."""
        with self._own_signal_handlers():
            try:
                for service in self.services:
                    if not self.asked_to_end:
                        self.running.append(_start(service))
                stopped = self._watch()
            finally:
                self._end_all()
        if stopped is None:
            return 0
        return 1

    def _watch(self) -> Running | None:
        """Waits for a signal (None) or for the first service that stops by itself."""
        waiting_for_start = self.when_started
        while not self.asked_to_end:
            for each in self.running:
                code = each.process.poll()
                if code is not None:
                    self.say(f"The {each.service.name} stopped by itself ({_ending(code)}).")
                    return each
            if waiting_for_start is not None and waiting_for_start():
                waiting_for_start = None
            time.sleep(POLL)
        return None

    def _end_all(self) -> None:
        left = [each for each in self.running if each.process.poll() is None]
        if left:
            names = " and the ".join(each.service.name for each in left)
            self.say(f"Ending the {names}.")
        # Only the leaders first: django-q's own helpers must not be torn away from under it.
        for each in left:
            each.process.terminate()
        self._wait_until(lambda: all(e.process.poll() is not None for e in left), self.leader_grace)
        for number in (signal.SIGTERM, signal.SIGKILL):
            for each in self.running:
                if each.group_is_alive():
                    each.signal_group(number)
            self._wait_until(self._nothing_is_left, self.group_grace)
        for each in self.running:
            # A killed leader is a matter of milliseconds; one that hangs in the kernel is not ours.
            with contextlib.suppress(subprocess.TimeoutExpired):
                each.process.wait(timeout=self.group_grace)

    def _nothing_is_left(self) -> bool:
        return not any(each.group_is_alive() for each in self.running)

    def _wait_until(self, reached: Callable[[], bool], seconds: float) -> None:
        """Waits for `reached`, at most `seconds`, and no longer than people's patience:
        a second Ctrl-C cuts the wait short."""
        end = time.monotonic() + seconds
        while not reached() and time.monotonic() < end and self.asked_to_end < 2:
            time.sleep(POLL / 2)

    @contextlib.contextmanager
    def _own_signal_handlers(self) -> Iterator[None]:
        before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
        if before[signal.SIGHUP] is signal.SIG_IGN:
            del before[signal.SIGHUP]  # started under nohup: a closed terminal is no reason to end
        for number in before:
            signal.signal(number, self._note)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.asked_to_end += 1


def _start(service: Service) -> Running:
    sys.stdout.flush()  # our words stand before the child's
    process = subprocess.Popen(
        list(service.command),
        env=None if service.environment is None else dict(service.environment),
        cwd=service.folder,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    return Running(service, process)


def _ending(code: int) -> str:
    """How a program ended, in words: an exit code, or the signal that ended it."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:  # a real-time signal has a number but no name
        return f"signal {-code}"
