"""Visits pages of the site: in a browser where there is one, else by plain requests.

The browser's packages are optional (the group "audit" of pyproject.toml): they are looked for,
never imported here. The browser runs in a process of its own (`browser`), which is ended when a
page hangs.
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
    """`root` is the public address without a slash at the end; `door` is where this server reaches
    the web program ("http://web:8000"), empty where the public address is reached itself."""

    root: str
    door: str = ""

    @property
    def host(self) -> str:
        """Host name of the site, with its port where that is not the usual one."""
        return urlsplit(self.root).netloc

    @property
    def door_host(self) -> str:
        return urlsplit(self.door).netloc

    def through_door(self, address: str) -> str:
        """The address as a browser asks for it: behind the door stands the proxy's side, which
        speaks plain HTTP."""
        if not self.door:
            return address
        return urlsplit(address)._replace(scheme=urlsplit(self.door).scheme).geturl()

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Forwarded-Proto": urlsplit(self.root).scheme} if self.door else {}


def site_address() -> SiteAddress:
    """The one site of the district. One query."""
    site = Site.objects.filter(is_default_site=True).first()
    root = site.root_url if site is not None else settings.WAGTAILADMIN_BASE_URL
    return SiteAddress(root.rstrip("/"), settings.AUDIT_BASE_URL.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor saw. `status` is 0 where nothing came; `problem` then says why in a word.

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
    """The browser ended, hung or did not start; the message is a word."""


def find_program() -> str | None:
    """The browser's path, or None. CHROMIUM=none asks for no browser."""
    named: str = settings.CHROMIUM
    if named:
        return None if named == "none" else shutil.which(named)
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def has_browser() -> bool:
    """Whether the packages and a browser are on this server."""
    return all(find_spec(name) for name in _PACKAGES) and find_program() is not None


class PlainVisitor:
    """Reads the HTML and nothing else: enough for links."""

    def __init__(self, site: SiteAddress) -> None:
        self.site = site

    def visit(self, address: str) -> Visit:
        answer = fetch(address, door=self.site.door)
        html = answer.body.decode("utf-8", "replace")
        return Visit(answer.status, html, problem=answer.problem)

    def close(self) -> None:
        """Nothing is kept open."""


class BrowserVisitor:
    """A browser that is started at the first visit, and again after it broke."""

    def __init__(self, site: SiteAddress) -> None:
        self.site = site
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def visit(self, address: str) -> Visit:
        """Raises `BrowserFailed` only when the browser cannot be started."""
        if self._process is None:
            self._start()
        try:
            said = self._ask({"address": self.site.through_door(address)}, _PAGE_TIMEOUT)
        except BrowserFailed as failure:
            self.close()
            return Visit(0, problem=str(failure))
        return Visit(
            status=said["status"],
            html=said.get("html", ""),
            violations=tuple(said.get("violations", ())),
            sideways=said.get("sideways", 0),
            problem=said.get("error", ""),
        )

    def close(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):
            # The end of its input: it puts its files away and ends.
            self._process.communicate(timeout=_END_TIMEOUT)
        with contextlib.suppress(ProcessLookupError):
            # Its own group: whatever is left of the browser's many processes.
            os.killpg(self._process.pid, signal.SIGKILL)
        # Read to its end and closed, whatever was left in it.
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

    def _ask(self, said: dict[str, Any], timeout: float) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(said).encode() + b"\n")
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
    """Who visits the pages of a run."""
    return BrowserVisitor(site) if in_browser else PlainVisitor(site)
