"""What a browser sees go wrong while a test drives it: nothing of it may pass in silence."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

OUR_OWN = ("data:", "blob:", "about:")


@dataclass
class Watch:
    """Collects console errors, policy violations, script errors, failures of the server and
    requests to anyone but the server at `address`."""

    address: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """A problem that matches this is what the test is about."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self.expected)
        ]

    def look_at(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", self._script_error)
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _script_error(self, error: Error) -> None:
        self.problems.append(f"script: {error.message}")

    def _request(self, request: Request) -> None:
        if request.url.startswith(OUR_OWN):
            return
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.problems.append(f"request to someone else: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"server: {response.status} {response.url}")
