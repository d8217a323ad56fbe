"""Digests from the decision to the recorded answer, into an API-shaped sink: how fast, with how
much computing, how many queries and how much memory.

Each family follows 1 to 6 of so many classes, drawn by a seeded generator; each class has two
updates in the window. What is read once for a window (the pages themselves) is made here, not
read: it does not grow with the families. `BENCH_DIGESTS` is the number of families, `BENCH_SMTP`
that over SMTP.

Afterwards nuntius sends some of the same digests into the same sink: `BENCH_NUNTIUS`, none with 0.
"""

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from notifications.digests import services
from notifications.families.tokens import stop_url
from notifications.models import (
    DigestItem,
    Message,
    MessageEvent,
)
from notifications.models.contents import parts_of
from notifications.rules.filling import TAG
from notifications.services import claim_batch, dispatch_batch
from notifications.sources import Directory
from tests.fakes.sink import PORT

from . import goals
from .families import CLASSES, WINDOW, all_classes, families, prepared

pytestmark = pytest.mark.django_db(transaction=True)

FAMILIES = int(os.environ.get("BENCH_DIGESTS", "10000"))
NUNTIUS = "3.0.1"
FOR_NUNTIUS = int(os.environ.get("BENCH_NUNTIUS", "2000"))
BY_SMTP = int(os.environ.get("BENCH_SMTP", "5000"))
# CPU seconds of this process for 1,000 digests, from the decision to the recorded answer.
BY_API_CPU, BY_SMTP_CPU = 1.0, 2.5
MOST_QUERIES = 0.1  # for a message
TIMES_NUNTIUS = 10
# How many times as slow this machine may be as one whose cores are its own.
SLOWER = float(os.environ.get("BENCH_SLOWER", "2"))
ROOT = Path(__file__).parents[2]


@dataclass
class Measured:
    seconds: float = 0.0
    cpu: float = 0.0
    queries: int = 0

    def and_then(self, *others: "Measured") -> "Measured":
        all_of_them = (self, *others)
        return Measured(
            sum(each.seconds for each in all_of_them),
            sum(each.cpu for each in all_of_them),
            sum(each.queries for each in all_of_them),
        )

    def line(self, what: str, number: int) -> str:
        return (
            f"  {what}: {number / self.seconds:,.0f} a second, "
            f"{1000 * self.cpu / number:.2f} CPU s per 1,000, "
            f"{self.queries / number:.3f} queries each"
        )

    def goals(self, what: str, number: int, cpu: float, queries: float | None = None) -> None:
        """What a digest may cost."""
        goals.at_most(what, 1000 * self.cpu / number, cpu, " CPU s per 1,000")
        if queries is not None:
            goals.at_most(f"{what}, queries", self.queries / number, queries, " a message")

    def check(self, number: int, limit: float) -> None:
        used = 1000 * self.cpu / number
        assert used <= limit * SLOWER, f"{used:.2f} CPU s per 1,000, the limit is {limit}"


@contextmanager
def measured() -> Iterator[Measured]:
    found = Measured()

    def counted(execute: Any, *args: Any) -> Any:
        found.queries += 1
        return execute(*args)

    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        yield found
    found.seconds, found.cpu = time.perf_counter() - wall, time.process_time() - cpu


@contextmanager
def running(program: str) -> Iterator[str]:
    """A receiver in a process of its own, until its input ends; yields the port that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.communicate()


@pytest.fixture
def sink(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with running("tests.fakes.sink") as port:
        monkeypatch.setenv(PORT, port)
        settings.MAIL_PROVIDER = "tests.fakes.sink.SinkProvider"
        yield


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[None]:
    with running("tests.fakes.smtp_server") as port:
        settings.MAIL_PROVIDER = "django"
        options = {"host": "127.0.0.1", "port": int(port), "timeout": 30}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        delivery = {"BACKEND": backend, "OPTIONS": options}
        settings.MAILERS = {**settings.MAILERS, "delivery": delivery}
        yield


def test_digests_into_an_api(
    sink: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    families(FAMILIES)
    build, sending = built_and_sent(all_classes(), FAMILIES, monkeypatch)
    whole = build.and_then(sending)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with capsys.disabled():
        print(f"\n{FAMILIES:,} digests of {CLASSES:,} classes, one sender, one process:")
        print(build.line("build and outbox", FAMILIES))
        print(sending.line("hand-over and answer", FAMILIES))
        print(whole.line("together", FAMILIES))
        print(f"  at most {memory} MB of memory in the whole process, the tests' own included")
        print(
            f"  rows: {MessageEvent.objects.count():,} events, {DigestItem.objects.count():,} items"
        )
        whole.goals("digests through the API", FAMILIES, BY_API_CPU, MOST_QUERIES)
    if FOR_NUNTIUS:
        beside_nuntius(whole, tmp_path, capsys)
    whole.check(FAMILIES, BY_API_CPU)
    # What a window asks once is little of many.
    assert whole.queries / FAMILIES <= MOST_QUERIES or FAMILIES < 10_000


def test_digests_over_smtp(
    mail_server: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One connection at a time, which serves twenty messages, as the outbox does it."""
    families(BY_SMTP)
    build, sending = built_and_sent(all_classes(), BY_SMTP, monkeypatch)
    whole = build.and_then(sending)
    with capsys.disabled():
        print(f"\n{BY_SMTP:,} digests of {CLASSES:,} classes over one SMTP connection:")
        print(build.line("build and outbox", BY_SMTP))
        print(sending.line("hand-over and answer", BY_SMTP))
        print(whole.line("together", BY_SMTP))
        whole.goals("digests over one SMTP connection", BY_SMTP, BY_SMTP_CPU)
    whole.check(BY_SMTP, BY_SMTP_CPU)
    # Those of a chunk, which is twenty messages.
    assert whole.queries / BY_SMTP <= 0.5


def built_and_sent(
    directory: Directory, number: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[Measured, Measured]:
    """The digests of the families that there are, written and handed over by this process."""
    run = prepared(directory)
    monkeypatch.setattr(services, "_prepare", lambda *args: run)
    monkeypatch.setattr(timezone, "now", lambda: WINDOW + dt.timedelta(minutes=5))
    monkeypatch.setattr("notifications.selectors.sources.down", lambda pages: set())
    stop_url(UUID(int=0))  # the addresses of the site are read when a worker needs the first one
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with measured() as build:
        written = services.write_due_digests(seconds=100_000)
    assert written.messages == number
    OrmQ.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with measured() as sending:
        while batch := claim_batch():
            dispatch_batch(batch)
    assert Message.objects.filter(state="accepted").count() == number
    return build, sending


# ------------------------------------------------------------------------------ the peer


def beside_nuntius(ours: Measured, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same digests by nuntius, into the same sink, on the same server. Sends fewer of them:
    `BENCH_NUNTIUS`. It lives in `NUNTIUS_PYTHON`'s environment, or in one made for this run."""
    python = os.environ.get("NUNTIUS_PYTHON") or nuntius_environment(folder)
    if not python:
        with capsys.disabled():
            print(f"  no nuntius {NUNTIUS} to be had: not compared")
        return
    given = folder / "digests.json"
    with database_of_nuntius() as door:
        given.write_text(json.dumps({"database": door, **as_nuntius_wants_them()}))
        said = subprocess.run(
            [python, "-m", "tests.benchmarks.nuntius_peer", str(given)],
            cwd=ROOT,
            env={name: os.environ[name] for name in ("PATH", PORT)},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    theirs = json.loads(said.stdout.splitlines()[-1])
    number = theirs["messages"]
    cpu, ours_cpu = 1000 * theirs["cpu"] / number, 1000 * ours.cpu / FAMILIES
    faster = (theirs["seconds"] / number) / (ours.seconds / FAMILIES)
    with capsys.disabled():
        print(
            f"  nuntius {NUNTIUS}, {number:,} of them, {theirs['senders']} senders: "
            f"{number / theirs['seconds']:,.0f} a second, {cpu:.2f} CPU s per 1,000"
        )
        print(
            f"digests: {cpu / ours_cpu:.1f} x nuntius by computing, {faster:.1f} x by the clock "
            f"(one sender beside its {theirs['senders']})"
        )
        goals.at_least("digests by computing", cpu / ours_cpu, TIMES_NUNTIUS, " x nuntius")
        goals.at_least("digests by the clock", faster, TIMES_NUNTIUS, " x nuntius")


def nuntius_environment(folder: Path) -> str:
    """The Python of an environment with nuntius in it; "" where the registry has none."""
    venv.create(folder / "nuntius", with_pip=True)
    python = str(folder / "nuntius" / "bin" / "python")
    wanted = [f"nuntius=={NUNTIUS}", "psycopg[binary]"]
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=False)
    return "" if done.returncode else python


@contextmanager
def database_of_nuntius() -> Iterator[dict[str, str]]:
    """An empty database beside the tests' own; yields how Django reaches it."""
    door = {key: connection.settings_dict[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS bench_nuntius")
        cursor.execute("CREATE DATABASE bench_nuntius")
    yield {"NAME": "bench_nuntius", **door}
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE bench_nuntius WITH (FORCE)")


def as_nuntius_wants_them() -> dict[str, Any]:
    """What was written into the outbox: frames as its templates, parts, and who has which."""
    messages = list(Message.objects.order_by("address")[:FOR_NUNTIUS])
    frames = {}
    for message in messages:
        if message.language not in frames:
            content = message.content
            # A message to a mailing list has no place for what is a person's own header.
            frames[message.language] = {
                kind: TAG.sub(
                    lambda found: f"{{{{ {found[0][1:].partition('.')[0]}|safe }}}}",
                    getattr(content, kind),
                )
                for kind in ("html", "text")
            }
    return {
        "frames": frames,
        "parts": {
            name: {"html": part.html, "text": part.text}
            for name, part in parts_of(each.parts for each in messages).items()
        },
        "people": {
            each.address: {
                "language": each.language,
                "parts": each.parts,
                "links": each.substitutions,
            }
            for each in messages
        },
    }
