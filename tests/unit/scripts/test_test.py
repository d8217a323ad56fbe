"""What `make test` runs on which database, and how it reads pytest's output."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest

from scripts import browser, postgres, test
from scripts.postgres import NoPostgres
from scripts.test import (
    BROWSER_TESTS,
    IN_MEMORY,
    NO_TESTS,
    PROCESSES,
    ROOT,
    Outcome,
    Run,
    _conclude,
    closing_line,
    district_beside,
    runs_on_sqlite,
    whole_runs,
)


@pytest.mark.parametrize(
    "closing",
    [
        "============= 12 passed in 3.21s =============",
        "=== 1 failed, 11 passed, 2 skipped in 61.02s (0:01:01) ===",
        "============= no tests ran in 0.01s =============",
        "=============== 1 error in 0.33s ================",
        "3 passed in 0.1s",
    ],
)
def test_the_closing_line_is_found_whatever_follows_it(closing: str) -> None:
    output = f"collected 12 items\n\n.....\n{closing}\nError in a thread that ends late\n"
    assert closing_line(output) == closing


def test_the_closing_line_is_found_in_color() -> None:
    output = (
        "\x1b[32m===== \x1b[1m12 passed\x1b[0m, \x1b[33m1 skipped\x1b[0m in 3.21s =====\x1b[0m\n"
    )
    assert closing_line(output) == "===== 12 passed, 1 skipped in 3.21s ====="


def test_an_interrupted_run_has_no_closing_line() -> None:
    assert closing_line("INTERNALERROR> something\n") == "(pytest ended without a closing line)"


@pytest.mark.parametrize(
    ("codes", "missing_server", "allowed", "selected", "expected"),
    [
        ((0, 0), "", False, False, 0),
        ((1, 0), "", False, False, 1),
        ((0, 1), "", False, False, 1),
        ((0,), "no programs", False, False, 1),
        ((0,), "no programs", True, False, 0),
        ((1,), "no programs", True, False, 1),
        ((0, NO_TESTS), "", False, False, 1),
        ((0, NO_TESTS), "", False, True, 0),
        ((NO_TESTS, NO_TESTS), "", False, True, 1),
    ],
)
def test_both_databases_must_pass(
    codes: tuple[int, ...],
    missing_server: str,
    allowed: bool,
    selected: bool,
    expected: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALLOW_NO_POSTGRES", "1" if allowed else "")
    outcomes = [Outcome("a database", code, "closing") for code in codes]
    code = _conclude(
        outcomes,
        missing_server=missing_server,
        missing_browser=False,
        selected=selected,
    )
    assert code == expected


def test_a_run_without_postgresql_or_browser_is_reported_clearly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _conclude(
        [Outcome("SQLite", 0, "=== 3 passed in 1.0s ===")],
        missing_server="no programs",
        missing_browser=True,
        selected=False,
    )
    said = capsys.readouterr().out
    assert "!!!! NOT RUN ON POSTGRESQL: no programs" in said
    assert "!!!! BROWSER TESTS WERE NOT RUN" in said
    assert said.rstrip().endswith("=== 3 passed in 1.0s ===")


class Machine:
    """Records what `run_suites` would start: each run's database, and its arguments."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, server: bool = True) -> None:
        self.started: list[tuple[str, Run]] = []
        self.has_server = server
        monkeypatch.delenv("ALLOW_NO_POSTGRES", raising=False)
        monkeypatch.setattr(browser, "find_or_bring", lambda _machine: "/usr/bin/chromium")
        monkeypatch.setattr(test, "postgresql_url", self.server)
        monkeypatch.setattr(test, "run_pytest", self.run)
        monkeypatch.setattr(test, "district_beside", self.no_district)

    @contextmanager
    def server(self, settings: Sequence[str]) -> Iterator[str]:
        assert settings == postgres.OF_TESTS
        if not self.has_server:
            raise NoPostgres("no programs")
        yield "postgresql://server/one"

    @contextmanager
    def no_district(self, url: str, *, wanted: bool) -> Iterator[dict[str, str]]:
        yield {"LOADED_DISTRICT": url} if wanted else {}

    def run(self, run: Run, url: str, environment: Mapping[str, str]) -> Outcome:
        self.started.append((url, run))
        return Outcome(run.name, 0, "1 passed in 1s")


def test_sqlite_runs_the_marked_tests_and_postgresql_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(monkeypatch)
    assert test.main([]) == 0
    (first, suite), (second, browsers), (third, on_sqlite) = machine.started
    assert (first, second, third) == (*["postgresql://server/one"] * 2, IN_MEMORY)
    assert f"--ignore={BROWSER_TESTS}" in suite.arguments
    assert BROWSER_TESTS in browsers.arguments
    assert on_sqlite.arguments[-2:] == ("-m", "sqlite")


def test_without_postgresql_everything_runs_on_sqlite_with_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(monkeypatch, server=False)
    assert test.main([]) == 1  # and is reported, as tested above
    (first, suite), (second, browsers) = machine.started
    assert (first, second) == (IN_MEMORY, IN_MEMORY)
    assert suite.arguments == (*PROCESSES, f"--ignore={BROWSER_TESTS}")
    assert BROWSER_TESTS in browsers.arguments


def test_named_files_run_on_both_databases() -> None:
    named = ("tests/unit/scripts/test_test.py",)
    for (run,) in (whole_runs("PostgreSQL", named), runs_on_sqlite(named)):
        assert run.arguments == (*PROCESSES, *named)


def test_no_district_is_loaded_if_no_browser_test_runs() -> None:
    with district_beside("postgresql://nowhere/", wanted=False) as variables:
        assert variables == {}


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_programs_started_by_make_may_cache_bytecode() -> None:
    """Otherwise a hundred programs would compile all modules again, and pytest rewrite all
    tests."""
    rule = 'said:\n\t@echo "[$$PYTHONDONTWRITEBYTECODE]"\n'
    said = subprocess.run(
        ["make", "--silent", "-f", "Makefile", "-f", "-", "said"],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        input=rule,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"
