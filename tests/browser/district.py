"""The demo district behind a real web server, for one run of the browser tests.

Everything is its own and gone afterwards: a database (a SQLite file, or one more database on the
PostgreSQL server that is named), the folder of uploads, a free port. The clock of the server
stands on the day that the demo plays on, so that the pages say the same in every year.

Loading takes most of a minute, so that it is done once for all who name the same place:

    python -m tests.browser.district PLACE [DATABASE_URL]

Each `temporary_district` is a copy of what lies there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path

from scripts import databases, processes
from scripts.processes import ROOT
from tests.browser.django_process import QuestionFailed, Questions

ANCHOR = "2026-11-24"
# A Tuesday evening in the district: a posting day, after school and before it ends. Everything
# that the demo tells of that day has happened by then.
MOMENT = f"{ANCHOR}T19:30-07:00"
SETTINGS = "district_cms.settings.browser"
SETTINGS_OF_TESTS = "district_cms.settings.test"
SQLITE = "district.sqlite3"
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
    environment: Mapping[str, str]
    questions: Questions
    # The web processes that run.
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def editing(self, path: str) -> str:
        """The editor's address of the page at a public path."""
        return f"/admin/pages/{self.ids[path]}/edit/"

    def children(self, path: str) -> list[str]:
        """Public paths of the pages directly below one, updates that are not live included."""
        depth = path.count("/") + 1
        return [each for each in self.ids if each.startswith(path) and each.count("/") == depth]

    def ask(self, code: str) -> str:
        """Runs a few lines in a process of the district's own; returns the last line they print.

        The first time it takes some seconds, the start of Django. Raises `DistrictFailed`.
        """
        try:
            return self.questions.ask(code).splitlines()[-1]
        except QuestionFailed as failed:
            raise DistrictFailed(f"The question failed:\n{failed}") from failed

    @contextlib.contextmanager
    def second_website(self) -> Iterator[str]:
        """One more web process on the same database and folder, with the same clock; its
        address."""
        port = processes.free_port()
        moment = (self.now() + AHEAD).isoformat()
        log = self.log.with_name("second.log")
        command = _command("runserver", "--noreload", moment=moment)
        with processes.website(command, port, self.environment, log) as program:
            self.programs.append(program)
            try:
                yield f"http://localhost:{port}"
            finally:
                self.programs.remove(program)

    def move_clock(self, moment: str) -> None:
        """Sets the clock of all web processes to this moment (ISO 8601 with its offset)."""
        Path(self.environment["MOMENT_FILE"]).write_text(moment)
        for program in self.programs:
            program.send_signal(signal.SIGUSR1)

    def now(self) -> dt.datetime:
        """What time it is for the web server, to the second (UTC)."""
        with urllib.request.urlopen(f"{self.address}/health/") as answer:  # ours
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
        with processes.running(command, self.environment, log, timeout=WORKER_PATIENCE) as worker:
            yield
            if worker.poll() is not None:
                raise DistrictFailed(f"The worker stopped by itself:\n{processes.end_of(log)}")


@contextlib.contextmanager
def temporary_district(
    folder: Path, database_url: str = "", *, place: Path | None = None
) -> Iterator[District]:
    """Serves a copy of the demo district; what it writes lies in `folder`.

    `database_url` may name a PostgreSQL server: the district gets a database of its own there.
    `place` is where it was loaded, or is to be loaded for others as well. Raises `DistrictFailed`,
    and `WebsiteFailed` of `scripts.processes`.
    """
    loaded = load_once(place or folder / "loaded", database_url)
    with _copied(loaded, folder, database_url) as url:
        port = processes.free_port()
        address = f"http://localhost:{port}"
        databases.answer_at(url, port)
        environment = {**_environment(folder, url), "BASE_URL": address}
        log = folder / "server.log"
        command = _command("runserver", "--noreload")
        with processes.website(command, port, environment, log) as program:
            questions = Questions(MOMENT, environment)
            try:
                yield District(address, loaded.ids, log, environment, questions, [program])
            finally:
                questions.end()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A district that nobody serves: its database, its files, its pages' keys."""

    url: str
    files: Path
    ids: Mapping[str, int]


def load_once(place: Path, database_url: str = "") -> Loaded:
    """Loads the demo, unless someone has loaded it in this place; waits while someone does.

    Its database goes with the server or the folder that it lies in. Raises `DistrictFailed`.
    """
    place.mkdir(parents=True, exist_ok=True)
    files, note = place / "files", place / "loaded.json"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            files.mkdir(exist_ok=True)
            url = _database(place, database_url)
            said = _run(MIGRATION + LOADING, _environment(files, url), FAILED)
            ids = json.loads(said.splitlines()[-1])
            note.write_text(json.dumps({"url": url, "ids": ids}))
    found = json.loads(note.read_text())
    return Loaded(found["url"], files, found["ids"])


def _database(place: Path, database_url: str) -> str:
    """A database without rows of ours. On a server the tests' own template serves: it is one of
    tests, which need no triggers, and migrating again installs ours."""

    def migrate(address: str) -> None:
        environment = _environment(place / "files", address)
        _run(MIGRATION, {**environment, "DJANGO_SETTINGS_MODULE": SETTINGS_OF_TESTS}, FAILED)

    if databases.is_postgresql(database_url):
        name = f"district_{uuid.uuid4().hex[:12]}"
        return databases.copy_on_server(database_url, databases.MIGRATED, name, migrate)
    return f"sqlite:///{place / SQLITE}"


@contextlib.contextmanager
def _copied(loaded: Loaded, folder: Path, database_url: str) -> Iterator[str]:
    """A copy of the files in `folder`, and the address of a copy of the database."""
    shutil.copytree(loaded.files, folder, dirs_exist_ok=True)
    if not databases.is_postgresql(database_url):
        copied = folder / SQLITE
        databases.copy_file(Path(loaded.url.removeprefix("sqlite:///")), copied)
        yield f"sqlite:///{copied}"
        return
    name = f"district_{uuid.uuid4().hex[:12]}"
    with databases.alone_on(database_url) as server:
        databases.create(server, name, databases.name_in(loaded.url))
    try:
        yield databases.beside(database_url, name)
    finally:
        with databases.alone_on(database_url) as server:
            databases.drop(server, name)


def unload(place: Path) -> None:
    """Removes what `load_once` loaded in this place; someone who comes later loads it again."""
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = place / "loaded.json"
        url = json.loads(note.read_text())["url"] if note.exists() else ""
        note.unlink(missing_ok=True)
        shutil.rmtree(place / "files", ignore_errors=True)
        for each in place.glob(f"{SQLITE}*"):  # the write-ahead log beside it
            each.unlink()
    if databases.is_postgresql(url):
        with databases.alone_on(url) as server:
            databases.drop(server, databases.name_in(url))


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "MOMENT_FILE": str(folder / "moment"),
        "TMPDIR": str(folder),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_RUNSERVER_HIDE_WARNING": "true",
    }


def _command(*arguments: str, moment: str = MOMENT) -> list[str]:
    return [sys.executable, "-m", "tests.browser.at_moment", moment, *arguments]


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
        said = processes.last_lines(done.stdout + done.stderr)
        raise DistrictFailed(f"{failed}:\n{said}")
    return done.stdout


FAILED = "The district could not be prepared"
MIGRATION = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
LOADING = f"""
import json
from django.core.management import call_command
from wagtail.models import Page
call_command("load_demo", anchor=__import__("datetime").date.fromisoformat("{ANCHOR}"))
pages = Page.objects.filter(depth__gt=1).order_by("path").values_list("url_path", "pk")
print()
print(json.dumps({{"/" + path.split("/", 2)[2]: pk for path, pk in pages}}))
"""


def main(arguments: Sequence[str]) -> int:
    """Loads the district in a place, for whoever serves it later."""
    place, *rest = arguments
    try:
        load_once(Path(place), *rest)
    except DistrictFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
