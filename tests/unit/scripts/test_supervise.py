"""The supervisor with real programs: what it started is gone when it ends, whatever ended it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 20  # seconds; only a failing test waits that long

# Each service notes its own process and one that it started itself.
STEADY = 'sleep 300 & echo "$$ $!" > {notes}; wait'
STUBBORN = 'trap "" TERM INT; sleep 300 & echo "$$ $!" > {notes}; while :; do wait; done'
SHORT = 'sleep 300 & echo "$$ $!" > {notes}; sleep 0.3; exit 7'

DRIVER = """
import sys
from scripts.supervise import Service, Supervisor
services = [Service(name, ["sh", "-c", script]) for name, script in zip(
    sys.argv[2::2], sys.argv[3::2], strict=True)]
sys.exit(Supervisor(services, leader_grace=float(sys.argv[1]), group_grace=0.3).run())
"""


def until(reached: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.02)
    return False


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A dead process that nobody waits for is dead all the same.
    shown = ["cat", f"/proc/{pid}/stat"] if Path("/proc/self").exists() else ["ps", "-p", str(pid)]
    said = subprocess.run(shown, capture_output=True, text=True, check=False).stdout
    return bool(said) and ") Z " not in said and "<defunct>" not in said


class Supervised:
    """A supervisor in a process of its own, with its services' notes."""

    def __init__(self, folder: Path, leader_grace: float = 0.3, **scripts: str) -> None:
        self.notes = {name: folder / name for name in scripts}
        arguments = [
            part
            for name, script in scripts.items()
            for part in (name, script.format(notes=self.notes[name]))
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(leader_grace), *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def pids(self) -> list[int]:
        assert until(lambda: all(n.exists() and n.read_text().strip() for n in self.notes.values()))
        return [int(pid) for note in self.notes.values() for pid in note.read_text().split()]

    def end(self) -> tuple[int, str]:
        said, _nothing = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    started: list[Supervised] = []

    def start(**options: Any) -> Supervised:
        started.append(Supervised(tmp_path, **options))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_program_and_what_it_started(
    supervise: Callable[..., Supervised], number: signal.Signals
) -> None:
    supervised = supervise(website=STEADY, worker=STEADY)
    pids = supervised.pids()
    assert len(pids) == 4

    supervised.process.send_signal(number)
    code, said = supervised.end()

    assert code == 0
    assert "Ending the website and the worker." in said
    assert until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_program_that_stops_by_itself_is_named_and_ends_the_others(
    supervise: Callable[..., Supervised],
) -> None:
    supervised = supervise(website=STEADY, worker=SHORT)
    pids = supervised.pids()

    code, said = supervised.end()

    assert code == 1
    assert "The worker stopped by itself (exit code 7)." in said
    assert "Ending the website." in said
    assert until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_program_that_ignores_the_request_to_end_is_killed(
    supervise: Callable[..., Supervised],
) -> None:
    supervised = supervise(worker=STUBBORN)
    pids = supervised.pids()

    supervised.process.send_signal(signal.SIGINT)
    code, _said = supervised.end()

    assert code == 0
    assert until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_second_signal_cuts_the_wait_short(supervise: Callable[..., Supervised]) -> None:
    # Without the second signal the supervisor would wait longer than this test does.
    supervised = supervise(worker=STUBBORN, leader_grace=100 * PATIENCE)
    pids = supervised.pids()

    # Two of one kind could reach the process as one.
    supervised.process.send_signal(signal.SIGINT)
    supervised.process.send_signal(signal.SIGTERM)
    code, _said = supervised.end()

    assert code == 0
    assert until(lambda: not any(is_alive(pid) for pid in pids))
