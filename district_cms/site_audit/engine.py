"""Visits pages of the site: in a browser if there is one, otherwise by plain requests.

The browser's packages are optional (the group "audit" of pyproject.toml): this module detects them
and never imports them. The browser runs in its own process (`browser`), which is killed when a page
hangs.
"""

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from .links import fetch

_PACKAGES: Final = ("playwright", "axe_playwright_python")
_PROGRAMS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_MODULE: Final = f"{__package__}.browser"
_START_TIMEOUT: Final = 30.0  # seconds
_PAGE_TIMEOUT: Final = 25.0
_END_TIMEOUT: Final = 3.0


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The addresses of the site. `root` is the public address without a trailing slash; `door` is
    where this server reaches the web process ("http://web:8000"), empty if it uses the public
    address."""

    root: str
    door: str = ""

    @property
    def host(self) -> str:
        """Returns the host name of the site, with its port unless it is the default."""
        return urlsplit(self.root).netloc

    @property
    def door_host(self) -> str:
        return urlsplit(self.door).netloc

    def through_door(self, address: str) -> str:
        """Returns the address for the browser: the web process behind the proxy speaks plain
        HTTP."""
        if not self.door:
            return address
        return urlsplit(address)._replace(scheme=urlsplit(self.door).scheme).geturl()

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Forwarded-Proto": urlsplit(self.root).scheme} if self.door else {}


def site_address() -> SiteAddress:
    """Returns the address of the district's one site. One query."""
    site = Site.objects.filter(is_default_site=True).first()
    root = site.root_url if site is not None else settings.WAGTAILADMIN_BASE_URL
    return SiteAddress(root.rstrip("/"), settings.AUDIT_BASE_URL.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Visit:
    """The result of a visit. `status` is 0 without an answer; `problem` then gives the reason in a
    word.

    `violations` are axe-core's (see `browser.LOOK`); `sideways` is by how many pixels the page is
    wider than a small screen.
    """

    status: int
    html: str = ""
    violations: tuple[dict[str, Any], ...] = ()
    sideways: int = 0
    problem: str = ""


class Visitor(Protocol):
    def visit(self, address: str) -> Visit: ...

    def close(self) -> None: ...


class BrowserFailed(Exception):
    """Raised if the browser ended, hung or did not start; the message is one word."""


def find_program() -> str | None:
    """Returns the browser's path, or None. CHROMIUM=none disables the browser."""
    named: str = settings.CHROMIUM
    if named:
        return None if named == "none" else shutil.which(named)
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def has_browser() -> bool:
    """Returns True if this server has the packages and a browser."""
    return all(find_spec(name) for name in _PACKAGES) and find_program() is not None


class PlainVisitor:
    """Loads only the HTML, which is enough for links."""

    def __init__(self, site: SiteAddress) -> None:
        self.site = site

    def visit(self, address: str) -> Visit:
        answer = fetch(address, door=self.site.door)
        html = answer.body.decode("utf-8", "replace")
        return Visit(answer.status, html, problem=answer.problem)

    def close(self) -> None:
        """Does nothing: no connection stays open."""


class BrowserVisitor:
    """A browser that starts with the first visit, and again after a crash."""

    def __init__(self, site: SiteAddress) -> None:
        self.site = site
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def visit(self, address: str) -> Visit:
        """Returns the result of a visit. Raises `BrowserFailed` only if the browser cannot be
        started."""
        if self._process is None:
            self._start()
        try:
            result = self._ask({"address": self.site.through_door(address)}, _PAGE_TIMEOUT)
        except BrowserFailed as failure:
            self.close()
            return Visit(0, problem=str(failure))
        return Visit(
            status=result["status"],
            html=result.get("html", ""),
            violations=tuple(result.get("violations", ())),
            sideways=result.get("sideways", 0),
            problem=result.get("error", ""),
        )

    def close(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):
            # Closing its input lets it clean up and end.
            self._process.communicate(timeout=_END_TIMEOUT)
        with contextlib.suppress(ProcessLookupError):
            # Kills the process group: the rest of the browser's many processes.
            os.killpg(self._process.pid, signal.SIGKILL)
        # Reads the rest of the output and closes the pipes.
        self._process.communicate()
        self._process, self._unread = None, b""

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        start = {
            "program": find_program(),
            "host": self.site.host,
            "door": self.site.door_host,
            "headers": self.site.headers,
        }
        try:
            self._ask(start, _START_TIMEOUT)
        except BrowserFailed:
            self.close()
            raise

    def _ask(self, message: dict[str, Any], timeout: float) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise BrowserFailed("ended") from error
        answer: dict[str, Any] = json.loads(self._read_line(timeout))
        return answer

    def _read_line(self, timeout: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        end = time.monotonic() + timeout
        with selectors.DefaultSelector() as ready:
            ready.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not ready.select(max(0.0, end - time.monotonic())):
                    raise BrowserFailed("hung")
                piece = os.read(self._process.stdout.fileno(), 1 << 16)
                if not piece:
                    raise BrowserFailed("ended")
                self._unread += piece
        line, _newline, self._unread = self._unread.partition(b"\n")
        return line


def visitor_for(site: SiteAddress, *, in_browser: bool) -> Visitor:
    """Returns the visitor for the pages of a run."""
    return BrowserVisitor(site) if in_browser else PlainVisitor(site)
