"""`make test`: the suite on PostgreSQL, browser tests, and tests that may differ on SQLite.

PostgreSQL is DATABASE_URL's if it is one, else a temporary server (`scripts/postgres.py`). SQLite
runs the tests marked `sqlite`, the unit tests and the promises. `--slow` adds tests marked `slow`.
Benchmarks are never included (`make bench`). Other arguments go to pytest: `make test ARGS="-k
cadence"`."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from scripts import browser, processes
from scripts.postgres import OF_TESTS, NoPostgres, temporary_server
from tests.browser import district

ROOT = Path(__file__).resolve().parent.parent
BROWSER_TESTS = "tests/browser"
# A whole module goes to the next free process, because its shared fixtures would otherwise be made
# in each process. In collection order, so that modules with the same district run consecutively.
# (The groups of xdist 3.8 have no effect with pytest 9.2.)
DISTRIBUTED = ("--dist", "loadfile", "--no-loadscope-reorder")
PROCESSES = ("-n", "2", *DISTRIBUTED)
# For two cores: each process waits for its browser much of the time.
BROWSER_PROCESSES = ("-n", "3", *DISTRIBUTED)
ONE_PROCESS = ("-n", "0")
IN_MEMORY = "sqlite://:memory:"
NO_TESTS = 5  # pytest's exit code when nothing was collected
INTERRUPTED = 2
CLOSING = re.compile(
    r"\b(?:no tests ran|\d+ (?:passed|failed|skipped|deselected|errors?|xfailed|xpassed))\b.* in \d"
)
COLORS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of pytest: its display name and its arguments."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one run of pytest: its exit code and closing line."""

    name: str
    code: int
    closing: str

    @property
    def passed(self) -> bool:
        return self.code == 0


def closing_line(output: str) -> str:
    """Returns pytest's last line about its results, without colors; a sentence if there is none."""
    for line in reversed(COLORS.sub("", output).splitlines()):
        if CLOSING.search(line):
            return line.strip()
    return "(pytest ended without a closing line)"


class Interrupted(Exception):
    """Someone wants to end the run (Ctrl-C, or the server that runs us)."""


@contextlib.contextmanager
def signals_as_exceptions() -> Iterator[None]:
    """Turns a request to end into an exception, so that every `finally` here runs."""

    def raise_it(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise Interrupted

    before = {each: signal.signal(each, raise_it) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run_pytest(run: Run, url: str, environment: Mapping[str, str]) -> Outcome:
    """Runs pytest with its own temporary folder, shows its output and returns the closing line."""
    print(f"\n======== {run.name} ========", flush=True)
    with tempfile.TemporaryDirectory(prefix="dcms-test-") as folder:
        command = [sys.executable, "-m", "pytest", *run.arguments]
        if sys.stdout.isatty():
            command.append("--color=yes")
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={
                **environment,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "district_cms.settings.test",
                "TMPDIR": folder,
                "COLUMNS": str(shutil.get_terminal_size().columns),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C comes to us, and we pass it on once
        )
        try:
            output = _show(process)
        except Interrupted:
            output = _end(process)
            return Outcome(run.name, INTERRUPTED, closing_line(output))
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)  # a browser that survived a crash
        return Outcome(run.name, process.returncode, closing_line(output))


def _show(process: subprocess.Popen[bytes]) -> str:
    """Copies the output to the terminal as it comes; returns the last part."""
    assert process.stdout is not None
    last = b""
    while chunk := os.read(process.stdout.fileno(), 65536):
        sys.stdout.buffer.write(chunk)
        sys.stdout.flush()
        last = (last + chunk)[-65536:]
    process.wait()
    return last.decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> str:
    """Interrupts pytest as Ctrl-C would, so that it still prints its results; finally kills it."""
    process.send_signal(signal.SIGINT)
    try:
        output, _nothing = process.communicate(timeout=15)
    except (subprocess.TimeoutExpired, Interrupted):
        process.kill()
        output, _nothing = process.communicate()
    sys.stdout.buffer.write(output)
    sys.stdout.flush()
    return output.decode(errors="replace")


@contextlib.contextmanager
def postgresql_url(settings: Sequence[str] = ()) -> Iterator[str]:
    """Yields the server that DATABASE_URL names, or a temporary one with these further `settings`.

    Raises NoPostgres."""
    database_url = os.environ.get("DATABASE_URL", "")
    if database_url.startswith(("postgres://", "postgresql://")):
        yield database_url
        return
    if database_url:
        print("DATABASE_URL names no PostgreSQL: starting one for this run.", flush=True)
    with temporary_server(settings) as url:
        yield url


@contextlib.contextmanager
def district_beside(url: str, *, wanted: bool) -> Iterator[dict[str, str]]:
    """Loads the district of the browser tests while the tests before them run.

    Loading takes most of a minute, during which two browser test processes would wait. Yields the
    environment variable with its location; if loading fails, the browser tests report it."""
    if not wanted:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="dcms-district-") as name:
        place = Path(name)
        command = [sys.executable, "-m", "tests.browser.district", str(place), url]
        with processes.running(command, os.environ, place / "log"):
            try:
                yield {"LOADED_DISTRICT": name}
            finally:
                district.unload(place)


def whole_runs(database: str, extra: Sequence[str]) -> list[Run]:
    """Returns the runs of the suite. Browser tests get their own processes: Playwright keeps an
    event loop running, so no test with a database may follow them. If `extra` names files, there is
    one run."""
    if _names_files(extra):
        return [Run(database, (*PROCESSES, *extra))]
    return [
        Run(database, (*PROCESSES, f"--ignore={BROWSER_TESTS}", *extra)),
        Run(f"{database}, browser", (*BROWSER_PROCESSES, BROWSER_TESTS, *extra)),
    ]


def runs_on_sqlite(extra: Sequence[str]) -> list[Run]:
    """Returns the run of tests marked `sqlite` (`tests/conftest.py`), or of the files that `extra`
    names."""
    if _names_files(extra):
        return whole_runs("SQLite", extra)
    return [Run("SQLite", (*PROCESSES, f"--ignore={BROWSER_TESTS}", "-m", "sqlite", *extra))]


def _names_files(extra: Sequence[str]) -> bool:
    return any(Path(each.split("::")[0]).exists() for each in extra)


def run_suites(extra: Sequence[str]) -> int:
    """Runs everything and prints the table at the end. Returns the exit code."""
    program = browser.find_or_bring(browser.Machine.here())
    environment = {**os.environ, "CHROMIUM": program or "none"}
    outcomes: list[Outcome] = []
    missing = ""
    try:
        with postgresql_url(OF_TESTS) as url:
            runs = whole_runs("PostgreSQL", extra)
            outcomes += _run_each(runs, url, environment, whole=not extra)
    except NoPostgres as error:
        missing = str(error)
    if not any(each.code == INTERRUPTED for each in outcomes):
        # Without PostgreSQL, all tests run here.
        runs = whole_runs("SQLite", extra) if missing else runs_on_sqlite(extra)
        outcomes += _run_each(runs, IN_MEMORY, environment, whole=False)
    return _conclude(
        outcomes,
        missing_server=missing,
        missing_browser=program is None,
        selected=bool(extra),
    )


def _run_each(
    runs: Sequence[Run], url: str, environment: Mapping[str, str], *, whole: bool
) -> list[Outcome]:
    """Runs them one by one; stops after Ctrl-C."""
    outcomes: list[Outcome] = []
    with district_beside(url, wanted=whole) as loaded:
        for run in runs:
            outcomes.append(run_pytest(run, url, {**environment, **loaded}))
            if outcomes[-1].code == INTERRUPTED:
                break
    return outcomes


def _conclude(
    outcomes: Sequence[Outcome],
    *,
    missing_server: str,
    missing_browser: bool,
    selected: bool,
) -> int:
    print("\n======== what ran ========")
    if missing_server:
        print(f"!!!! NOT RUN ON POSTGRESQL: {missing_server}")
        print("!!!! Name a server with DATABASE_URL, or allow this with ALLOW_NO_POSTGRES=1.")
    if missing_browser:
        print("!!!! BROWSER TESTS WERE NOT RUN: no Chromium is to be had on this machine.")
    print("Left out: what is marked `slow` (ARGS=--slow adds it); benchmarks (make bench)")
    failed = bool(missing_server) and not os.environ.get("ALLOW_NO_POSTGRES")
    # A selection may leave a run empty, but not all runs.
    selected = selected and any(each.passed for each in outcomes)
    for each in outcomes:
        fine = each.passed or (selected and each.code == NO_TESTS)
        failed = failed or not fine
        print(f"{each.name}: {'passed' if fine else f'FAILED (exit code {each.code})'}")
        print(each.closing)
    sys.stdout.flush()
    return 1 if failed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if every run passed, 1 otherwise, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    _options, extra = parser.parse_known_args(arguments)
    try:
        with signals_as_exceptions():
            return run_suites(extra)
    except Interrupted:
        print("\nEnded before the tests did.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
