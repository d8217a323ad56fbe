"""Programs that another one of ours needs beside it: started, waited for, and ended whole."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scripts.demo import HOST, ROOT, answers

START_PATIENCE = 60.0  # seconds
STOP_PATIENCE = 10.0
# The last lines of what a program said, enough to see why it failed.
TAIL = 40


class WebsiteFailed(Exception):
    """The website did not start; the message carries what it said."""


def free_port() -> int:
    """A port of the loopback address on which nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def last_lines(said: str) -> str:
    """The end of what a program said."""
    return "\n".join(said.splitlines()[-TAIL:])


def end_of(log: Path) -> str:
    """The last lines of a log."""
    return last_lines(log.read_text(errors="replace"))


@contextlib.contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    patience: float = STOP_PATIENCE,
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, for as long as the block runs; what it says is added to `log`.

    At the end it has `patience` seconds to finish what it is doing. Then it is killed, and so is
    whatever it has started and left.
    """
    with log.open("ab") as written:
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C ends us, and we end it
        )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def website(
    command: Sequence[str], port: int, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The website that `command` serves on `port`, once it answers. Raises `WebsiteFailed`."""
    with running([*command, f"{HOST}:{port}"], environment, log) as server:
        end = time.monotonic() + START_PATIENCE
        while not answers(f"http://{HOST}:{port}/health/"):
            if server.poll() is not None or time.monotonic() > end:
                raise WebsiteFailed(f"The website did not start:\n{end_of(log)}")
            time.sleep(0.2)
        yield server
