"""What `make test` runs where, and what it makes of pytest's output."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import browser, postgres, test
from scripts.postgres import NoPostgres
from scripts.suites import ROOT, Run, runs_of, runs_on_sqlite, runs_once
from scripts.test import (
    IN_MEMORY,
    NO_TESTS,
    Outcome,
    _conclude,
    closing_line,
    district_beside,
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


def test_a_run_that_broke_off_has_no_closing_line() -> None:
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
        left_out=[],
        missing_server=missing_server,
        missing_browser=False,
        selected=selected,
    )
    assert code == expected


def test_a_run_without_postgresql_or_browser_is_said_loudly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _conclude(
        [Outcome("SQLite", 0, "=== 3 passed in 1.0s ===")],
        left_out=["benchmarks"],
        missing_server="no programs",
        missing_browser=True,
        selected=False,
    )
    said = capsys.readouterr().out
    assert "!!!! NOT RUN ON POSTGRESQL: no programs" in said
    assert "!!!! BROWSER TESTS WERE NOT RUN" in said
    assert "Left out: benchmarks" in said
    assert said.rstrip().endswith("=== 3 passed in 1.0s ===")


class Machine:
    """What `run_suites` would start, kept instead: each run's database, and its arguments."""

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        *,
        server: bool = True,
        heard: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.heard = heard or {}
        self.nothing_new: list[str] = []
        self.started: list[tuple[str, Run]] = []
        self.has_server = server
        for name in ("RUN_BROWSER_ON_SQLITE", "ALLOW_NO_POSTGRES"):
            monkeypatch.delenv(name, raising=False)
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
        for note in (each for each in run.arguments if each.startswith("--whole=")):
            told = {name: {"statements": sent, "seconds": 1} for name, sent in self.heard.items()}
            Path(note.removeprefix("--whole=")).write_text(json.dumps(told))
        for listed in (each for each in run.arguments if each.startswith("--nothing-new=")):
            self.nothing_new = json.loads(Path(listed.removeprefix("--nothing-new=")).read_text())
        return Outcome(run.name, 0, "1 passed in 1s")

    def arguments(self, url: str, index: int = 0) -> Sequence[str]:
        return [run for at, run in self.started if at == url][index].arguments


def ignored(arguments: Sequence[str]) -> set[str]:
    return {each.removeprefix("--ignore=") for each in arguments if each.startswith("--ignore=")}


@pytest.mark.parametrize("given, on_postgresql, on_sqlite", [
    ([], {"tests/browser", *runs_on_sqlite()}, {"tests/browser", *runs_once()}),
    (["--full"], {"tests/browser"}, {"tests/browser"}),
    (["--only", "postgresql"], {"tests/browser"}, None),
    (["--only", "sqlite"], None, {"tests/browser"}),
    (["-k", "cadence"], {"tests/browser", *runs_on_sqlite()}, {"tests/browser", *runs_once()}),
])  # fmt: skip
def test_each_database_leaves_out_what_runs_on_the_other_alone(
    given: list[str],
    on_postgresql: set[str] | None,
    on_sqlite: set[str] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(monkeypatch)
    assert test.main(given) == 0
    for url, left_out in (("postgresql://server/one", on_postgresql), (IN_MEMORY, on_sqlite)):
        started = [run for at, run in machine.started if at == url]
        assert bool(started) is (left_out is not None)
        if left_out is not None:
            assert ignored(started[0].arguments) == left_out


def test_without_postgresql_everything_runs_on_sqlite_with_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(monkeypatch, server=False)
    assert test.main([]) == 1  # and is said, as a test above has it
    assert ignored(machine.arguments(IN_MEMORY)) == {"tests/browser"}
    assert "tests/browser" in machine.arguments(IN_MEMORY, 1)


def test_what_was_left_out_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Machine(monkeypatch)
    test.main([])
    said = "what tests/runs_once.toml names, on one of the two (--full adds it)"
    assert said in capsys.readouterr().out
    test.main(["--full"])
    assert "runs_once" not in capsys.readouterr().out


def test_sqlite_leaves_out_what_would_tell_nothing_new(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch, heard={"tests/test_a.py::test_one[1]": ["one"]})
    monkeypatch.setattr(test.heard, "need_not_run", lambda found, _root: sorted(found))
    monkeypatch.setattr(test.heard, "whole_modules", lambda *_asked: ["tests/test_a.py"])
    test.main([])
    assert machine.nothing_new == ["tests/test_a.py::test_one[1]"]
    assert "tests/test_a.py" in ignored(machine.arguments(IN_MEMORY))
    assert "1 test(s) on SQLite, whose statements" in capsys.readouterr().out


def test_what_tells_nothing_new_is_left_out_of_no_other_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(monkeypatch, heard={"tests/test_a.py::test_one[1]": ["one"]})
    monkeypatch.setattr(test.heard, "need_not_run", lambda found, _root: sorted(found))
    test.main(["-k", "cadence"])
    assert machine.nothing_new == []


def test_files_that_are_named_run_on_both_as_they_are_named() -> None:
    named = ("tests/unit/scripts/test_test.py",)
    (run,) = runs_of("SQLite", named, with_browser=True, left_out=tuple(runs_once()))
    assert ignored(run.arguments) == set()
    assert run.arguments[-1:] == named


def test_no_district_is_loaded_where_nobody_opens_it() -> None:
    with district_beside("postgresql://nowhere/", wanted=False) as variables:
        assert variables == {}


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_what_make_starts_may_keep_what_it_compiled() -> None:
    """A hundred programs would compile all modules again, and pytest rewrite all tests."""
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
