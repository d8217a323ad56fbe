"""An API that takes mail in SendGrid's shape and throws it away, and an adapter as thin as one can
be: what a benchmark measures with it is ours.

    python -m tests.fakes.sink    # prints its port, counts, and ends with its input
"""

import os
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from notifications.providers.base import Accepted, Answer, NotProcessed, Outgoing, Provider, Unclear

from .sink_line import SinkLine

PORT = "SINK_PORT"


class SinkProvider(Provider):
    name = "sink"
    reaches_people = False
    most_at_once = 200
    shares_words = True

    def __init__(self) -> None:
        self._line = SinkLine(int(os.environ[PORT]))

    def close(self) -> None:
        self._line.close()

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        first = messages[0]
        body = {
            "from": {"email": first.from_email},
            "reply_to": {"email": first.reply_to},
            "subject": first.subject,
            "content": [
                {"type": "text/plain", "value": first.text},
                {"type": "text/html", "value": first.html},
            ],
            "personalizations": [
                {
                    "to": [{"email": message.address}],
                    "headers": message.own_headers(),
                    "substitutions": dict(message.substitutions),
                    "custom_args": {"message": str(message.id)},
                }
                for message in messages
            ],
        }
        try:
            status, name = self._line.post(body)
        except OSError as error:
            raise Unclear(type(error).__name__) from error
        if status != 202:
            raise NotProcessed(str(status))
        return [Accepted(name)] * len(messages)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    requests = connections = 0

    def setup(self) -> None:
        super().setup()
        _Handler.connections += 1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        _Handler.requests += 1
        self.wfile.write(
            b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Message-Id: sink-%d\r\n\r\n"
            % _Handler.requests
        )

    def do_GET(self) -> None:
        # With the one that asks.
        said = f"{_Handler.requests} {_Handler.connections}".encode()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said))

    def log_message(self, *args: Any) -> None:
        """Nothing."""


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
