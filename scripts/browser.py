"""Finds a Chromium for the browser tests and the screenshots, or installs one.

Order: what CHROMIUM names, a browser of the machine, Playwright's own if present. Then it installs
one: Debian's headless package if we are root, Playwright's download, Debian's full package.
`CHROMIUM=none` disables the search. Every candidate must print its version: Ubuntu ships a
`chromium-browser` that only says where to get the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# The first is headless Chromium, which is enough for tests and screenshots.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PLAYWRIGHT_PATH = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
# Disables requests to anyone but the tested page: updates, sync, and calls to the browser's maker.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)
# Seconds. A download that has not started by then counts as refused.
DOWNLOAD_TIMEOUT = 180
INSTALL_TIMEOUT = 900
VERSION_TIMEOUT = 30

# Runs a command without output: (succeeded, standard output).
Runner = Callable[[Sequence[str], float], tuple[bool, str]]


def run_quietly(command: Sequence[str], timeout: float) -> tuple[bool, str]:
    """Runs a command for at most `timeout` seconds without output on the terminal."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            list(command),
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False, ""
    return done.returncode == 0, done.stdout


@dataclass(frozen=True, slots=True)
class Machine:
    """What the search needs from the machine; tests replace it."""

    environment: Mapping[str, str]
    which: Callable[[str], str | None] = shutil.which
    run: Runner = run_quietly
    is_root: bool = False
    say: Callable[[str], None] = print

    @classmethod
    def here(cls) -> Machine:
        return cls(environment=os.environ, is_root=os.name == "posix" and os.geteuid() == 0)


def launch_arguments() -> list[str]:
    """Returns the arguments for `chromium.launch(executable_path=…, args=…)`."""
    # Chromium refuses to use its sandbox as root; all pages that it opens are our own.
    as_root = ["--no-sandbox"] if Machine.here().is_root else []
    return [*QUIET, *as_root]


def works(machine: Machine, program: str) -> bool:
    succeeded, output = machine.run([program, "--version"], VERSION_TIMEOUT)
    return succeeded and any(character.isdigit() for character in output)


def find(machine: Machine) -> str | None:
    """Returns the path of an installed browser, without installing one."""
    for name in (*NAMES, MAC):
        program = machine.which(name)
        if program and works(machine, program):
            return program
    return playwrights_own(machine)


def playwrights_own(machine: Machine) -> str | None:
    succeeded, output = machine.run([sys.executable, "-c", PLAYWRIGHT_PATH], VERSION_TIMEOUT)
    program = output.strip()
    if succeeded and program and works(machine, program):
        return program
    return None


def bring(machine: Machine) -> str | None:
    """Installs Debian's or downloads Playwright's browser; None if neither works.

    Prefers the headless one: it runs the same tests in two thirds of the time."""
    machine.say("No Chromium on this machine: trying to bring one for the browser tests …")
    may_install = bool(machine.is_root and machine.which("apt-get"))
    if may_install:
        machine.run(["apt-get", "update", "-qq"], INSTALL_TIMEOUT)
        if program := _package(machine, "chromium-headless-shell"):
            return program
    machine.run([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_TIMEOUT)
    if program := playwrights_own(machine):
        return program
    return _package(machine, "chromium") if may_install else None


def _package(machine: Machine, name: str) -> str | None:
    # With a font family: a minimal machine may have no font at all.
    wanted = ["--no-install-recommends", name, "fonts-liberation"]
    machine.run(["apt-get", "install", "-y", "-qq", *wanted], INSTALL_TIMEOUT)
    program = machine.which(name)
    return program if program and works(machine, program) else None


def find_or_bring(machine: Machine) -> str | None:
    """Returns the path of a Chromium that runs, or None.

    If CHROMIUM names a browser that does not run, reports that and does not replace it."""
    named = machine.environment.get("CHROMIUM", "")
    if named == "none":
        return None
    if named:
        program = machine.which(named)
        if program and works(machine, program):
            return program
        machine.say(f"CHROMIUM names {named}, which does not run.")
        return None
    return find(machine) or bring(machine)


def main() -> int:
    """Prints the browser's path; exit code 1 if there is none."""
    program = find_or_bring(Machine.here())
    if program is None:
        print("No Chromium is to be had on this machine.", file=sys.stderr)
        return 1
    print(Path(program))
    return 0


if __name__ == "__main__":
    sys.exit(main())
