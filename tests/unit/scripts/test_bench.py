"""Which benchmarks `make bench` runs, and what it reports about their goals."""

from pathlib import Path

import pytest

from scripts.bench import FOLDER, MISSED, chosen, closing, run_of
from tests.benchmarks import goals


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("bench_checks.py", "bench_ledger.py", "test_pages.py", "world.py"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ["bench_checks", "bench_ledger", "test_pages"]),
        (["checks"], ["bench_checks"]),
        (["ledger", "pages"], ["bench_ledger", "test_pages"]),
        (["world"], []),
    ],
)
def test_a_part_of_a_name_chooses_a_benchmark(
    folder: Path, parts: list[str], expected: list[str]
) -> None:
    programs, modules = chosen(folder, parts)
    assert [path.stem for path in (*programs, *modules)] == expected


def test_benchmarks_of_the_full_size_district_are_included() -> None:
    run = run_of(FOLDER / "test_screens.py")
    assert run.name == "screens"
    assert "--scale" in run.arguments
    assert run.arguments[-1] == "tests/benchmarks/test_screens.py"


@pytest.mark.parametrize(
    ("found", "is_reached", "said"),
    [
        (0.7, True, "0.70 ms"),
        (20, True, "20.0 ms"),
        (20.4, False, "20.4 ms"),
        (1234, False, "1,234 ms"),
    ],
)
def test_a_goal_says_whether_it_was_reached(
    found: float, is_reached: bool, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    goals.at_most("a search", found, 20, " ms")
    word = "reached" if is_reached else "missed"
    assert capsys.readouterr().out == f"goal a search, at most 20 ms: {word} ({said})\n"


def test_missed_goals_are_repeated_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = tmp_path / "missed"
    monkeypatch.setenv(MISSED, str(missed))
    goals.at_least("class page cached", 0.86, 0.7, " of bare")
    assert closing(missed) == ""
    goals.at_least("class page uncached", 1.4, 4, " x plain")
    goals.at_most("a search", 31, 20, " ms")
    assert closing(missed).splitlines()[1:] == [
        "======== goals missed ========",
        "goal class page uncached, at least 4 x plain: missed (1.40 x plain)",
        "goal a search, at most 20 ms: missed (31.0 ms)",
    ]
