"""The tests' own PostgreSQL: it answers while it runs, and leaves nothing behind."""

import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from scripts import postgres


def test_a_server_answers_and_is_gone_afterwards_with_its_data() -> None:
    with postgres.temporary_server() as url:
        door = Path(unquote(urlsplit(url).hostname or ""))
        assert stat.S_IMODE(door.stat().st_mode) == 0o700  # nobody else can enter
        with psycopg.connect(url) as connection:
            said = connection.execute("SELECT lower('É'), current_setting('listen_addresses')")
            assert said.fetchone() == ("é", "")
            running_as = connection.execute("SELECT pg_backend_pid()").fetchone()
            assert running_as is not None
            if Path("/proc/self").exists():
                assert Path(f"/proc/{running_as[0]}").stat().st_uid != 0
    assert not door.parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_root_runs_it_as_nobody_and_other_users_as_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.account() == postgres.Account(None, None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert postgres.account().number not in (None, 0)


def test_a_machine_without_postgresql_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "system_programs", lambda: None)
    monkeypatch.setattr(postgres, "packaged_programs", lambda: None)
    with (
        pytest.raises(postgres.NoPostgres, match="Neither the machine nor"),
        postgres.temporary_server(),
    ):
        pass


def test_the_packaged_programs_are_complete() -> None:
    programs = postgres.packaged_programs()
    assert programs is not None
    assert all((programs / name).is_file() for name in postgres.NEEDED)
