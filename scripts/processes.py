"""Starts child processes, waits for them, and ends them with everything they started."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_TIMEOUT = 60.0  # seconds
STOP_TIMEOUT = 10.0
LOG_LINES = 40  # enough lines of a log to see why a program failed


class WebsiteFailed(Exception):
    """The website did not start; the message ends with the last lines of its log."""


def free_port() -> int:
    """Returns a free port of the loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Returns True if the server at the address answers without a server error."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  # our own server
            return int(response.status) < 500
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def last_lines(output: str) -> str:
    return "\n".join(output.splitlines()[-LOG_LINES:])


def end_of(log: Path) -> str:
    """Returns the last lines of a log."""
    return last_lines(log.read_text(errors="replace"))


@contextlib.contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path | None = None,
    *,
    timeout: float = STOP_TIMEOUT,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the program during the context; its output goes to the terminal or `log`.

    At the end it has `timeout` seconds to finish. Then it is killed with all remaining processes
    that it has started."""
    sys.stdout.flush()  # so that our output comes before the program's
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log else None
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,  # Ctrl-C ends us, and we end it
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout)
        finally:  # a second Ctrl-C cuts the wait short
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def website(
    command: Sequence[str], port: int, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Serves the website that `command` starts on `port`; yields when it answers. Raises
    `WebsiteFailed`."""
    with running([*command, f"{HOST}:{port}"], environment, log) as server:
        end = time.monotonic() + START_TIMEOUT
        while not answers(f"http://{HOST}:{port}/health/"):
            if server.poll() is not None or time.monotonic() > end:
                raise WebsiteFailed(f"The website did not start:\n{end_of(log)}")
            time.sleep(0.2)
        yield server


def stop_on_signals() -> None:
    """Turns requests to end (Ctrl-C, a closed terminal, `kill`) into a KeyboardInterrupt.

    Background programs of a shell ignore Ctrl-C, and `nohup` ignores a closed terminal; only the
    latter stays ignored."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)
    for each in signals:
        signal.signal(each, signal.default_int_handler)


def run_together(
    programs: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
    *,
    poll: Callable[[], object] = lambda: None,
    timeout: float = STOP_TIMEOUT,
) -> int:
    """Runs the named programs until Ctrl-C (returns 0) or until one stops by itself (returns 1).

    Meanwhile calls `poll` ten times a second."""
    with contextlib.ExitStack() as stack:
        started = {
            name: stack.enter_context(running(command, environment, timeout=timeout))
            for name, command in programs.items()
        }
        try:
            while True:
                for name, process in started.items():
                    if (code := process.poll()) is not None:
                        print(f"The {name} stopped by itself (exit code {code}).", flush=True)
                        return 1
                poll()
                time.sleep(0.1)
        except KeyboardInterrupt:
            print(f"Ending the {' and the '.join(started)}.", flush=True)
            return 0
        finally:
            for process in started.values():  # all at once, so that they end in parallel
                process.terminate()
