"""What `make test` makes of pytest's output."""

import pytest

from scripts.test import NO_TESTS, Outcome, _conclude, closing_line


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


def test_the_closing_line_is_found_in_colour() -> None:
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
