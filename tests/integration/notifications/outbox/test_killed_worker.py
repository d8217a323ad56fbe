"""A real worker, killed with -9 in the middle of 200 sends; a second one finishes.

The worker is `manage.py qcluster` in a process group of its own, on a copy of the test database
(a file, or a PostgreSQL database), with a provider that notes on disk what it was asked to send.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).parents[4]
MESSAGES = 200
KILL_AFTER = 60  # begun sends: in the middle of the second batch of someone
WORKERS = 2
PATIENCE = 120  # seconds; a busy machine is slow, not wrong
PROCESS = "tests.integration.notifications.outbox.outbox_process"


@dataclass(frozen=True, slots=True)
class Outside:
    """What separate processes share: the environment, and the provider's own count."""

    environment: Mapping[str, str]
    counter: Path

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", PROCESS, *arguments],
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def report(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("report").splitlines()[-1])
        return found

    def states(self) -> set[str]:
        return set(self.report()["states"].values())  # type: ignore[attr-defined]

    def noted(self, what: str) -> Counter[str]:
        """How often the provider noted this ("begin" or "end") for each message."""
        lines = self.counter.read_text().splitlines() if self.counter.exists() else []
        return Counter(line.split()[1] for line in lines if line.split()[0] == what)


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
    with psycopg.connect(dbname="postgres", autocommit=True, **door) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(values["NAME"])
            )
        )
        try:
            who = ":".join(quote(str(values[key]), safe="") for key in ("USER", "PASSWORD"))
            where = quote(str(values["HOST"]), safe="")
            port = f":{values['PORT']}" if values["PORT"] else ""
            yield f"postgresql://{who}@{where}{port}/{quote(name, safe='')}"
        finally:
            server.execute(drop)


@pytest.fixture
def outside(db: None, tmp_path: Path) -> Iterator[Outside]:
    on_sqlite = connection.vendor == "sqlite"
    counter = tmp_path / "provider.txt"
    with copy_on_sqlite(tmp_path) if on_sqlite else copy_on_postgresql() as url:
        yield Outside(
            environment={
                **os.environ,
                "DATABASE_URL": url,
                "VAR_DIR": str(tmp_path / "var"),
                "DJANGO_SETTINGS_MODULE": "district_cms.settings.browser",
                "MAIL_PROVIDER": "tests.fakes.counting_provider.CountingProvider",
                "COUNTING_PROVIDER_FILE": str(counter),
                "COUNTING_PROVIDER_SECONDS": "0.02",
                "QUEUE_WORKERS": str(WORKERS),
                "REDIS_URL": "",
            },
            counter=counter,
        )


@contextmanager
def worker(outside: Outside, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real worker with all its processes; whatever is left of it goes at the end."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=ROOT,
            env=dict(outside.environment),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 to the worker and every process that it started: the group is its own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(reached: object, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():  # type: ignore[operator]
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} seconds"
        time.sleep(0.02)


def test_killed_in_the_middle_every_message_is_sent_at_most_once_and_none_is_lost_or_stuck(
    outside: Outside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside.run("fill", str(MESSAGES))

    with worker(outside, tmp_path / "first.log") as first:
        wait_until(lambda: outside.noted("begin").total() >= KILL_AFTER, "sends of the first")
        kill(first)
    begun, ended = outside.noted("begin"), outside.noted("end")
    at_kill = Counter(outside.report()["states"].values())  # type: ignore[attr-defined]
    assert KILL_AFTER <= begun.total() < MESSAGES
    in_flight = at_kill["handed_over"]

    swept = outside.run("sweep").strip()
    with worker(outside, tmp_path / "second.log"):
        wait_until(lambda: outside.noted("end").total() >= MESSAGES - in_flight, "the rest")
        wait_until(lambda: outside.states() <= {"accepted", "unknown"}, "the last answers")

    last = outside.report()
    states: dict[str, str] = last["states"]  # type: ignore[assignment]
    finally_states, seen = Counter(states.values()), outside.noted("begin")
    with capsys.disabled():
        print(
            f"\n  killed -9 on {connection.vendor}: {MESSAGES} messages;"
            f"\n    at the kill: {begun.total()} begun and {ended.total()} ended at the provider,"
            f" outbox {dict(sorted(at_kill.items()))}"
            f"\n    the sweep: {swept}"
            f"\n    after the second worker: outbox {dict(sorted(finally_states.items()))};"
            f" provider: {len(seen)} messages, each at most {max(seen.values())} time"
        )
    # At most once at the provider, each try counted in our own row.
    assert max(seen.values()) == 1
    assert last["most_attempts"] == 1
    assert last["handed_over"] == MESSAGES
    # None lost or stuck: all accepted but those that the first worker had in its hands.
    assert in_flight <= WORKERS
    assert finally_states == Counter(accepted=MESSAGES - in_flight, unknown=in_flight)
    unknown = {pk for pk, state in states.items() if state == "unknown"}
    assert set(states) - unknown <= set(outside.noted("end"))
    # What is unknown is what was begun and not ended, or ended and not written down.
    assert {pk for pk in begun if pk not in ended} <= unknown
