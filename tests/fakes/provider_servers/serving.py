"""An HTTP server on a free port of this machine that misbehaves when a test says so.

Threads of the test's own process serve it: what workers in other processes asked for can be read
here after they were killed, as a provider outside would have seen it.
"""

import json
import os
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it came."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any = None  # written as JSON; None is no body
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    `reset_before`: the connection breaks before anything was done. `lost`: it breaks after the
    work was done, before the answer. `slow`: seconds between the work and the answer. `status`:
    this answer, with nothing done; with `done` the work is done all the same, as with a gateway's
    502 that comes too soon.
    """

    reset_before: bool = False
    lost: bool = False
    slow: float = 0.0
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    done: bool = False


RESET = Fault(reset_before=True)
LOST_REPLY = Fault(lost=True)
TOO_MANY = Fault(status=429)


class ProviderServer:
    """What both fakes have in common. A subclass answers in `respond` and names its errors.

    `faults` are used up one by one by the calls that send; after them `fault_of`, if a test set
    it, is asked for each. `processed` counts, per delivery id, how often a message was taken.
    `connections` is how many were opened; with `closes_after` one serves so many requests, and
    nobody is told before that it ends.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: deque[Fault] = deque()
        self.fault_of: Callable[[Asked], Fault | None] = lambda asked: None
        self.processed: Counter[str] = Counter()
        self.drift: list[str] = []
        self.connections = 0
        self.closes_after = 0
        self.lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)
        if kind is None:
            assert self.drift == [], f"not as the provider describes it: {self.drift[:5]}"

    def respond(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def error(self, status: int) -> Any:
        """The body of an answer that says no, as this provider writes it."""
        raise NotImplementedError

    def is_sending(self, asked: Asked) -> bool:
        """Whether faults apply: they are about messages, not about questions."""
        raise NotImplementedError

    def next_fault(self, asked: Asked) -> Fault | None:
        if not self.is_sending(asked):
            return None
        with self.lock:
            return self.faults.popleft() if self.faults else self.fault_of(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed hangs up: no news for the test's output."""


def _handler_of(fake: ProviderServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            self.served = 0
            with fake.lock:
                fake.connections += 1

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name
            """Tests have their own output."""

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers=dict(self.headers.items()),
                body=self.rfile.read(length),
            )
            with fake.lock:
                fake.asked.append(asked)
            fault = fake.next_fault(asked) or Fault()
            if fault.reset_before:
                return self._reset()
            if fault.status and not fault.done:
                return self._answer(Answer(fault.status, fake.error(fault.status), fault.headers))
            try:
                answer = fake.respond(asked)
            except AssertionError as error:  # drift: told to the test, and to the caller
                with fake.lock:
                    fake.drift.append(str(error))
                return self._answer(Answer(400, fake.error(400)))
            if fault.slow:
                time.sleep(fault.slow)
            if fault.lost:
                return self._reset()
            if fault.status:
                answer = Answer(fault.status, fake.error(fault.status), fault.headers)
            return self._answer(answer)

        do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = _serve  # noqa: N815  # the server's names

        def _answer(self, answer: Answer) -> None:
            body = b"" if answer.body is None else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.body is not None:
                self.send_header("Content-Type", "application/json")
            if answer.status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.served += 1
            self.close_connection = self.close_connection or self.served == fake.closes_after

        def _reset(self) -> None:
            """A reset, not a polite end: unsent and unread bytes are thrown away."""
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            # The handler's files keep a socket open that is merely closed.
            os.close(self.connection.detach())

    return Handler
