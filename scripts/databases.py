"""Databases that are filled once and copied for every process that needs its own.

A test process takes a quarter of a minute to migrate and a tenth of a second to copy. The source of
a copy is called a template, as in PostgreSQL: a database on the same server, or an SQLite file. An
incomplete template is never copied: it gets its name when it is full."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
# The inputs of a migrated database's tables and rows: our own Python, and dependency versions.
ROOMS = ("classroom", "district_cms", "notifications", "signatures")
LOCK_FILE = ROOT / "requirements" / "dev.lock"
PREFIX = "dcms_template_"
MIGRATED = "migrated"  # the template with every table, and only the rows that migrations create
# The advisory lock that a process holds on a server while it makes or copies a template.
SERVER_LOCK = 0x64636D73

Fill = Callable[[str], None]


@cache
def fingerprint() -> str:
    """Returns twelve letters for the state of the code; templates of other states are not
    copied."""
    digest = hashlib.sha256(LOCK_FILE.read_bytes())
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def is_postgresql(url: str) -> bool:
    return url.startswith(("postgres://", "postgresql://"))


def beside(url: str, name: str) -> str:
    """Returns the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name, safe='')}"))


def name_in(url: str) -> str:
    """Returns the name of the database in an address."""
    return unquote(urlsplit(url).path.removeprefix("/"))


@contextlib.contextmanager
def alone_on(url: str) -> Iterator[psycopg.Connection]:
    """Yields a connection to the server while no other process makes or copies a template there.

    Connects to the `postgres` database, as Django does for its test databases."""
    with psycopg.connect(beside(url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [SERVER_LOCK])
        yield server


def drop(server: psycopg.Connection, name: str) -> None:
    """Drops a database, even with open connections."""
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def create(server: psycopg.Connection, name: str, template: str = "template1") -> None:
    """Creates a database as a copy of another one."""
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def copy_on_server(url: str, what: str, name: str, fill: Fill) -> str:
    """Copies the template `what` to a new database `name`; returns its address.

    `url` names any database of the server. `fill` gets the address of an empty database, and is
    called if there is no template of this state of the code; those of other states are dropped."""
    prefix = f"{PREFIX}{what}_"
    template = prefix + fingerprint()
    with alone_on(url) as server:
        rows = server.execute("SELECT datname FROM pg_database").fetchall()
        existing = {str(row[0]) for row in rows if str(row[0]).startswith(prefix)}
        if template not in existing:
            for old in existing:
                drop(server, old)
            unfinished = f"{prefix}unfinished"
            create(server, unfinished)
            fill(beside(url, unfinished))
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(unfinished), sql.Identifier(template)
                )
            )
        drop(server, name)
        create(server, name, template)
    return beside(url, name)


def copy_of_file(folder: Path, what: str, copied: Path, fill: Fill) -> str:
    """Does the same with SQLite: the template is in `folder`. Returns the address of `copied`."""
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / f"{what}-{fingerprint()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for old in folder.glob(f"{what}-*"):
                old.unlink()
            unfinished = folder / f"{what}-unfinished.sqlite3"
            fill(f"sqlite:///{unfinished}")
            unfinished.rename(template)
        copied.unlink(missing_ok=True)
        copy_file(template, copied)
    return f"sqlite:///{copied}"


def copy_file(source: Path, target: Path) -> None:
    """Copies an SQLite database, including its write-ahead log."""
    with (
        contextlib.closing(sqlite3.connect(source)) as whole,
        contextlib.closing(sqlite3.connect(target)) as copied,
    ):
        whole.backup(copied)


def answer_at(url: str, port: int) -> None:
    """Sets the port of a copy's site, as the demo does at each start."""
    if is_postgresql(url):
        with psycopg.connect(url) as server:
            server.execute("UPDATE wagtailcore_site SET port = %s", [port])
        return
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
        file.execute("UPDATE wagtailcore_site SET port = ?", [port])
