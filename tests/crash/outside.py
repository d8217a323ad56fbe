"""What separate processes share: a database that is a copy of the test's, and the environment."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).parents[2]
PROCESS = "tests.crash.process"


@dataclass(frozen=True, slots=True)
class Outside:
    """The environment of the processes, and the folder in which they may write."""

    environment: Mapping[str, str]
    folder: Path

    def command(self, *arguments: str, module: str = PROCESS) -> list[str]:
        return [sys.executable, "-m", module, *arguments]

    def run(self, *arguments: str, module: str = PROCESS) -> str:
        done = subprocess.run(
            self.command(*arguments, module=module),
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("report").splitlines()[-1])
        return found


@contextmanager
def outside(folder: Path, **environment: str) -> Iterator[Outside]:
    """Processes with these variables, on a copy of the test's database."""
    on_sqlite = connection.vendor == "sqlite"
    with copy_on_sqlite(folder) if on_sqlite else copy_on_postgresql() as url:
        yield Outside(
            environment={
                **os.environ,
                "DATABASE_URL": url,
                "VAR_DIR": str(folder / "var"),
                "DJANGO_SETTINGS_MODULE": "district_cms.settings.browser",
                "REDIS_URL": "",
                **environment,
            },
            folder=folder,
        )


@contextmanager
def copy_on_sqlite(folder: Path) -> Iterator[str]:
    copied = folder / "outbox.sqlite3"
    original = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copied)) as target:
        source.backup(target)
    yield f"sqlite:///{copied}"


@contextmanager
def copy_on_postgresql() -> Iterator[str]:
    values = connection.settings_dict
    name = f"{values['NAME']}_killed"
    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    door = {ours: values[theirs] for theirs, ours in keys.items() if values[theirs]}
    connection.close()  # a template is copied only while nobody is connected to it
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(dbname="postgres", autocommit=True, **door) as server:
        server.execute(drop)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(values["NAME"])
            )
        )
        # What is committed must outlive a database that dies, as it does in production.
        server.execute(
            sql.SQL("ALTER DATABASE {} SET synchronous_commit TO on").format(sql.Identifier(name))
        )
    try:
        who = ":".join(quote(str(values[key]), safe="") for key in ("USER", "PASSWORD"))
        where = quote(str(values["HOST"]), safe="")
        port = f":{values['PORT']}" if values["PORT"] else ""
        yield f"postgresql://{who}@{where}{port}/{quote(name, safe='')}"
    finally:
        # A connection of its own: the server may have been restarted meanwhile.
        with psycopg.connect(dbname="postgres", autocommit=True, **door) as server:
            server.execute(drop)


def restart_database() -> None:
    """Kill one of the server's processes with -9: PostgreSQL then cuts every connection, and comes
    back from its log, as after a crash. The server must be this machine's and ours to kill."""
    values = connection.settings_dict
    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    door = {ours: values[theirs] for theirs, ours in keys.items() if values[theirs]}
    with psycopg.connect(dbname="postgres", autocommit=True, **door) as server:
        pid = server.info.backend_pid
        os.kill(pid, 9)
