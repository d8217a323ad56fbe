"""Asks a web server as fast as it answers, over a few connections at once.

    python -m tests.benchmarks.serving.load    # reads a line of JSON, prints one

Given `port`, `paths` (asked in turn), `requests`, `connections` and `headers`. Printed: `seconds`,
`answers` by status and `cpu` of this program. Sockets and a few searches for bytes: an HTTP library
would compute longer than the server of a page that comes from memory.
"""

import json
import re
import socket
import sys
import threading
import time
from collections import Counter
from itertools import count
from typing import Any

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_BLOCK = 1 << 18
PATIENCE = 120.0  # seconds for one answer


class Closed(Exception):
    """The server closed a connection that was kept for the next request."""


class Line:
    """One connection, opened again when the server closes it."""

    def __init__(self, port: int, patience: float = PATIENCE) -> None:
        self.port, self.patience = port, patience
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, int]:
        """The status and the length of the body."""
        if self.socket is not None:
            try:
                return self._ask(self.socket, request)
            except (Closed, ConnectionError):
                self.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), self.patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._ask(self.socket, request)

    def _ask(self, line: socket.socket, request: bytes) -> tuple[int, int]:
        line.sendall(request)
        read = b""
        while (end := read.find(b"\r\n\r\n")) < 0:
            block = line.recv(_BLOCK)
            if not block:
                raise Closed
            read += block
        head = read[:end]
        length = _LENGTH.search(head)
        if length is None:
            raise ValueError(f"An answer without a length: {head!r}")
        wanted = int(length[1])
        left = end + 4 + wanted - len(read)
        while left > 0:
            block = line.recv(_BLOCK)
            if not block:
                raise Closed
            left -= len(block)
        if _CLOSES.search(head):
            self.close()
        return int(head[9:12]), wanted

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def request_of(path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def ask_all(
    port: int, paths: list[str], requests: int, connections: int, headers: dict[str, str]
) -> dict[str, Any]:
    ready = [request_of(path, headers) for path in paths]
    numbers = count()
    answers: Counter[int] = Counter()
    sizes: list[int] = []
    times: list[float] = []
    faults: list[BaseException] = []

    def one_connection() -> None:
        line = Line(port)
        try:
            while (number := next(numbers)) < requests:
                begun = time.perf_counter()
                status, size = line.ask(ready[number % len(ready)])
                times.append(time.perf_counter() - begun)
                sizes.append(size)
                answers[status] += 1
        except BaseException as fault:  # noqa: BLE001  # raised below, in the main thread
            faults.append(fault)
        finally:
            line.close()

    threads = [threading.Thread(target=one_connection) for _connection in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if faults:
        raise faults[0]
    times.sort()
    return {
        "seconds": seconds,
        "answers": dict(answers),
        "bytes": sum(sizes),
        "cpu": time.process_time(),
        "middle": times[len(times) // 2],
        "slow": times[len(times) * 19 // 20],
    }


if __name__ == "__main__":
    print(json.dumps(ask_all(**json.loads(sys.stdin.readline()))))
