"""A provider outside the house: an HTTP server on this machine that counts what it is asked to
send, and behaves as badly as a real one may.

The count is what a provider would have seen, whatever our side believes: it is kept in the process
of the test, which nobody kills.
"""

import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# How often it does what, of 100 requests; the rest it answers as it should.
NASTY: Mapping[str, int] = {
    "busy": 5,  # 429, nothing taken
    "refuse": 3,  # 400, nothing taken, where a request holds more than one
    "reset": 3,  # the connection breaks before anything is taken
    "lost": 4,  # taken, and the connection breaks before the answer
    "slow": 3,  # taken, and the answer comes when nobody waits for it any more
}
KIND: Mapping[str, int] = {}
# A text is a request of its own, and takes so much of the time of one with many mails.
TEXT_SHARE = 0.1


@dataclass
class Seen:
    """What the server saw. `taken` counts each message that it took."""

    port: int
    behavior: Mapping[str, int]
    seconds: float
    slow_seconds: float
    chance: random.Random
    most_at_once: int = 20
    taken: Counter[str] = field(default_factory=Counter)
    begun: Counter[str] = field(default_factory=Counter)
    did: Counter[str] = field(default_factory=Counter)
    taken_at: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _looked_at: set[str] = field(default_factory=set)
    _told: random.Random = field(default_factory=lambda: random.Random(2))

    def choose(self, number: int) -> str:
        with self.lock:
            drawn = self.chance.random() * 100
            for what, share in self.behavior.items():
                if drawn < share:
                    chosen = what if what != "refuse" or number > 1 else "answer"
                    break
                drawn -= share
            else:
                chosen = "answer"
            self.did[chosen] += 1
        return chosen

    @property
    def environment(self) -> dict[str, str]:
        """For processes that send to it (`counting_provider`)."""
        return {
            "MAIL_PROVIDER": "tests.fakes.counting_provider.CountingHttpProvider",
            "TEXT_PROVIDER": "tests.fakes.counting_provider.CountingTextProvider",
            "COUNTING_SERVER_PORT": str(self.port),
            "COUNTING_SERVER_TIMEOUT": "3",
            "COUNTING_SERVER_MOST_AT_ONCE": str(self.most_at_once),
        }

    def lines(self, after: float, share: float) -> list[str]:
        """Messages that were taken so many seconds ago, such a share of them, each told once."""
        latest = time.monotonic() - after
        with self.lock:
            new = [
                pk for pk, at in self.taken_at.items() if at < latest and pk not in self._looked_at
            ]
            self._looked_at.update(new)
        return [pk for pk in new if self._told.random() < share]

    def take(self, ids: list[str]) -> None:
        with self.lock:
            self.taken.update(ids)
            for each in ids:
                self.taken_at.setdefault(each, time.monotonic())


@contextmanager
def counting_server(
    behavior: Mapping[str, int] = KIND,
    *,
    seconds: float = 0.0,
    slow_seconds: float = 3.0,
    seed: int = 1,
    most_at_once: int = 20,
) -> Iterator[Seen]:
    """Runs the server on a free port. Each request takes about `seconds`; a slow one more than
    `slow_seconds`, which must be longer than the caller waits."""
    seen = Seen(0, behavior, seconds, slow_seconds, random.Random(seed), most_at_once)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            ids = [one["id"] for one in json.loads(self.rfile.read(length))]
            _answer(self, seen, ids, TEXT_SHARE if self.path == "/text" else 1)

        def log_message(self, *args: Any) -> None:
            """Nothing: the count is what matters."""

        def handle(self) -> None:
            with suppress(OSError):  # the caller was killed
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    seen.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _answer(handler: BaseHTTPRequestHandler, seen: Seen, ids: list[str], share: float) -> None:
    what = seen.choose(len(ids))
    with seen.lock:
        seen.begun.update(ids)
    time.sleep(seen.seconds * share * seen.chance.uniform(0.5, 1.5))
    if what == "busy":
        _say(handler, 429, {}, {"Retry-After": "1"})
    elif what == "refuse":
        _say(handler, 400, {"error": "one of them is no address"})
    elif what == "reset":
        _break(handler)
    elif what == "lost":
        seen.take(ids)
        _break(handler)
    else:
        seen.take(ids)
        if what == "slow":
            time.sleep(seen.slow_seconds)
        _say(handler, 202, {"id": f"request-{ids[0]}"})


def _say(
    handler: BaseHTTPRequestHandler,
    status: int,
    body: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> None:
    content = json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _break(handler: BaseHTTPRequestHandler) -> None:
    """Cut the connection with a reset, as a machine in between does."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()
