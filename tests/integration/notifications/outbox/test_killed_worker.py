"""A real worker, killed with -9 in the middle of 200 sends; a second one finishes.

The worker is `manage.py qcluster` in a process group of its own, on a copy of the test database
(a file, or a PostgreSQL database), with a provider that notes on disk what it was asked to send.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.crash.outside import ROOT, Outside, outside
from tests.crash.walk import Plan, crash

MESSAGES = 200
KILL_AFTER = 60  # begun sends: in the middle of the second batch of someone
WORKERS = 2
PATIENCE = 120  # seconds; a busy machine is slow, not wrong
PROCESS = "tests.integration.notifications.outbox.outbox_process"


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes of this test, and the provider's own count."""

    outside: Outside
    counter: Path

    def run(self, *arguments: str) -> str:
        return self.outside.run(*arguments, module=PROCESS)

    def report(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("report").splitlines()[-1])
        return found

    def states(self) -> set[str]:
        return set(self.report()["states"].values())  # type: ignore[attr-defined]

    def noted(self, what: str) -> Counter[str]:
        """How often the provider noted this ("begin" or "end") for each message."""
        lines = self.counter.read_text().splitlines() if self.counter.exists() else []
        return Counter(line.split()[1] for line in lines if line.split()[0] == what)


@pytest.fixture
def processes(db: None, tmp_path: Path) -> Iterator[Processes]:
    counter = tmp_path / "provider.txt"
    with outside(
        tmp_path,
        MAIL_PROVIDER="tests.fakes.counting_provider.CountingProvider",
        COUNTING_PROVIDER_FILE=str(counter),
        COUNTING_PROVIDER_SECONDS="0.02",
        QUEUE_WORKERS=str(WORKERS),
    ) as made:
        yield Processes(made, counter)


@contextmanager
def worker(processes: Processes, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real worker with all its processes; whatever is left of it goes at the end."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=ROOT,
            env=dict(processes.outside.environment),
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
    processes: Processes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    processes.run("fill", str(MESSAGES))

    with worker(processes, tmp_path / "first.log") as first:
        wait_until(lambda: processes.noted("begin").total() >= KILL_AFTER, "sends of the first")
        kill(first)
    begun, ended = processes.noted("begin"), processes.noted("end")
    at_kill = Counter(processes.report()["states"].values())  # type: ignore[attr-defined]
    assert KILL_AFTER <= begun.total() < MESSAGES
    in_flight = at_kill["handed_over"]

    swept = processes.run("sweep").strip()
    with worker(processes, tmp_path / "second.log"):
        wait_until(lambda: processes.noted("end").total() >= MESSAGES - in_flight, "the rest")
        wait_until(lambda: processes.states() <= {"accepted", "unknown"}, "the last answers")

    last = processes.report()
    states: dict[str, str] = last["states"]  # type: ignore[assignment]
    finally_states, seen = Counter(states.values()), processes.noted("begin")
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
    assert set(states) - unknown <= set(processes.noted("end"))
    # What is unknown is what was begun and not ended, or ended and not written down.
    assert {pk for pk in begun if pk not in ended} <= unknown


SMALL = Plan(
    recipients=60,
    whole=0,
    single=2,
    pause=2.0,
    request_seconds=0.4,
    workers=2,
    most_at_once=5,
    hurry=True,
)


@pytest.mark.django_db
def test_killed_three_times_with_a_provider_that_fails_nothing_is_sent_twice_lost_or_stuck(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = crash(SMALL, tmp_path)
    with capsys.disabled():
        print(f"\n  {SMALL.recipients} recipients on {connection.vendor}\n{counted}")
    assert (counted.duplicates, counted.lost, counted.stuck) == (0, 0, 0)
    assert counted.kills == 3
    assert counted.did["answer"] > 0
