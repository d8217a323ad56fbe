"""Asking one server for one thing, as an anonymous visitor. Pure Python.

Redirects are not followed, so that an address never leads to a host that nobody chose.
"""

import http.client
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

NAME: Final = "district-cms-audit"
"""How we call ourselves in other sites' logs."""

_MOST: Final = 8 * 1024 * 1024  # bytes of an answer that are read
_SAFE: Final = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where no answer came; `problem` then says why in a word."""

    status: int
    body: bytes = b""
    problem: str = ""


def ask(address: str, *, door: str = "", method: str = "GET", patience: float = 15) -> Answer:
    """Ask for a full address. `patience` is in seconds for each step.

    With `door` ("http://web:8000") the request goes there, with the address's own host name and
    scheme in its headers, as a proxy would send it.
    """
    parts = urlsplit(address)
    scheme, netloc = (urlsplit(door).scheme, urlsplit(door).netloc) if door else parts[:2]
    if scheme not in {"http", "https"} or not netloc:
        return Answer(0, problem="address")
    headers = {"Host": parts.netloc, "User-Agent": NAME, "Accept": "text/html,*/*"}
    if door:
        headers["X-Forwarded-Proto"] = parts.scheme
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE + "?/")
    try:
        connection = kind(netloc, timeout=patience)
    except http.client.InvalidURL:
        return Answer(0, problem="address")
    try:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        return Answer(response.status, response.read(_MOST) if method == "GET" else b"")
    except TimeoutError:
        return Answer(0, problem="timeout")
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        return Answer(0, problem=type(error).__name__)
    finally:
        connection.close()
