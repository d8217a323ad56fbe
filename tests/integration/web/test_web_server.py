"""What the website relies on in its web server, which is started as the image starts it."""

import http.client
import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.processes import free_port, running
from tests.production_server import command

SITE = "tests.fakes.small_site:application"


@dataclass
class Started:
    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def ask(self, path: str, **headers: str) -> Any:
        line = self.connect()
        line.request("GET", path, headers={k.replace("__", "-"): v for k, v in headers.items()})
        answer = line.getresponse()
        body = answer.read()
        line.close()
        assert answer.status == 200
        return json.loads(body) if body.startswith(b"{") else body.decode()


def _start(folder: Path) -> Iterator[Started]:
    port, log = free_port(), folder / "log"
    environment = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO")}
    with running(command(SITE, port, workers=1), environment, log) as process:
        started = Started(process, port, log)
        end = time.monotonic() + 30
        while True:
            try:
                started.ask("/")
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """One process of it."""
    yield from _start(tmp_path_factory.mktemp("server"))


def test_a_visitor_cannot_say_what_only_the_proxy_says(server: Started) -> None:
    # With underscores a header would get the same name, and no proxy takes it away.
    told = server.ask("/", X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.9")
    assert "HTTP_X_FORWARDED_PROTO" not in told
    assert "HTTP_X_FORWARDED_FOR" not in told
    told = server.ask("/", X__Forwarded__Proto="https")
    assert told["HTTP_X_FORWARDED_PROTO"] == "https"


def test_what_the_proxy_adds_stays_the_last(server: Started) -> None:
    line = server.connect()
    line.putrequest("GET", "/")
    for caller in ("198.51.100.1", "203.0.113.7"):
        line.putheader("X-Forwarded-For", caller)
    line.endheaders()
    told = json.loads(line.getresponse().read())
    line.close()
    assert told["HTTP_X_FORWARDED_FOR"].replace(" ", "") == "198.51.100.1,203.0.113.7"


def test_an_address_with_accents_arrives_as_it_was_meant(server: Started) -> None:
    told = server.ask("/a%C3%B1o-escolar/?q=matem%C3%A1ticas")
    assert told["PATH_INFO"].encode("latin-1").decode() == "/año-escolar/"
    assert told["QUERY_STRING"] == "q=matem%C3%A1ticas"


def test_no_setting_of_the_program_is_in_what_a_request_carries(server: Started) -> None:
    # What a request carries stands in reports of errors.
    assert "PATH" not in server.ask("/")
