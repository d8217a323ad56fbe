"""What separate processes share: a database that is a copy of the test's, and the environment."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).parents[2]
PROCESS = "tests.crash.process"


@dataclass(frozen=True)
class Outside:
    """The environment of the processes, and the folder in which they may write."""

    environment: Mapping[str, str]
    folder: Path

    def start(self, command: str) -> "subprocess.Popen[str]":
        """Such a process, which reads its input line by line."""
        return subprocess.Popen(
            [sys.executable, "-m", PROCESS, command],
            cwd=ROOT,
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @cached_property
    def _obeying(self) -> "subprocess.Popen[str]":
        """Started once: to import everything takes seconds, and it is asked a dozen times."""
        return self.start("obey")

    def run(self, *command: str) -> Any:
        """What the command came to. Fails when the process has ended."""
        process = self._obeying
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{' '.join(command)}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer, f"{command}: the process ended with {process.wait()}"
        return json.loads(answer)

    def close(self) -> None:
        if "_obeying" in self.__dict__:
            end(self._obeying)


def end(process: "subprocess.Popen[str]") -> None:
    """Let it read to the end of its input, and wait for it."""
    process.communicate(timeout=60)


@contextmanager
def outside(folder: Path, **environment: str) -> Iterator[Outside]:
    """Processes with these variables, on a copy of the test's database."""
    on_sqlite = connection.vendor == "sqlite"
    with copy_on_sqlite(folder) if on_sqlite else copy_on_postgresql() as url:
        made = Outside(
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
        try:
            yield made
        finally:
            made.close()


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
