"""`make demo`: the fictional district, the website and the worker, in one terminal.

Every step can be repeated: a second start finds its data under `var/` and only starts the two
programs. The environment may name another database (DATABASE_URL), data folder (VAR_DIR) or port
(PORT); `--no-worker` serves only the pages."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Mapping

from scripts.processes import HOST, ROOT, answers, run_together, stop_on_signals

FIRST_PORT = 8000
PORTS_TRIED = 50
SETTINGS = "district_cms.settings.demo"


class NoPort(Exception):
    """No port to serve on; the message is a sentence for people."""


def is_free(port: int) -> bool:
    """Returns True if a server may listen on this port of the loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the web server does: a port in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(wanted: str | None) -> int:
    """Returns the port from the environment if it is free, else the first free one from 8000 up.

    Raises NoPort if the wanted one is invalid or in use, or if all of ours are in use."""
    if wanted:
        if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
            raise NoPort(f"PORT must be a number from 1 to 65535, not {wanted!r}.")
        if not is_free(int(wanted)):
            raise NoPort(f"Port {wanted} is in use. Choose another, or leave PORT out.")
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(port):
            return port
    raise NoPort(f"Every port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is in use.")


class Announcer:
    """Prints the addresses once, when the web server answers."""

    def __init__(self, port: int, *, with_worker: bool) -> None:
        self.port = port
        self.with_worker = with_worker
        self.announced = False

    def __call__(self) -> None:
        if self.announced or not answers(f"http://{HOST}:{self.port}/"):
            return
        self.announced = True
        address = f"http://localhost:{self.port}/"
        worker = "The worker is running beside it. " if self.with_worker else ""
        print(
            f"\n  The district's website   {address}\n"
            f"  The editor               {address}admin/\n\n"
            f"{worker}Ctrl-C ends everything.\n",
            flush=True,
        )


def manage(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Runs a management command and returns its exit code.

    The command does not receive Ctrl-C, which would print a traceback; it is terminated instead."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=dict(environment),
        start_new_session=True,
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise


def load(environment: Mapping[str, str]) -> bool:
    """Migrates the database and loads the demo into an empty one, with progress output.

    Returns True on success."""
    print("Preparing the database …", flush=True)
    return manage(["make_demo"], environment) == 0


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0 after Ctrl-C, 1 if a step failed or a program stopped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-worker", action="store_true", help="serve the pages alone")
    parser.add_argument("--no-data", action="store_true", help="neither migrate nor load the demo")
    options = parser.parse_args(arguments)
    try:
        port = choose_port(os.environ.get("PORT"))
    except NoPort as error:
        print(error, file=sys.stderr)
        return 1

    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    environment.setdefault("BASE_URL", f"http://localhost:{port}")
    environment["PYTHONUNBUFFERED"] = "1"  # unbuffered: two programs share the terminal
    environment.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")  # a warning of three lines
    if not options.no_data and not load(environment):
        print("The step `manage.py make_demo` failed; nothing was started.", flush=True)
        return 1

    python = [sys.executable, "manage.py"]
    programs = {"website": [*python, "runserver", "--noreload", f"{HOST}:{port}"]}
    if not options.no_worker:
        programs["worker"] = [*python, "qcluster"]
    announcer = Announcer(port, with_worker=not options.no_worker)
    return run_together(programs, environment, poll=announcer)


if __name__ == "__main__":
    stop_on_signals()
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # during make_demo, which is safe to repeat
        print("\nEnded before anything was started.")
        sys.exit(0)
