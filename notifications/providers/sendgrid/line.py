"""One connection to SendGrid that stays open, and that reports whether a failed request ever left.

SendGrid's own library opens a connection for each request, follows redirects, and does not report
that.
"""

import ssl
import time
import urllib.request
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationValueError, ProtocolError, ReadTimeoutError

from ..base import NotProcessed, Unclear

LONGEST_IDLE: Final = 10.0
"""After this many seconds without a request a new connection is opened: the server may be about to
close the old one, and a request sent at that moment may or may not be read."""


class NoAnswer(Unclear):
    """No answer came in time."""


class NotConnected(Exception):
    """No connection was made: not one byte of the request left. Not a subclass of urllib3's errors,
    because urllib3 would treat it as a broken connection."""


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Any
    body: bytes


class _Plain(HTTPConnection):
    def connect(self) -> None:
        try:
            super().connect()
        except (OSError, HTTPError) as error:
            raise NotConnected(_name(error)) from error


class _Secure(HTTPSConnection):
    def connect(self) -> None:
        try:
            super().connect()  # includes the handshake and the certificate check
        except (OSError, HTTPError) as error:
            raise NotConnected(_name(error)) from error


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class Line:
    """At most one connection, opened by the first request. Not for use by several threads."""

    def __init__(self, url: str) -> None:
        self._pools = _pools_for(url)
        self._pools.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
        self._used = 0.0

    def ask(
        self, method: str, url: str, *, body: bytes | None, headers: dict[str, str], seconds: float
    ) -> Response:
        """Send one request and return the answer, whatever its status; a redirect is an answer too.
        `seconds` is the limit for connecting, and for each wait after that.

        Raises `NotProcessed` if no connection could be made, and `Unclear` for every later failure.
        Nothing is sent twice: a connection that the server closed before is detected before a byte
        is written, and if it closes later, nobody knows.
        """
        if time.monotonic() - self._used > LONGEST_IDLE:
            self.close()
        try:
            response = self._pools.urlopen(
                method,
                url,
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(connect=seconds, read=seconds),
                retries=False,
                redirect=False,
            )
        except NotConnected as error:
            raise NotProcessed(f"no connection: {error}", unreachable=True) from error
        except LocationValueError as error:
            # A setting is not the address of a server, so nothing was sent.
            raise NotProcessed(f"no server: {_name(error)}", unreachable=True) from error
        except ReadTimeoutError as error:
            raise NoAnswer("no answer in time") from error
        except ProtocolError as error:
            cause = error.args[-1]
            if isinstance(cause, TimeoutError):
                raise NoAnswer("no answer in time") from error
            raise Unclear(f"the connection broke: {type(cause).__name__}") from error
        except (OSError, HTTPError) as error:
            raise Unclear(f"no answer: {_name(error)}") from error
        finally:
            self._used = time.monotonic()
        return Response(response.status, response.headers, response.data)

    def close(self) -> None:
        self._pools.clear()


def _pools_for(url: str) -> urllib3.PoolManager:
    """Returns a pool through the proxy that the environment names for this address, if any."""
    there = urlsplit(url)
    proxy = urllib.request.getproxies().get(there.scheme)
    if proxy and not urllib.request.proxy_bypass(there.hostname or ""):
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        name = urllib3.util.parse_url(proxy).auth
        headers = urllib3.make_headers(proxy_basic_auth=name) if name else None
        return urllib3.ProxyManager(proxy, maxsize=1, proxy_headers=headers, ssl_context=_tls())
    return urllib3.PoolManager(maxsize=1, ssl_context=_tls())


@cache
def _tls() -> ssl.SSLContext:
    # Loading the certificates for each batch would take longer than its requests.
    return ssl.create_default_context()


def _name(error: Exception) -> str:
    return type(error).__name__
