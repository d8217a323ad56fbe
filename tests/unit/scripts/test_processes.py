"""Parallel programs, with real ones: everything that was started has ended afterwards."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.processes import HOST, ROOT, answers, free_port

TIMEOUT = 20  # seconds; only a failing test waits that long

# Each program records its own process and one that it started itself.
STEADY = 'sleep 300 & echo "$$ $!" > {notes}; wait'
STUBBORN = 'trap "" TERM INT; sleep 300 & echo "$$ $!" > {notes}; while :; do wait; done'
SHORT = 'sleep 300 & echo "$$ $!" > {notes}; sleep 0.3; exit 7'

PROGRAM = """
import os, sys
from scripts.processes import run_together, stop_on_signals
stop_on_signals()
programs = {name: ["sh", "-c", script] for name, script in zip(sys.argv[1::2], sys.argv[2::2])}
sys.exit(run_together(programs, os.environ, timeout=0.3))
"""


def until(reached: Callable[[], bool]) -> bool:
    end = time.monotonic() + TIMEOUT
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
    # A zombie process counts as dead.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith(b"Z")


@pytest.mark.parametrize(
    ("scripts", "number", "code", "words"),
    [
        ({"website": STEADY, "worker": STEADY}, signal.SIGINT, 0, "Ending the website and the"),
        ({"website": STEADY, "worker": STUBBORN}, signal.SIGTERM, 0, "Ending the website and the"),
        ({"website": STEADY, "worker": STEADY}, signal.SIGHUP, 0, "Ending the website and the"),
        ({"website": STEADY, "worker": SHORT}, None, 1, "The worker stopped by itself (exit code"),
    ],
    ids=["Ctrl-C", "a stubborn one", "a closed terminal", "one that stops by itself"],
)
def test_everything_that_was_started_is_gone_at_the_end(
    tmp_path: Path, scripts: dict[str, str], number: signal.Signals | None, code: int, words: str
) -> None:
    notes = {name: tmp_path / name for name in scripts}
    arguments = [p for n, s in scripts.items() for p in (n, s.format(notes=notes[n]))]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert until(lambda: all(n.exists() and n.read_text().strip() for n in notes.values()))
        started = [int(pid) for note in notes.values() for pid in note.read_text().split()]
        if number:
            process.send_signal(number)
        output, _errors = process.communicate(timeout=TIMEOUT)
    finally:
        process.kill()
    assert process.returncode == code
    assert words in output
    assert until(lambda: not any(map(is_alive, started)))


def test_a_server_that_is_not_there_does_not_answer() -> None:
    with socket.socket() as taken:  # prevents the port from being assigned in between
        taken.bind((HOST, 0))
        assert not answers(f"http://{HOST}:{free_port()}/")
