"""One crash run: write digests, send them while workers are killed, and count."""

import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.fakes.counting_server import KIND, NASTY, counting_server

from .adapters import adapters
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
    # By the adapters of SendGrid and Twilio, and not by one that only counts.
    adapters: bool = False


class Providers(Protocol):
    """What stands outside: how it behaves, what it took and did, and what it tells later."""

    behavior: Mapping[str, int]
    did: Counter[str]

    @property
    def taken(self) -> Counter[str]: ...
    @property
    def environment(self) -> dict[str, str]: ...
    def lines(self, after: float, share: float) -> list[str]:
        """For the process that listens: such a share of what was taken, so many seconds later."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the run came to. `lost`: families that have their updates in no message that the
    provider took, whatever the outbox says of it. `stuck`: messages that nothing will move on.
    `repeated`: updates that went out once more, `seen_twice` of them had arrived the first
    time."""

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
        _providers(plan, seed) as server,
        outside(folder, **server.environment, QUEUE_WORKERS=str(plan.workers)) as processes,
    ):
        processes.run("fill", str(plan.recipients))
        with telling(processes, server), cluster(processes, folder / "worker.log") as running:
            kills, restarts = _kill(plan, running, server, random.Random(seed))
            if plan.hurry:
                running.kill_all()
                kills += 1
                processes.run("sweep")
                running.keep()
            first, last = settle(processes, running.keep, server)
        report = processes.run("report")
        return count(report, server, first, last, kills, restarts, time.monotonic() - begun)


def settle(
    processes: Outside, keep: Callable[[], object], server: Providers
) -> tuple[Counter[str], Counter[str]]:
    """The outbox when it waits for nothing but evidence, and after the next day's digest."""
    first = _settled(processes, keep, OVER | {"unknown"})
    time.sleep(TOLD_AFTER + 2)  # the last evidence
    processes.run("resolve")
    # The next day, on which nothing goes wrong.
    server.behavior = KIND
    processes.run("roll_on")
    return first, _settled(processes, keep, OVER)


def _kill(
    plan: Plan, running: Cluster, server: Providers, chance: random.Random
) -> tuple[int, int]:
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


def _settled(processes: Outside, keep: Callable[[], object], wanted: set[str]) -> Counter[str]:
    """Wait until every message is in one of these states."""
    found: Counter[str] = Counter()

    def reached() -> bool:
        nonlocal found
        keep()
        found = Counter(processes.run("report")["states"].values())
        return set(found) <= wanted

    end = time.monotonic() + PATIENCE
    while not reached() and time.monotonic() < end:
        time.sleep(1)
    return found


def count(
    report: dict[str, Any],
    server: Providers,
    first: Counter[str],
    last: Counter[str],
    kills: int,
    restarts: int,
    seconds: float,
) -> Counted:
    states: dict[str, str] = report["states"]
    carried: dict[str, list[str]] = report["carried"]
    taken = server.taken
    lost = [
        address for address, messages in carried.items() if not any(taken[pk] for pk in messages)
    ]
    repeats = Counter(report["repeats"])
    seen_twice = sum(
        number
        for address, number in repeats.items()
        if sum(1 for pk in carried[address] if taken[pk]) > 1
    )
    return Counted(
        duplicates=sum(number - 1 for number in taken.values() if number > 1),
        lost=len(lost),
        stuck=sum(1 for state in states.values() if state not in OVER),
        repeated=repeats.total(),
        seen_twice=seen_twice,
        most_attempts=report["most_attempts"],
        taken=len(taken),
        states=first,
        next_day=last,
        did=server.did,
        kills=kills,
        restarts=restarts,
        seconds=seconds,
    )


@contextmanager
def telling(processes: Outside, server: Providers) -> Iterator[None]:
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
    assert receiver.returncode == 0, "the webhook's process broke"


def _tell(server: Providers, receiver: "subprocess.Popen[str]", over: threading.Event) -> None:
    assert receiver.stdin is not None
    while not over.wait(0.5):
        for line in server.lines(TOLD_AFTER, TOLD_SHARE):
            receiver.stdin.write(f"{line}\n")
        receiver.stdin.flush()


@contextmanager
def _providers(plan: Plan, seed: int) -> Iterator[Providers]:
    if plan.adapters:
        with adapters(plan.request_seconds, seed) as both:
            yield both
        return
    with counting_server(
        NASTY,
        seconds=plan.request_seconds,
        slow_seconds=4.0,
        seed=seed,
        most_at_once=plan.most_at_once,
    ) as server:
        yield server


def _wait_until(reached: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} seconds"
        time.sleep(0.1)
