"""A database is filled once for each state of the code, and every process gets a copy."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from scripts import databases, postgres

WHAT = "numbers"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres.temporary_server() as url:
        yield url


def path_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


def fill_file(url: str) -> None:
    with closing(sqlite3.connect(path_of(url))) as file, file:
        file.execute("CREATE TABLE number (n)")
        file.execute("INSERT INTO number VALUES (7)")


def fill_server(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE number (n integer)")
        connection.execute("INSERT INTO number VALUES (7)")


def never(url: str) -> None:
    raise AssertionError(f"filled again: {url}")


def break_off(url: str) -> None:
    (fill_server if databases.is_postgresql(url) else fill_file)(url)
    raise KeyboardInterrupt


def numbers_in_file(url: str) -> list[tuple[int]]:
    with closing(sqlite3.connect(path_of(url))) as file:
        return file.execute("SELECT n FROM number").fetchall()


def numbers_on_server(url: str) -> list[tuple[int]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT n FROM number").fetchall()


def on_server(url: str) -> set[str]:
    with databases.alone_on(url) as connection:
        return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}


def test_a_file_is_filled_once_and_each_copy_is_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    one = databases.copy_of_file(folder, WHAT, tmp_path / "one", fill_file)
    with closing(sqlite3.connect(path_of(one))) as file, file:
        file.execute("DELETE FROM number")
    other = databases.copy_of_file(folder, WHAT, tmp_path / "other", never)
    assert numbers_in_file(one) == []
    assert numbers_in_file(other) == [(7,)]


def test_a_file_of_another_state_of_the_code_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates"
    databases.copy_of_file(folder, WHAT, tmp_path / "one", fill_file)
    monkeypatch.setattr(databases, "fingerprint", lambda: "later")
    with pytest.raises(AssertionError, match="filled again"):
        databases.copy_of_file(folder, WHAT, tmp_path / "other", never)
    assert list(folder.glob("*.sqlite3")) == []


def test_an_unfinished_file_is_not_copied(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    with pytest.raises(KeyboardInterrupt):
        databases.copy_of_file(folder, WHAT, tmp_path / "one", break_off)
    url = databases.copy_of_file(folder, WHAT, tmp_path / "one", fill_file)
    assert numbers_in_file(url) == [(7,)]


def test_a_server_is_filled_once_and_each_copy_is_its_own(server: str) -> None:
    one = databases.copy_on_server(server, WHAT, "one", fill_server)
    with psycopg.connect(one) as connection:
        connection.execute("DELETE FROM number")
    other = databases.copy_on_server(server, WHAT, "other", never)
    assert numbers_on_server(one) == []
    assert numbers_on_server(other) == [(7,)]
    # Left by a run that was killed: the name is taken, and the copy is made again.
    assert numbers_on_server(databases.copy_on_server(server, WHAT, "one", never)) == [(7,)]


def test_a_template_of_another_state_of_the_code_is_dropped_from_the_server(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases.copy_on_server(server, "old", "copy", fill_server)
    before = f"{databases.PREFIX}old_{databases.fingerprint()}"
    assert before in on_server(server)
    monkeypatch.setattr(databases, "fingerprint", lambda: "later")
    databases.copy_on_server(server, "old", "copy", fill_server)
    assert before not in on_server(server)


def test_an_unfinished_template_is_not_copied(server: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        databases.copy_on_server(server, "broken", "late", break_off)
    assert numbers_on_server(databases.copy_on_server(server, "broken", "late", fill_server)) == [
        (7,)
    ]


def test_every_python_file_and_every_dependency_version_makes_another_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, module = tmp_path / "dev.lock", tmp_path / databases.ROOMS[0] / "models.py"
    module.parent.mkdir()
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    monkeypatch.setattr(databases, "LOCK_FILE", lock)
    states = []
    for versions, code in (("1", "a"), ("2", "a"), ("2", "b")):
        lock.write_text(versions)
        module.write_text(code)
        states.append(databases.fingerprint.__wrapped__())
    module.rename(module.with_name("tables.py"))
    states.append(databases.fingerprint.__wrapped__())
    assert len(set(states)) == 4


@pytest.mark.parametrize("url, name", [
    ("postgresql://postgres@%2Ftmp%2Fdoor/district_cms", "district_cms"),
    ("postgres://one:two@localhost:5433/with%20space", "with space"),
])  # fmt: skip
def test_another_database_of_the_same_server_differs_only_in_its_name(url: str, name: str) -> None:
    assert databases.name_in(url) == name
    assert databases.beside(databases.beside(url, "other"), name) == url
