"""A database of before the first release is refused in a sentence; the demo sets its own aside."""

import io
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from district_cms.demo.management.commands import make_demo
from district_cms.web.refused.old_database import NEEDS_NO_TABLES, WAY_OUT, WORDS, CommandLine

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
        [sys.executable, "manage.py", *command.split()],
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
        timeout=60,
    )


def tables(file: Path) -> list[tuple[str]]:
    with sqlite3.connect(file) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    return found


# Each is a program of its own. That every other command is refused is asked in this process below.
@pytest.mark.parametrize(
    "command",
    [
        "migrate",
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in (
                "help nightly",
                "load_demo",
                "verify_log",
                "runserver 127.0.0.1:1",
                "qcluster",
            )
        ),
    ],
)
def test_a_command_on_a_database_of_before_ends_in_a_sentence_and_changes_nothing(
    command: str, old_file: Path
) -> None:
    done = manage(command, old_file)
    assert done.returncode == (0 if command.startswith("help") else 1)
    settings_line, *said = done.stderr.splitlines()
    assert settings_line.startswith("district_cms.settings.dev")
    if command.startswith("help"):
        assert said == []
    else:
        assert said == [WORDS.format(alias="default"), WAY_OUT]
    assert tables(old_file) == [("django_migrations",)]


@pytest.fixture
def old_tables(db: None) -> None:
    MigrationRecorder(connection).record_applied("governance", "0001_initial")


def is_let_through(command: str, *more: str) -> bool:
    said = io.StringIO()
    try:
        CommandLine(["manage.py", command, *more], stderr=said).fetch_command(command)
    except SystemExit:
        return False
    return said.getvalue() == ""


def test_every_command_that_needs_tables_is_refused(old_tables: None) -> None:
    commands = get_commands()
    assert commands.keys() >= NEEDS_NO_TABLES
    assert {name for name in commands if is_let_through(name)} == NEEDS_NO_TABLES
    assert is_let_through("nightly", "--help")


@pytest.mark.django_db
def test_on_a_database_of_today_no_command_is_refused() -> None:
    assert [name for name in get_commands() if not is_let_through(name)] == []


# It loads a demo whole; what is refused, and why, is asked by the tests beside it.
@pytest.mark.slow
def test_the_demo_sets_its_own_database_of_before_aside(old_file: Path) -> None:
    done = manage("set_aside_old_demo", old_file)
    assert done.returncode == 0, done.stderr
    assert "it is now db.old.sqlite3" in done.stdout
    assert not old_file.exists()
    assert old_file.with_name("db.old.sqlite3").exists()
    assert manage("set_aside_old_demo", old_file).stdout == ""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that making the demo calls; none of them runs."""
    called: list[str] = []
    monkeypatch.setattr(make_demo, "call_command", lambda name, **options: called.append(name))
    return called


def test_making_the_demo_sets_aside_migrates_and_loads_in_one_program(
    db: None, steps: list[str]
) -> None:
    call_command("make_demo")
    assert steps == ["set_aside_old_demo", "migrate", "load_demo"]


def test_making_the_demo_goes_no_further_on_a_database_of_before_that_is_not_set_aside(
    old_tables: None, steps: list[str]
) -> None:
    with pytest.raises(CommandError, match="before the first release"):
        call_command("make_demo")
    assert steps == ["set_aside_old_demo"]
