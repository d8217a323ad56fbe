"""Finds a Chromium for the browser tests and the screenshots, or brings one.

The order: what CHROMIUM names, a browser of the machine, Playwright's own if it is there. Then one
is brought: Debian's package without windows when we are root, Playwright's download, Debian's whole
package. `CHROMIUM=none` asks for no browser at all.
Every candidate must print its version: Ubuntu ships a `chromium-browser` that only says where to
get the real one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# The first is Chromium without windows, which is all that tests and pictures need of it.
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
# A browser of tests talks to nobody but the page: without these it looks for updates, syncs, and
# asks its maker's servers questions at every start.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)
# Seconds. A download that has not begun to arrive by then is taken for refused.
DOWNLOAD_PATIENCE = 180
INSTALL_PATIENCE = 900
ASK_PATIENCE = 30

# Runs a command quietly: (succeeded, standard output).
Runner = Callable[[Sequence[str], float], tuple[bool, str]]


def run_quietly(command: Sequence[str], patience: float) -> tuple[bool, str]:
    """Runs a command for at most `patience` seconds, nothing of it on the terminal."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            list(command),
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=patience,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False, ""
    return done.returncode == 0, done.stdout


@dataclass(frozen=True, slots=True)
class Machine:
    """What the search asks of the machine; tests put their own in its place."""

    environment: Mapping[str, str]
    which: Callable[[str], str | None] = shutil.which
    run: Runner = run_quietly
    is_root: bool = False
    say: Callable[[str], None] = print

    @classmethod
    def here(cls) -> Machine:
        return cls(environment=os.environ, is_root=os.name == "posix" and os.geteuid() == 0)


def launch_arguments() -> list[str]:
    """What to start Chromium with, for `chromium.launch(executable_path=…, args=…)`."""
    # Chromium refuses its sandbox to root; the pages that it opens are our own.
    as_root = ["--no-sandbox"] if Machine.here().is_root else []
    return [*QUIET, *as_root]


def works(machine: Machine, program: str) -> bool:
    succeeded, said = machine.run([program, "--version"], ASK_PATIENCE)
    return succeeded and any(character.isdigit() for character in said)


def find(machine: Machine) -> str | None:
    """The path of a browser that is on the machine already, without bringing one."""
    for name in (*NAMES, MAC):
        program = machine.which(name)
        if program and works(machine, program):
            return program
    return playwrights_own(machine)


def playwrights_own(machine: Machine) -> str | None:
    succeeded, said = machine.run([sys.executable, "-c", PLAYWRIGHT_PATH], ASK_PATIENCE)
    program = said.strip()
    if succeeded and program and works(machine, program):
        return program
    return None


def bring(machine: Machine) -> str | None:
    """Installs Debian's or downloads Playwright's browser; None when neither is to be had.

    The one without windows first: it does the same tests in two thirds of the time.
    """
    machine.say("No Chromium on this machine: trying to bring one for the browser tests …")
    may_install = bool(machine.is_root and machine.which("apt-get"))
    if may_install:
        machine.run(["apt-get", "update", "-qq"], INSTALL_PATIENCE)
        if program := _package(machine, "chromium-headless-shell"):
            return program
    machine.run([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_PATIENCE)
    if program := playwrights_own(machine):
        return program
    return _package(machine, "chromium") if may_install else None


def _package(machine: Machine, name: str) -> str | None:
    # One family of fonts with it: a bare machine may have none at all to fall back on.
    wanted = ["--no-install-recommends", name, "fonts-liberation"]
    machine.run(["apt-get", "install", "-y", "-qq", *wanted], INSTALL_PATIENCE)
    program = machine.which(name)
    return program if program and works(machine, program) else None


def find_or_bring(machine: Machine) -> str | None:
    """The path of a Chromium that runs, or None.

    A browser that CHROMIUM names and that does not run is an error of whoever named it: it is
    said, and no other takes its place.
    """
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
    """Prints the browser's path; exit code 1 when there is none."""
    program = find_or_bring(Machine.here())
    if program is None:
        print("No Chromium is to be had on this machine.", file=sys.stderr)
        return 1
    print(Path(program))
    return 0


if __name__ == "__main__":
    sys.exit(main())
