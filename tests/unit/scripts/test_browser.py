"""Which browser the browser tests get, on simulated machines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from scripts import browser

PLAYWRIGHTS = "/cache/playwright/chrome"
SHELL = "chromium-headless-shell"


@dataclass
class MadeUp:
    """A machine with these programs on its PATH; `broken` ones do not print a version."""

    programs: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    download_works: bool = False
    packages: tuple[str, ...] = ()
    is_root: bool = False
    chromium: str = ""
    ran: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str], _patience: float) -> tuple[bool, str]:
        program, asked = command[0], command[-1]
        self.ran.append(" ".join(command))
        if asked == "--version":
            works = program in self.programs - self.broken
            return works, "Chromium 156.0" if works else ""
        if asked == browser.PLAYWRIGHT_PATH:
            return True, f"{PLAYWRIGHTS}\n"
        if "playwright" in command and self.download_works:
            self.programs.add(PLAYWRIGHTS)
        if "install" in command and program == "apt-get":
            self.programs.update(set(command) & set(self.packages))
        return True, ""

    def ask(self) -> str | None:
        machine = browser.Machine(
            environment={"CHROMIUM": self.chromium} if self.chromium else {},
            which=lambda name: name if name in self.programs else None,
            run=self.run,
            is_root=self.is_root,
            say=self.said.append,
        )
        return browser.find_or_bring(machine)


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (MadeUp({"chromium", "google-chrome"}), "chromium"),
        (MadeUp({"chromium-browser", "google-chrome"}), "chromium-browser"),
        (MadeUp({"google-chrome", PLAYWRIGHTS}), "google-chrome"),
        (MadeUp({"chromium-browser", PLAYWRIGHTS}, broken={"chromium-browser"}), PLAYWRIGHTS),
        (MadeUp({PLAYWRIGHTS}), PLAYWRIGHTS),
        (MadeUp({"chromium", "/opt/other"}, chromium="/opt/other"), "/opt/other"),
        (MadeUp({"chromium"}, chromium="none"), None),
        (MadeUp({"apt-get"}, packages=(SHELL, "chromium"), is_root=True), SHELL),
        (MadeUp({"apt-get"}, download_works=True, packages=(SHELL,), is_root=True), SHELL),
        (MadeUp({"apt-get"}, download_works=True, packages=(SHELL,), is_root=False), PLAYWRIGHTS),
        (MadeUp({"apt-get"}, packages=(SHELL,), broken={SHELL}, is_root=True), None),
        (
            MadeUp({"apt-get"}, download_works=True, packages=("chromium",), is_root=True),
            PLAYWRIGHTS,
        ),
        (MadeUp({"apt-get"}, packages=("chromium",), is_root=True), "chromium"),
        (MadeUp({"apt-get"}, packages=("chromium",), is_root=False), None),
        (MadeUp(set(), packages=("chromium",), is_root=True), None),
        (MadeUp(set()), None),
    ],
)
def test_the_first_browser_that_runs_is_used(machine: MadeUp, expected: str | None) -> None:
    assert machine.ask() == expected


def test_nothing_is_downloaded_when_the_machine_has_a_browser() -> None:
    machine = MadeUp({"google-chrome"})
    machine.ask()
    assert not any("install" in command for command in machine.ran)


def test_the_package_lists_are_updated_before_the_package_is_installed() -> None:
    machine = MadeUp({"apt-get"}, packages=(SHELL,), is_root=True)
    machine.ask()
    apt = [command.split()[1] for command in machine.ran if command.startswith("apt-get")]
    assert apt == ["update", "install"]


def test_a_named_browser_that_does_not_run_is_reported_and_not_replaced() -> None:
    machine = MadeUp({"chromium"}, chromium="/opt/gone")
    assert machine.ask() is None
    assert machine.said == ["CHROMIUM names /opt/gone, which does not run."]
