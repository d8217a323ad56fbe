"""One line to the sink, kept open: a request is one write, and its answer has no body.

As thin as one can be, so that a benchmark measures who sends, and not Python's HTTP client; all who
are measured use it. It stands by itself, because not all of them have Django's version of ours.
"""

import json
import socket
from typing import Any


class SinkLine:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self._socket.close()

    def post(self, body: dict[str, Any]) -> tuple[int, str]:
        """Status and X-Message-Id. Raises OSError."""
        said = json.dumps(body).encode()
        head = (
            "POST /v3/mail/send HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + said)
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            more = self._socket.recv(4096)
            if not more:
                raise ConnectionResetError("The sink closed the line.")
            answer += more
        _version, status, _words = answer.split(b" ", 2)
        name = answer.partition(b"X-Message-Id: ")[2].partition(b"\r\n")[0]
        return int(status), name.decode()
