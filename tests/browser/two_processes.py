"""Two web processes on one database, and what both of them answer."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tests.browser import district
from tests.browser.district import District

from .changes import DRAFT, digest

A_SECOND: Final = 1.0


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def is_from_memory(self) -> bool:
        return self.headers["Cache-Status"] == "pages; hit"


@dataclass(frozen=True)
class Two:
    """The same district from two web processes."""

    district: District
    origins: tuple[str, str]
    # How often each `Cache-Status` was said.
    statuses: Counter[str] = field(default_factory=Counter)

    def ask(self, code: str) -> str:
        return self.district.ask(f"from tests.browser.changes import *\n{code}\nsaid(None)")

    def change(self, seed: int, count: int) -> list[str]:
        """So many changes of any kind; returns their kinds."""
        code = f"from tests.browser.changes import *\nsaid(changed({seed}, {count}))"
        return list(json.loads(self.district.ask(code)))

    def addresses(self) -> list[str]:
        """Of all pages, those that nobody may see too."""
        code = "from tests.browser.changes import *\nsaid(addresses())"
        return list(json.loads(self.district.ask(code)))

    def get(self, origin: str, address: str, language: str = "en") -> Answer:
        request = Request(f"{origin}{address}", headers={"Accept-Language": language})
        try:
            answer = build_opener(_Stays).open(request)
        except HTTPError as other:
            answer = other
        with answer:
            self.statuses[answer.headers["Cache-Status"] or ""] += 1
            return Answer(answer.status, answer.headers, answer.read())

    def from_memory(self, addresses: tuple[str, ...]) -> dict[str, list[bool]]:
        """Whether each process answers from memory."""
        return {
            address: [self.get(origin, address).is_from_memory for origin in self.origins]
            for address in addresses
        }

    def wrong(self, asked: list[tuple[str, str]], at: str = "") -> list[str]:
        """Those addresses in those languages of which not both processes say what is true."""
        hosts = [origin.partition("//")[2] for origin in self.origins]
        said = self.district.ask(
            f"from tests.browser.changes import *\nsaid(truth({asked!r}, {hosts[0]!r}, {at!r}))"
        )
        found = []
        true = json.loads(said)
        for address, language in asked:
            status, of_body = true[f"{address} {language}"]
            for origin in self.origins:
                answer = self.get(origin, address, language)
                here = digest(answer.body, *hosts) if status == 200 else ""
                if (answer.status, here) != (status, of_body):
                    found.append(f"{origin}{address} ({language}): {answer.status}; true: {status}")
                text = answer.body.decode()
                assert DRAFT not in text, address
                assert status != 200 or "csrfmiddlewaretoken" not in text, address
        return found


@contextmanager
def two_of_one_district(url: str, place: Path | None = None) -> Iterator[Two]:
    """See `temporary_district`."""
    with (
        TemporaryDirectory(prefix="d-") as folder,
        district.temporary_district(Path(folder), url, place=place) as running,
        running.second_website() as second,
    ):
        yield Two(running, (running.address, second))
