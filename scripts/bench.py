"""`make bench`: the benchmarks, one after the other, with a PostgreSQL server at hand.

A benchmark is a program, `tests/benchmarks/bench_<what>.py`, that prints what it measured, or a
module of pytest tests there, `test_<what>.py`, for what needs a filled test database. A part of a
name limits the run: `make bench ARGS=checks`.

The limits that the project has set itself are goals (`tests/benchmarks/goals.py`): those that were
missed stand in a list at the end, and fail nothing, since a slow machine is no fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.postgres import NoPostgres
from scripts.test import (
    ONE_PROCESS,
    ROOT,
    Interrupted,
    Run,
    postgresql_url,
    run_pytest,
    signals_as_exceptions,
)

FOLDER = ROOT / "tests" / "benchmarks"
MISSED = "BENCH_MISSED"
"""The variable that names the file into which benchmarks write the goals that they miss."""


def chosen(folder: Path, parts: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """The programs and the pytest modules whose names hold one of the parts, all without parts."""

    def wanted(path: Path) -> bool:
        return not parts or any(part in path.stem for part in parts)

    programs = sorted(filter(wanted, folder.glob("bench_*.py")))
    modules = sorted(filter(wanted, folder.glob("test_*.py")))
    return programs, modules


def run_program(path: Path, url: str, environment: Mapping[str, str]) -> int:
    """Runs one program as a module of `tests.benchmarks`; returns its exit code."""
    print(f"\n======== {path.stem.removeprefix('bench_')} ========", flush=True)
    given = {
        **environment,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "district_cms.settings.test",
    }
    command = [sys.executable, "-m", ".".join(path.relative_to(ROOT).with_suffix("").parts)]
    process = subprocess.Popen(command, cwd=ROOT, env=given, start_new_session=True)
    try:
        return process.wait()
    except Interrupted:
        process.terminate()
        process.wait()
        raise


def run_of(module: Path) -> Run:
    """One run of pytest for a module, what needs the district at size included."""
    name = str(module.relative_to(ROOT))
    return Run(module.stem.removeprefix("test_"), ("-s", "--scale", *ONE_PROCESS, name))


def run_all(programs: Sequence[Path], modules: Sequence[Path], missed: Path) -> list[int]:
    """Runs them one after the other; returns their exit codes."""
    environment = {**os.environ, MISSED: str(missed)}
    with signals_as_exceptions(), postgresql_url() as url:
        codes = [run_program(program, url, environment) for program in programs]
        for module in modules:
            # Each in a process of its own: the one before leaves an empty database, and its
            # memory is in nobody's figures.
            codes.append(run_pytest(run_of(module), url, environment).code)
    return codes


def closing(missed: Path) -> str:
    """The goals that were missed, each in a line; "" where there is none."""
    lines = missed.read_text(encoding="utf-8") if missed.exists() else ""
    return f"\n======== goals missed ========\n{lines}" if lines else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 when every benchmark ran, 1 when one failed, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help="only those with this in the name")
    programs, modules = chosen(FOLDER, parser.parse_args(arguments).names)
    if not programs and not modules:
        print("There is no such benchmark in tests/benchmarks.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="dcms-bench-") as folder:
        missed = Path(folder) / "missed"
        try:
            codes = run_all(programs, modules, missed)
        except NoPostgres as error:
            print(f"No PostgreSQL for the benchmarks: {error}", file=sys.stderr)
            return 1
        except Interrupted:
            print(f"{closing(missed)}\nEnded before the benchmarks did.")
            return 130
        print(closing(missed), end="")
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
