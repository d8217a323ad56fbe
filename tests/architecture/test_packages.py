"""Whose packages are whose: a dependency installs a top-level package called `tests`."""

from pathlib import Path

import tests

ROOT = Path(__file__).resolve().parents[2]


def test_the_package_called_tests_is_ours_and_not_a_dependencys() -> None:
    assert tests.__file__ is not None
    assert Path(tests.__file__).resolve() == ROOT / "tests" / "__init__.py"
