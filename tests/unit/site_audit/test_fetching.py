"""Asking a server: what is sent, what is not followed, what has no answer."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from district_cms.site_audit.links import NAME, fetch


class _Server(http.server.BaseHTTPRequestHandler):
    seen: list[tuple[str, str, dict[str, str]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.command, self.path, dict(self.headers)))
        status = {"/gone/": 404, "/moved/": 302}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere/")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"<p>Words.</p>")

    do_HEAD = do_GET  # noqa: N815  # the name that Python's own server calls

    def log_message(self, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def server() -> Iterator[str]:
    _Server.seen = []
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_page_is_read_under_a_name_of_our_own(server: str) -> None:
    answer = fetch(f"{server}/a page/?q=1")
    assert (answer.status, answer.body) == (200, b"<p>Words.</p>")
    [(method, path, headers)] = _Server.seen
    assert (method, path, headers["User-Agent"]) == ("GET", "/a%20page/?q=1", NAME)
    assert "Cookie" not in headers


def test_a_question_without_content_reads_none(server: str) -> None:
    answer = fetch(f"{server}/gone/", method="HEAD")
    assert (answer.status, answer.body) == (404, b"")


def test_a_redirect_is_an_answer_and_not_followed(server: str) -> None:
    assert fetch(f"{server}/moved/").status == 302
    assert [path for _method, path, _headers in _Server.seen] == ["/moved/"]


def test_through_the_door_a_request_looks_as_a_proxy_sends_it(server: str) -> None:
    answer = fetch("https://www.larkspur.example/juniper-creek/", door=server)
    assert answer.status == 200
    [(_method, path, headers)] = _Server.seen
    assert (path, headers["Host"]) == ("/juniper-creek/", "www.larkspur.example")
    assert headers["X-Forwarded-Proto"] == "https"


@pytest.mark.parametrize("address", ["", "ftp://x.example/", "http://", "http://x.example:y/"])
def test_an_address_that_is_not_http_is_not_requested(address: str) -> None:
    assert (fetch(address).status, fetch(address).problem) == (0, "address")


def test_an_unreachable_server_gives_no_answer(server: str) -> None:
    answer = fetch("http://127.0.0.1:1/", timeout=2)
    assert answer.status == 0
    assert answer.problem
