"""Which slow tests a whole run leaves to the one before a release.

`python -m scripts.before_release` runs the suite on a PostgreSQL of its own, two processes beside
each other, notes which lines of ours each test runs (`tests/lines_run.py`), and writes the list
anew. It takes about twice as long as the run of the tests. `--noted FILE…` reads notes of before,
`--times FILE…` what the tests took where nothing was noted (pytest's `--junitxml`, with
`-o junit_family=xunit1`): noting makes what runs many lines seem dearer than it is.

A test may be left out when it takes a while, when each line of ours that it runs, in programs and
in templates, is run by others that stay, and when it is about none of what lines say nothing of:
who may do what, what is refused, what must never happen, what is drawn at random. That something
grows with the district is found by it before a release; how much each screen asks, at every run
(`tests/integration/test_query_budgets.py`). The dearest go first. What is new is in until someone
chooses anew.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import statistics
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from scripts.postgres import OF_TESTS, temporary_server
from scripts.suites import (
    BROWSER_TESTS,
    IN_ORDER,
    PROCESSES,
    ROOT,
    Run,
    runs_on_sqlite,
    runs_once,
)
from scripts.test import run_pytest

LIST: Final = ROOT / "tests" / "before_release.toml"
SLOW: Final = 0.03  # seconds
SEVERAL: Final = 1
# In the name of a test. Two of them run the same lines, and only one of them may pass.
STAYS: Final = re.compile(
    r"(?:^|_)(?:nobody|no_one|nobodys|never|may|whom|another|anothers|foreign|secret|permissions?"
    r"|matrix|refus\w*|forbid\w*|private|reason|twice|lost|stuck|killed|died|budgets?|gate|privacy)"
    r"(?:_|$)"
)
# What everything else rests on: the gate on every path, sign-in, the outbox, the sealed log.
STAY: Final = (
    "tests/integration/publishing/paths",
    "tests/integration/publishing/gate",
    "tests/integration/people/second_step",
    "tests/integration/notifications/outbox",
    "tests/integration/audit_log",
)
HEAD: Final = """\
# What a whole run (`make test`) leaves to the one before a release (`make test ARGS=--full`), as if
# it were marked `full`: slow tests of which each line of ours, in programs and in templates, is run
# by at least {several} that stays as well, and which are about no right, refusal or promise.
# Chosen by `python -m scripts.before_release`, which says how; not edited by hand.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a test took, and which lines it ran (by number)."""

    seconds: float
    lines: frozenset[int]


def read(notes: Iterable[Path]) -> dict[str, Ran]:
    """What the processes of one run wrote down, by test, with one number for each line."""
    numbers: dict[tuple[str, int], int] = {}
    found: dict[str, Ran] = {}
    for note in notes:
        named, run = pickle.loads(note.read_bytes())  # noqa: S301 - our own file of a moment ago
        own = [numbers.setdefault(line, len(numbers)) for line in named]
        for test, (seconds, lines) in run.items():
            found[test] = Ran(seconds, frozenset(own[line] for line in lines))
    return found


def as_timed(ran: Mapping[str, Ran], reports: Iterable[Path]) -> dict[str, Ran]:
    """The same with the seconds of `reports`; what they do not name takes its part of what was
    noted, as the others do in the median."""
    timed: dict[str, float] = {}
    for report in reports:
        for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own file
            timed[_named(case)] = float(case.attrib["time"])
    both = [test for test, each in ran.items() if test in timed and each.seconds >= SLOW]
    parts = [timed[test] / ran[test].seconds for test in both]
    part = statistics.median(parts) if parts else 1.0
    return {
        test: Ran(timed.get(test, each.seconds * part), each.lines) for test, each in ran.items()
    }


def _named(case: ET.Element) -> str:
    """As pytest names it: the module's file, the class if there is one, the function."""
    module = case.attrib["file"]
    classes = case.attrib["classname"].removeprefix(module.removesuffix(".py").replace("/", "."))
    return "::".join([module, *classes.split(".")[1:], case.attrib["name"]])


def may_go(test: str) -> bool:
    """Whether lines say enough of a test."""
    module, _, name = test.partition("::")
    stays = any(Path(module).is_relative_to(each) for each in (*runs_once(), *STAY))
    return not stays and not STAYS.search(name.partition("[")[0])


def superfluous(ran: Mapping[str, Ran], several: int = SEVERAL) -> set[str]:
    """The slow tests without which `several` still run each line, the dearest first."""
    times = Counter(line for each in ran.values() for line in each.lines)
    gone: set[str] = set()
    slow = (test for test, each in ran.items() if each.seconds >= SLOW and may_go(test))
    for test in sorted(slow, key=lambda each: (-ran[each].seconds, each)):
        if all(times[line] > several for line in ran[test].lines):
            times.subtract(ran[test].lines)
            gone.add(test)
    return gone


def as_toml(tests: Iterable[str], several: int = SEVERAL) -> str:
    """The list, by module."""
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for test in sorted(tests):
        module, _, name = test.partition("::")
        modules[module].append(name)
    said = [HEAD.format(several=several)]
    for module, names in modules.items():
        lines = "".join(f"    {json.dumps(name)},\n" for name in names)
        said.append(f"{json.dumps(module)} = [\n{lines}]\n")
    return "\n".join(said)


@cache
def listed() -> frozenset[str]:
    """The tests of the list, as pytest names them."""
    if not LIST.exists():
        return frozenset()
    modules: dict[str, list[str]] = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return frozenset(f"{module}::{name}" for module, names in modules.items() for name in names)


def note_lines(folder: Path) -> list[Path]:
    """Runs what a whole run runs on PostgreSQL; returns what its processes wrote down.

    Raises NoPostgres where there is no server, SystemExit where a test failed.
    """
    note = folder / "lines"
    arguments = ("--short", f"--ignore={BROWSER_TESTS.relative_to(ROOT)}", f"--lines={note}")
    left_out = [f"--ignore={each}" for each in runs_on_sqlite()]
    with temporary_server(OF_TESTS) as url:
        run = Run("which lines each test runs", (*PROCESSES, IN_ORDER, *arguments, *left_out))
        outcome = run_pytest(run, url, {**os.environ, "CHROMIUM": "none"})
    if not outcome.passed:
        raise SystemExit("A test failed: which lines it would run is not known.")
    return sorted(folder.glob("lines.*"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the list and says what it is worth. Returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--noted", nargs="+", type=Path, help="what such a run wrote before")
    parser.add_argument("--times", nargs="+", type=Path, default=[], help="of a run without notes")
    options = parser.parse_args(arguments)
    noted: list[Path] | None = options.noted
    with tempfile.TemporaryDirectory(prefix="dcms-lines-") as folder:
        ran = as_timed(read(noted or note_lines(Path(folder))), options.times)
    gone = superfluous(ran)
    LIST.write_text(as_toml(gone), encoding="utf-8")
    every, less = (sum(ran[test].seconds for test in tests) for tests in (ran, gone))
    print(f"{len(gone)} of {len(ran)} tests are left out, {less:.0f} of {every:.0f} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
