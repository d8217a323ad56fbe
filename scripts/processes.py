"""Programs that run beside ours: started, waited for, and ended whole."""

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
LOG_LINES = 40  # the last lines of a log are enough to see why a program failed


class WebsiteFailed(Exception):
    """The website did not start; the message ends with the last lines of its log."""


def free_port() -> int:
    """Returns a port of the loopback address on which nobody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """True when the server behind the address answers with anything but a fault of its own."""
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
    """The last lines of a log."""
    return last_lines(log.read_text(errors="replace"))


@contextlib.contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path | None = None,
    *,
    timeout: float = STOP_TIMEOUT,
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the program for as long as the block does; its output goes to the terminal or `log`.

    At the end it has `timeout` seconds to finish what it is doing. Then it is killed, and so is
    whatever it has started and left.
    """
    sys.stdout.flush()  # our own words stand before the program's
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
    """The website that `command` serves on `port`, once it answers. Raises `WebsiteFailed`."""
    with running([*command, f"{HOST}:{port}"], environment, log) as server:
        end = time.monotonic() + START_TIMEOUT
        while not answers(f"http://{HOST}:{port}/health/"):
            if server.poll() is not None or time.monotonic() > end:
                raise WebsiteFailed(f"The website did not start:\n{end_of(log)}")
            time.sleep(0.2)
        yield server


def stop_on_signals() -> None:
    """Makes a request to end (Ctrl-C, a closed terminal, `kill`) a KeyboardInterrupt.

    A shell starts programs in the background with Ctrl-C ignored, and `nohup` ignores a closed
    terminal: only the second is left as it is.
    """
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

    `poll` is called ten times a second meanwhile.
    """
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
            for process in started.values():  # all at once, so that they end side by side
                process.terminate()
