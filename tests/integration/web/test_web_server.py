"""What the website relies on in its web server, which is started as the image starts it."""

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.serving import free_port, running
from tests.fakes.small_site import SLEEP
from tests.production_server import command

SITE = "tests.fakes.small_site:application"
SECRET = "Zxqv-secret"
THREADS = 4
LONGEST_KEPT_BY_A_PROXY = 120  # seconds: Caddy's; nginx keeps a connection for 60


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


@pytest.fixture
def server_to_stop(tmp_path: Path) -> Iterator[Started]:
    yield from _start(tmp_path)


def test_one_process_answers_several_at_once(server: Started) -> None:
    begun = time.monotonic()
    with ThreadPoolExecutor(THREADS) as visitors:
        answers = list(visitors.map(server.ask, ["/sleep"] * THREADS))
    assert answers == ["slept"] * THREADS
    assert time.monotonic() - begun < 2 * SLEEP


def test_a_connection_is_kept_for_longer_than_a_proxy_keeps_it(server: Started) -> None:
    # If the server were first, the proxy's next request would meet a closed door.
    line = server.connect()
    for _request in range(2):
        line.request("GET", "/")
        answer = line.getresponse()
        answer.read()
        assert not answer.will_close
    line.close()
    options = command(SITE, server.port, workers=1)
    assert int(options[options.index("--keep-alive") + 1]) > LONGEST_KEPT_BY_A_PROXY


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


def test_the_log_of_requests_has_neither_secrets_nor_searches(server: Started) -> None:
    server.ask(f"/email/{SECRET}/?q={SECRET}", Referer=f"http://localhost/email/{SECRET}/")
    end = time.monotonic() + 5
    while '"GET /email/ HTTP/1.1" 200' not in server.log.read_text():
        assert time.monotonic() < end, server.log.read_text()
        time.sleep(0.05)
    assert SECRET not in server.log.read_text()


def test_who_is_being_answered_when_it_stops_gets_the_answer(server_to_stop: Started) -> None:
    with ThreadPoolExecutor(1) as visitors:
        answer = visitors.submit(server_to_stop.ask, "/sleep")
        time.sleep(SLEEP / 2)
        server_to_stop.process.send_signal(signal.SIGTERM)
        assert answer.result() == "slept"
    assert server_to_stop.process.wait(20) == 0
