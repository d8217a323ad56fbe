"""Which tests run on which database, and in how many processes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BROWSER_TESTS = ROOT / "tests" / "browser"
OF_THE_DEMO = "of_the_demo"
RUNS_ONCE = ROOT / "tests" / "runs_once.toml"
# A module goes whole to whichever process is free: what it makes once for all its tests would
# otherwise be made in each. (The groups of xdist 3.8 have no effect with pytest 9.2.)
PROCESSES = ("-n", "2", "--dist", "loadfile")
# For two cores: each of them waits for its browser a good part of the time.
OF_BROWSERS = ("-n", "3", "--dist", "loadfile")
# In the order of the collection: modules that need the same district follow one another.
IN_ORDER = "--no-loadscope-reorder"
ONE_PROCESS = ("-n", "0")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of pytest: what people call it, and its arguments."""

    name: str
    arguments: tuple[str, ...]


@cache
def runs_once() -> dict[str, str]:
    """Folders and modules that run on the first database alone, each with its reason."""
    return {
        each: group["why"]
        for name, group in _groups().items()
        if name != OF_THE_DEMO
        for each in group["what"]
    }


@cache
def runs_on_sqlite() -> dict[str, str]:
    """What runs on the second database alone, each with its reason."""
    group = _groups()[OF_THE_DEMO]
    return dict.fromkeys(group["what"], group["why"])


def _groups() -> dict[str, Any]:
    return tomllib.loads(RUNS_ONCE.read_text(encoding="utf-8"))


def runs_of(
    database: str,
    extra: Sequence[str],
    *,
    with_browser: bool,
    left_out: Sequence[str] = (),
    note: Path | None = None,
    nothing_new: Path | None = None,
    full: bool = False,
) -> list[Run]:
    """The runs of pytest that make up the suite on one database.

    Browser tests have one of their own: no test with a database may follow them in a process (see
    `tests/conftest.py`). Where `extra` names files, they are run as they are named. A whole run
    writes into `note` who sends what (`tests/statements.py`), and the tests of which `nothing_new`
    is a list are left out. What is marked `full` runs where it
    is named, and in a `full` run.
    """
    if any(Path(each.split("::")[0]).exists() for each in extra):
        return [Run(database, (*PROCESSES, IN_ORDER, *extra))]
    whole = not extra
    if not full:
        extra = ["--short", *extra]
    ignored = [f"--ignore={each}" for each in left_out]
    if note and whole:
        ignored.append(f"--whole={note}")
    if nothing_new and whole:
        ignored.append(f"--nothing-new={nothing_new}")
    if not BROWSER_TESTS.is_dir():
        return [Run(database, (*PROCESSES, IN_ORDER, *ignored, *extra))]
    folder = str(BROWSER_TESTS.relative_to(ROOT))
    arguments = (*PROCESSES, IN_ORDER, f"--ignore={folder}", *ignored, *extra)
    runs = [Run(database, arguments)]
    if with_browser:
        runs.append(Run(f"{database}, browser", (*OF_BROWSERS, IN_ORDER, folder, *extra)))
    return runs
