"""One crash run: write digests, send them while workers are killed, and count."""

import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.counting_server import KIND, NASTY, Seen, counting_server

from .cluster import Cluster, cluster
from .outside import Outside, end, outside, restart_database

PATIENCE = 300  # seconds; a busy machine is slow, not wrong
OVER = {"accepted", "delivered", "bounced", "rejected", "resolved", "canceled"}
# Of what the provider took, so much is told of by its webhook, so many seconds later.
TOLD_SHARE, TOLD_AFTER = 0.8, 3.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a run is: recipients, kills of the whole cluster and of one process, the seconds
    between two, and whether the database is restarted."""

    recipients: int
    whole: int
    single: int
    pause: float
    request_seconds: float
    restart: bool = False
    workers: int = 2
    most_at_once: int = 20
    # Nobody waits until it is known that a worker is dead: the last one is killed and swept after.
    hurry: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What the run came to. `lost`: updates that a family has in no message that the provider
    took, though none was refused. `stuck`: messages that nothing will move on. `repeated`: updates
    that went out once more, `seen_twice` of them had arrived the first time."""

    duplicates: int
    lost: int
    stuck: int
    repeated: int
    seen_twice: int
    most_attempts: int
    taken: int
    states: Counter[str]
    next_day: Counter[str]
    did: Counter[str]
    kills: int
    restarts: int
    seconds: float

    def __str__(self) -> str:
        return "\n".join(
            [
                f"duplicates {self.duplicates}",
                f"lost {self.lost}",
                f"stuck {self.stuck}",
                f"repeated items {self.repeated}",
                f"  of these, had arrived the first time: {self.seen_twice}",
                f"  messages that the provider took: {self.taken}",
                f"  the provider: {dict(sorted(self.did.items()))}",
                f"  killed with -9: {self.kills}, database restarted: {self.restarts}",
                f"  outbox after the last kill: {dict(sorted(self.states.items()))}",
                f"  outbox after the next digest: {dict(sorted(self.next_day.items()))}",
                f"  {self.seconds:.0f} seconds",
            ]
        )


def crash(plan: Plan, folder: Path, seed: int = 1) -> Counted:
    """Do it all. Needs a test's database, from which the processes get a copy."""
    begun = time.monotonic()
    with (
        counting_server(NASTY, seconds=plan.request_seconds, slow_seconds=4.0, seed=seed) as server,
        outside(
            folder,
            MAIL_PROVIDER="tests.fakes.counting_provider.CountingHttpProvider",
            TEXT_PROVIDER="tests.fakes.counting_provider.CountingTextProvider",
            COUNTING_SERVER_PORT=str(server.port),
            COUNTING_SERVER_TIMEOUT="3",
            COUNTING_SERVER_MOST_AT_ONCE=str(plan.most_at_once),
            QUEUE_WORKERS=str(plan.workers),
        ) as processes,
    ):
        processes.run("fill", str(plan.recipients))
        with telling(processes, server), cluster(processes, folder / "worker.log") as running:
            kills, restarts = _kill(plan, running, server, random.Random(seed))
            if plan.hurry:
                running.kill_all()
                kills += 1
                processes.run("sweep")
                running.keep()
            first = _settled(processes, running, OVER | {"unknown"})
            time.sleep(TOLD_AFTER + 2)  # the last evidence
            processes.run("resolve")
            # The next day, on which nothing goes wrong.
            server.behavior = KIND
            processes.run("roll_on")
            last = _settled(processes, running, OVER)
        report = processes.run("report")
        return _count(report, server, first, last, kills, restarts, time.monotonic() - begun)


def _kill(plan: Plan, running: Cluster, server: Seen, chance: random.Random) -> tuple[int, int]:
    """Kill in a drawn order, with pauses; the database dies in the middle."""
    order = ["whole"] * plan.whole + ["single"] * plan.single
    chance.shuffle(order)
    kills = restarts = 0
    for number, what in enumerate(order):
        time.sleep(plan.pause * chance.uniform(0.5, 1.5))
        running.keep()
        if what == "whole":
            _wait_until(lambda: bool(running.working()), "a worker")
            running.kill_all()
            kills += 1
        else:
            _wait_until(lambda: running.kill_one(chance), "a worker")
            kills += 1
        running.keep()
        if plan.restart and number == len(order) // 2:
            restart_database()
            restarts += 1
    return kills, restarts


def _settled(processes: Outside, running: Cluster, wanted: set[str]) -> Counter[str]:
    """Wait until every message is in one of these states."""
    found: Counter[str] = Counter()

    def reached() -> bool:
        nonlocal found
        running.keep()
        found = Counter(processes.run("report")["states"].values())
        return set(found) <= wanted

    end = time.monotonic() + PATIENCE
    while not reached() and time.monotonic() < end:
        time.sleep(1)
    return found


def _count(
    report: dict[str, Any],
    server: Seen,
    first: Counter[str],
    last: Counter[str],
    kills: int,
    restarts: int,
    seconds: float,
) -> Counted:
    states: dict[str, str] = report["states"]
    carried: dict[str, list[str]] = report["carried"]
    lost = [
        address
        for address, messages in carried.items()
        if not any(server.taken[pk] for pk in messages)
        and not any(states[pk] == "rejected" for pk in messages)
    ]
    repeats = Counter(report["repeats"])
    seen_twice = sum(
        number
        for address, number in repeats.items()
        if sum(1 for pk in carried[address] if server.taken[pk]) > 1
    )
    return Counted(
        duplicates=sum(number - 1 for number in server.taken.values() if number > 1),
        lost=len(lost),
        stuck=sum(1 for state in states.values() if state not in OVER),
        repeated=repeats.total(),
        seen_twice=seen_twice,
        most_attempts=report["most_attempts"],
        taken=len(server.taken),
        states=first,
        next_day=last,
        did=server.did,
        kills=kills,
        restarts=restarts,
        seconds=seconds,
    )


@contextmanager
def telling(processes: Outside, server: Seen) -> Iterator[None]:
    """The provider's webhook: a process that nobody kills is told, some seconds later, of most of
    what was taken, and writes it down."""
    receiver = processes.start("listen")
    over = threading.Event()
    thread = threading.Thread(target=_tell, args=(server, receiver, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10)
        end(receiver)


def _tell(server: Seen, receiver: "subprocess.Popen[str]", over: threading.Event) -> None:
    chance, told = random.Random(2), set[str]()
    assert receiver.stdin is not None
    while not over.wait(0.5):
        now = time.monotonic()
        with server.lock:
            new = [pk for pk, at in server.taken_at.items() if at < now - TOLD_AFTER]
        for pk in new:
            if pk not in told:
                told.add(pk)
                if chance.random() < TOLD_SHARE:
                    receiver.stdin.write(f"{pk}\n")
        receiver.stdin.flush()


def _wait_until(reached: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} seconds"
        time.sleep(0.1)
