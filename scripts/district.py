"""The demo district behind a real web server, for one run of the browser tests or screenshots.

Everything is its own and gone afterwards: a database (a SQLite file, or one more database on the
PostgreSQL server that is named), the folder of uploads, a free port. The clock of the server
stands on the day that the demo plays on, so that the pages say the same in every year.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from scripts import serving
from scripts.demo import ROOT

ANCHOR = "2026-11-24"
# A Tuesday evening in the district: a posting day, after school and before it ends. Everything
# that the demo tells of that day has happened by then.
MOMENT = f"{ANCHOR}T19:30-07:00"
SETTINGS = "district_cms.settings.browser"
# One page of each type that families meet, by its path.
PUBLIC_PAGES = {
    "home": "/",
    "school": "/juniper-creek/",
    "teacher": "/juniper-creek/ms-rivera/",
    "class": "/juniper-creek/ms-rivera/2026-27/math-3/",
    # With a picture, a table and assignments.
    "update": "/larkspur-middle/mx-tanaka/2026-27/earth-science-7-period-3/2026-09-10/",
    "standard-page": "/enrollment/",
    "curriculum-section": "/curriculum/",
    "curriculum-page": "/curriculum/spanish-1/",
    "search": "/search/?q=math",
    "search-without-results": "/search/?q=xylophone",
    "report-a-barrier": "/accessibility/report/?page=/juniper-creek/",
    "accessibility-statement": "/accessibility/",
    "not-found": "/nothing-is-here/",
}
AHEAD = dt.timedelta(seconds=5)
WORKER_PATIENCE = 15.0  # seconds; it ends its own helpers one after the other


class DistrictFailed(Exception):
    """The district could not be prepared, or its worker stopped; the message says why."""


@dataclass(frozen=True, slots=True)
class District:
    """A running web server. `ids` are the pages' keys by their public paths ("/juniper-creek/")."""

    address: str
    ids: Mapping[str, int]
    log: Path
    # What its programs are started with: the database, the folder, the settings.
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def editing(self, path: str) -> str:
        """The editor's address of the page at a public path."""
        return f"/admin/pages/{self.ids[path]}/edit/"

    def children(self, path: str) -> list[str]:
        """Public paths of the pages directly below one, updates that are not live included."""
        depth = path.count("/") + 1
        return [each for each in self.ids if each.startswith(path) and each.count("/") == depth]

    def ask(self, code: str) -> str:
        """Runs a few lines in a process of the district's own; returns the last line they print.

        Takes some seconds, the start of Django. Raises `DistrictFailed`.
        """
        return _run(code, self.environment, "The question failed").splitlines()[-1]

    def now(self) -> dt.datetime:
        """What time it is for the web server, to the second (UTC)."""
        with urllib.request.urlopen(f"{self.address}/health/") as answer:  # noqa: S310  # ours
            return parsedate_to_datetime(answer.headers["Date"])

    @contextlib.contextmanager
    def working(self, moment: str = "") -> Iterator[None]:
        """A worker of the queue beside the web server.

        Its clock starts at `moment` (ISO 8601 with its offset), or shows the same as the web
        server's: a few seconds more, since one that is behind waits until a message is due.
        What it is doing at the end is done to the end. Raises `DistrictFailed` when it stopped
        by itself.
        """
        moment = moment or (self.now() + AHEAD).isoformat()
        log = self.log.with_name("worker.log")
        command = _command("qcluster", moment=moment)
        with serving.running(command, self.environment, log, patience=WORKER_PATIENCE) as worker:
            yield
            if worker.poll() is not None:
                raise DistrictFailed(f"The worker stopped by itself:\n{serving.end_of(log)}")


@contextlib.contextmanager
def temporary_district(folder: Path, database_url: str = "") -> Iterator[District]:
    """Prepares and serves the demo district; what it writes lies in `folder`.

    `database_url` may name a PostgreSQL server: the district gets a database of its own there.
    Takes about half a minute. Raises `DistrictFailed`, and `WebsiteFailed` of `scripts.serving`.
    """
    with _own_database(folder, database_url) as url:
        port = serving.free_port()
        address = f"http://localhost:{port}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "TMPDIR": str(folder),
            "BASE_URL": address,
            "PYTHONUNBUFFERED": "1",
            "DJANGO_RUNSERVER_HIDE_WARNING": "true",
        }
        ids = _prepare(environment)
        log = folder / "server.log"
        command = _command("runserver", "--noreload")
        with serving.website(command, port, environment, log):
            yield District(address, ids, log, environment)


@contextlib.contextmanager
def _own_database(folder: Path, database_url: str) -> Iterator[str]:
    if not database_url.startswith(("postgres://", "postgresql://")):
        yield f"sqlite:///{folder / 'district.sqlite3'}"
        return
    parts = urlsplit(database_url)
    name = f"district_{uuid.uuid4().hex[:12]}"
    # As Django does for its test databases: the one that every server has.
    door = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(door, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(door, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _command(*arguments: str, moment: str = MOMENT) -> list[str]:
    return [sys.executable, "-m", "scripts.at_moment", moment, *arguments]


def _prepare(environment: Mapping[str, str]) -> dict[str, int]:
    """Migrates and loads in one process: half of the time of each is the start of Django."""
    said = _run(PREPARATION, environment, "The district could not be prepared")
    ids: dict[str, int] = json.loads(said.splitlines()[-1])
    return ids


def _run(code: str, environment: Mapping[str, str], failed: str) -> str:
    """Runs lines of Python with Django at `MOMENT`; returns what they print."""
    done = subprocess.run(
        _command("shell", "--no-imports", "--command", code),
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = serving.last_lines(done.stdout + done.stderr)
        raise DistrictFailed(f"{failed}:\n{said}")
    return done.stdout


PREPARATION = f"""
import json
from django.core.management import call_command
from wagtail.models import Page
call_command("migrate", verbosity=0)
call_command("load_demo", anchor=__import__("datetime").date.fromisoformat("{ANCHOR}"))
pages = Page.objects.filter(depth__gt=1).order_by("path").values_list("url_path", "pk")
print()
print(json.dumps({{"/" + path.split("/", 2)[2]: pk for path, pk in pages}}))
"""
