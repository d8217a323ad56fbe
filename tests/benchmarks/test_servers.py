"""The web servers beside each other, each serving our site. `make bench ARGS=servers`.

What a request costs with each, of a page that comes from memory and of one that is drawn; what its
processes hold after 2,000 requests (PSS, each server alone); and whether somebody is answered while
slow clients hold connections open: 40 that do not finish their headers, 40 that do not finish what
they post. docs/adr/0011 says what follows from it. granian is no dependency: it is measured where
somebody has installed it beside the rest. `BENCH_ROUNDS` is the number of rounds.
"""

import contextlib
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial

import pytest

from .serving import machine, measuring, servers
from .serving.demo import Demo
from .serving.load import Line, request_of
from .serving.measuring import Case, Database, median, ratio
from .serving.servers import Server

FEW, MANY = 120, 2400
IN_MEMORY = 2000
SLOW = 40
PATIENCE = 15.0  # seconds that somebody waits for an answer meanwhile

KINDS = {
    "gunicorn sync 2": servers.gunicorn_sync,
    "gunicorn sync 8": partial(servers.gunicorn_sync, workers=8),
    "gunicorn gthread 2x4": servers.gunicorn_threads,
}
if servers.has_granian():
    KINDS["granian 2x4"] = servers.granian
"""Two processes; and as many at once as two with four threads, by processes alone."""


def started(stack: ExitStack, district: Demo, kind: str) -> Server:
    port = servers.port()
    log = district.folder / f"{kind.replace(' ', '-')}-{port}.log"
    command = KINDS[kind](servers.OURS, port)
    serving = servers.serving(command, port, district.ours(), log, district.paths[0])
    return stack.enter_context(serving)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def test_what_a_request_costs(district: Demo, database: Database, rounds: int) -> None:
    with ExitStack() as stack:
        running = {kind: started(stack, district, kind) for kind in KINDS}
        kept = {kind: Case(server, district.paths, MANY) for kind, server in running.items()}
        drawn = {kind: Case(server, district.drawn, FEW) for kind, server in running.items()}
        of_kept = measuring.in_turn(kept, rounds, database)
        of_drawn = measuring.in_turn(drawn, rounds, database)
    first = next(iter(KINDS))
    say(f"\n{'web server':22}{'kept page':>28}{'drawn page':>28}")
    for kind in KINDS:
        cells = (
            f"{median(found[kind]):.3f} CPU ms, {ratio(found[first], found[kind]):.2f} x, "
            f"{1000 / median(found[kind], lambda cost: cost.wall):.0f}/s"
            for found in (of_kept, of_drawn)
        )
        say(f"{kind:22}" + "".join(f"{cell:>28}" for cell in cells))
    say(f"  load {machine.load()}")


def test_what_it_holds_after_2000_requests(district: Demo) -> None:
    say("")
    for kind in KINDS:
        with ExitStack() as stack:
            server = started(stack, district, kind)
            server.ask([*district.drawn, *9 * district.paths], IN_MEMORY, 8)  # one of ten is drawn
            workers = [machine.megabytes(pid) for pid in server.workers()]
            assert workers
            say(
                f"memory of {kind}: {sum(workers):.0f} MB in its workers "
                f"({', '.join(f'{each:.0f}' for each in workers)}), "
                f"{server.megabytes():.0f} MB in all, after {IN_MEMORY} requests"
            )


SLOW_REQUESTS = {
    "that do not finish their headers": b"GET / HTTP/1.1\r\nHost: localhost\r\nAcc",
    "that do not finish what they post": (
        b"POST /language/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nnext="
    ),
}


@contextlib.contextmanager
def slow_clients(port: int, begun: bytes) -> Iterator[None]:
    """Connections that have sent a part and send no more."""
    with ExitStack() as stack:
        for _client in range(SLOW):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(begun)
        time.sleep(1)
        yield


def answered_after(port: int, paths: Sequence[str]) -> float | None:
    """Seconds until somebody else is answered, None when it takes too long."""
    begun = time.monotonic()
    line = Line(port, patience=PATIENCE)
    try:
        status, _size = line.ask(request_of(paths[0], servers.HEADERS))
    except TimeoutError:
        return None
    finally:
        line.close()
    assert status == 200
    return time.monotonic() - begun


@pytest.mark.parametrize("what", SLOW_REQUESTS)
def test_who_waits_for_slow_clients(what: str, district: Demo) -> None:
    say("")
    for kind in KINDS:
        with ExitStack() as stack:
            server = started(stack, district, kind)
            with slow_clients(server.port, SLOW_REQUESTS[what]):
                seconds = answered_after(server.port, district.paths)
        found = f"after {seconds:.2f} s" if seconds is not None else f"not within {PATIENCE:.0f} s"
        say(f"{SLOW} clients {what}: {kind} answers others {found}")
