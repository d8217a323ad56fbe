"""A database of before the first release is refused in a sentence; the demo sets its own aside."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A database in which the migrations of an app of then are recorded."""
    file = tmp_path / "db.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE django_migrations "
            "(id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)"
        )
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('governance', '0001_initial', '2026-11-01')"
        )
    database.close()
    return file


def manage(command: str, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={
            "PATH": "",
            "DJANGO_SETTINGS_MODULE": "district_cms.settings.dev",
            "DATABASE_URL": f"sqlite:///{file}",
            "VAR_DIR": str(file.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_migrating_a_database_of_before_ends_in_a_sentence_and_changes_nothing(
    old_file: Path,
) -> None:
    done = manage("migrate", old_file)
    assert done.returncode == 1
    assert "was made by a version before the first release" in done.stderr
    assert "Traceback" not in done.stderr
    with sqlite3.connect(old_file) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    assert tables == [("django_migrations",)]


def test_the_demo_sets_its_own_database_of_before_aside(old_file: Path) -> None:
    done = manage("set_aside_old_demo", old_file)
    assert done.returncode == 0, done.stderr
    assert "it is now db.old.sqlite3" in done.stdout
    assert not old_file.exists()
    assert old_file.with_name("db.old.sqlite3").exists()
    assert manage("set_aside_old_demo", old_file).stdout == ""
