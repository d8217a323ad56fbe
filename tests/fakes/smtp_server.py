"""A mail server of one conversation at a time, that answers or hangs up as a test says.

    python -m tests.fakes.smtp_server    # prints its port, takes all and keeps nothing

The program ends with its input.
"""

import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HANG_UP = ""
# What it says to each command of RFC 5321, and to a message's last line (".").
POLITE = {
    "CONNECT": "220 ready",
    "EHLO": "250 hello",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 taken",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


@dataclass(slots=True)
class Received:
    """What the server was told: the messages that it took, every command, and from whom each
    message comes by its envelope."""

    port: int
    messages: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    envelopes: list[str] = field(default_factory=list)


@contextmanager
def smtp_server(answers: Mapping[str, str] | None = None) -> Iterator[Received]:
    """Runs the server on a free port of this machine. `answers` replaces polite ones by command;
    HANG_UP closes the connection instead of answering."""
    says = {**POLITE, **(answers or {})}
    with socket.create_server(("127.0.0.1", 0)) as door:
        received = Received(port=door.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(door, says, received), daemon=True)
        thread.start()
        yield received
        # Closing alone would not wake a thread that waits for a caller.
        door.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)


def main() -> None:
    with smtp_server() as server:
        print(server.port, flush=True)
        server.messages, server.commands = Forgetful(), Forgetful()
        server.envelopes = Forgetful()
        sys.stdin.read()


class Forgetful(list[str]):
    def append(self, _value: str) -> None:
        """Nothing."""


def _serve(door: socket.socket, says: Mapping[str, str], received: Received) -> None:
    with suppress(OSError):  # the door was closed: the test is over
        while True:
            caller, _address = door.accept()
            with caller, suppress(OSError):
                _talk(caller, says, received)


def _talk(caller: socket.socket, says: Mapping[str, str], received: Received) -> None:
    lines = caller.makefile("r", encoding="utf-8", newline="\r\n")

    def answer(to: str) -> bool:
        if says[to] != HANG_UP:
            caller.sendall(f"{says[to]}\r\n".encode())
        return says[to] != HANG_UP

    if not answer("CONNECT"):
        return
    for line in lines:
        command = line[:4].strip().upper()
        received.commands.append(command)
        if command == "MAIL":
            received.envelopes.append(line.partition("<")[2].partition(">")[0])
        if not answer(command) or command == "QUIT":
            return
        if command == "DATA" and says["DATA"].startswith("354"):
            body = []
            for part in lines:
                if part == ".\r\n":
                    break
                body.append(part)
            if says["."].startswith("250"):
                received.messages.append("".join(body))
            if not answer("."):
                return


if __name__ == "__main__":
    main()
