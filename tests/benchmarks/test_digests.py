"""Digests from the decision to the recorded answer, into an API-shaped sink: how fast, with how
much computing, how many queries and how much memory.

Each family follows 1 to 6 of so many classes, drawn by a seeded generator; each class has two
updates in the window. What is read once for a window (the pages themselves) is made here, not
read: it does not grow with the families. `BENCH_DIGESTS` is the number of families.

Afterwards nuntius sends some of the same digests into the same sink.
"""

import datetime as dt
import json
import os
import random
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
from uuid import UUID, uuid5

import pytest
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from district_cms.schools.models import DistrictSettings
from notifications import sources
from notifications.digests import services
from notifications.digests.build import News
from notifications.digests.render import DigestRenderer
from notifications.models import (
    DigestItem,
    Message,
    MessageEvent,
    Rhythm,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.models.contents import parts_of
from notifications.rules.filling import TAG
from notifications.services import claim_batch, dispatch_batch
from notifications.sources import ClassFacts, Directory
from tests.fakes.sink import PORT

pytestmark = pytest.mark.django_db(transaction=True)

FAMILIES = int(os.environ.get("BENCH_DIGESTS", "10000"))
CLASSES = int(os.environ.get("BENCH_CLASSES", "2000"))
NUNTIUS = "3.0.1"
FOR_NUNTIUS = int(os.environ.get("BENCH_NUNTIUS", "2000"))
ROOT = Path(__file__).parents[2]
NAMES = UUID(int=20)
WINDOW = dt.datetime(2026, 11, 25, 0, tzinfo=dt.UTC)
BEFORE = WINDOW - dt.timedelta(days=3)


@dataclass
class Measured:
    seconds: float = 0.0
    cpu: float = 0.0
    queries: int = 0

    def line(self, what: str, number: int) -> str:
        return (
            f"  {what}: {number / self.seconds:,.0f} a second, "
            f"{1000 * self.cpu / number:.2f} CPU s per 1,000, "
            f"{self.queries / number:.3f} queries each"
        )


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


@pytest.fixture
def sink(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    monkeypatch.setenv(PORT, process.stdout.readline().strip())
    settings.MAIL_PROVIDER = "tests.fakes.sink.SinkProvider"
    yield
    process.communicate()


def class_facts(number: int) -> ClassFacts:
    return ClassFacts(
        page=uuid5(NAMES, f"class {number}"),
        name=f"Math {number}",
        school=f"School {number % 40}",
        teachers="Elena Rivera",
        url=f"https://www.larkspur.example/school-{number % 40}/ms-rivera/2026-27/math-{number}/",
        ask="elena.rivera@larkspur.example",
        offered_since=BEFORE,
        starts_on=BEFORE.date(),
        path=f"0001{number:08}",
        pk=number,
    )


def update(number: int, which: int) -> tuple[UUID, dict[str, Any]]:
    return uuid5(NAMES, f"update {number} {which}"), {
        "title": f"Fractions, part {which}",
        "url": f"https://www.larkspur.example/math-{number}/2026-11-{23 + which}/",
        "period": "Tuesday, November 24 to Monday, December 7",
        "learning": "We place halves, thirds and quarters on a number line. " * 4,
        "assignments": [
            {
                "title": "Practice page 12",
                "due": "Tuesday, December 1",
                "on": dt.date(2026, 12, 1),
                "language": "en",
            }
        ],
        "events": [
            {
                "title": "Museum",
                "day": "Friday, November 27",
                "time": "9",
                "place": "Hall",
                "on": dt.date(2026, 11, 27),
                "language": "en",
            }
        ],
    }


def families(number: int) -> None:
    chance = random.Random(7)
    for start in range(0, number, 5_000):
        people = [
            Subscriber(
                uuid=uuid5(NAMES, f"person {each}"), language="es" if each % 5 == 0 else "en"
            )
            for each in range(start, min(start + 5_000, number))
        ]
        Subscriber.objects.bulk_create(people)
        VerifiedAddress.objects.bulk_create(
            VerifiedAddress(subscriber=one, address=f"family.{start + each}@example.net")
            for each, one in enumerate(people)
        )
        Subscription.objects.bulk_create(
            Subscription(
                subscriber=one,
                scope="class",
                page_uuid=uuid5(NAMES, f"class {followed}"),
                started_at=BEFORE,
            )
            for one in people
            for followed in chance.sample(range(CLASSES), chance.randint(1, 6))
        )


def prepared(directory: Directory) -> Any:
    """What `_prepare` reads of the pages, made here."""
    told, news = {}, {}
    for number in range(CLASSES):
        page = directory.classes[uuid5(NAMES, f"class {number}")].page
        updates = [update(number, which) for which in (1, 2)]
        news[page] = [News(key, WINDOW) for key, _told in updates]
        told |= {(language, key): said for key, said in updates for language in ("en", "es")}
    office = DistrictSettings.kept()
    return services._Run(
        window=WINDOW,
        is_posting_day=True,
        classes=directory.offers(),
        news=news,
        oldest=BEFORE,
        due=frozenset(Rhythm.values),
        renderer=DigestRenderer(
            directory.classes,
            told,
            office,
            day=WINDOW.date(),
            reply_to="office@larkspur.example",
            at=WINDOW,
        ),
        again=False,
    )


def test_digests_into_an_api(
    sink: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    families(FAMILIES)
    made = [class_facts(number) for number in range(CLASSES)]
    directory = Directory(classes={facts.page: facts for facts in made})
    monkeypatch.setattr(sources, "directory", lambda day: directory)
    monkeypatch.setattr(services, "_prepare", lambda *args: prepared(directory))
    monkeypatch.setattr(timezone, "now", lambda: WINDOW + dt.timedelta(minutes=5))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with measured() as build:
        written = services.write_due_digests(seconds=100_000)
    assert written.messages == FAMILIES
    OrmQ.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    monkeypatch.setattr("notifications.selectors.sources.down", lambda pages: set())
    with measured() as sending:
        while batch := claim_batch():
            dispatch_batch(batch)
    assert Message.objects.filter(state="accepted").count() == FAMILIES
    whole = Measured(
        build.seconds + sending.seconds, build.cpu + sending.cpu, build.queries + sending.queries
    )
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
    beside_nuntius(whole, tmp_path, capsys)
    # What a window asks once is little of many.
    assert whole.queries / FAMILIES <= 0.1 or FAMILIES < 10_000


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
