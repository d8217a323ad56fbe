"""`make bench`: runs the benchmarks one by one, with a PostgreSQL server.

A benchmark is a program, `tests/benchmarks/bench_<what>.py`, that prints its measurements, or a
module of pytest tests there, `test_<what>.py`, if it needs a filled test database. A part of a name
limits the run: `make bench ARGS=checks`.

The project's own limits are goals (`tests/benchmarks/goals.py`). Missed goals are listed at the end
but are no failure, because the machine may be slow."""

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
"""The environment variable with the path of the file to which benchmarks write missed goals."""


def chosen(folder: Path, parts: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """Returns the programs and the pytest modules whose names contain one of the parts; all without
    parts."""

    def wanted(path: Path) -> bool:
        return not parts or any(part in path.stem for part in parts)

    programs = sorted(filter(wanted, folder.glob("bench_*.py")))
    modules = sorted(filter(wanted, folder.glob("test_*.py")))
    return programs, modules


def run_program(path: Path, url: str, environment: Mapping[str, str]) -> int:
    """Runs one program as a module of `tests.benchmarks`; returns its exit code."""
    print(f"\n======== {path.stem.removeprefix('bench_')} ========", flush=True)
    program_environment = {
        **environment,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "district_cms.settings.test",
    }
    command = [sys.executable, "-m", ".".join(path.relative_to(ROOT).with_suffix("").parts)]
    process = subprocess.Popen(command, cwd=ROOT, env=program_environment, start_new_session=True)
    try:
        return process.wait()
    except Interrupted:
        process.terminate()
        process.wait()
        raise


def run_of(module: Path) -> Run:
    """Returns the run of pytest for a module, including tests that need the full-size district."""
    name = str(module.relative_to(ROOT))
    return Run(module.stem.removeprefix("test_"), ("-s", "--scale", *ONE_PROCESS, name))


def run_all(programs: Sequence[Path], modules: Sequence[Path], missed: Path) -> list[int]:
    """Runs all benchmarks one by one; returns their exit codes."""
    environment = {**os.environ, MISSED: str(missed)}
    with signals_as_exceptions(), postgresql_url() as url:
        codes = [run_program(program, url, environment) for program in programs]
        for module in modules:
            # A process for each: it starts with an empty database, and its memory is not counted
            # elsewhere.
            codes.append(run_pytest(run_of(module), url, environment).code)
    return codes


def closing(missed: Path) -> str:
    """Returns the list of missed goals, one per line; "" if there are none."""
    lines = missed.read_text(encoding="utf-8") if missed.exists() else ""
    return f"\n======== goals missed ========\n{lines}" if lines else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if every benchmark ran, 1 if one failed, 130 after Ctrl-C."""
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
