"""Which benchmarks `make bench` runs."""

from pathlib import Path

import pytest

from scripts.bench import FOLDER, chosen, run_of


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


def test_what_needs_the_district_at_size_is_not_left_out() -> None:
    run = run_of(FOLDER / "test_dashboards.py")
    assert run.name == "dashboards"
    assert "--scale" in run.arguments
    assert run.arguments[-1] == "tests/benchmarks/test_dashboards.py"
