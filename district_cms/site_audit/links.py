"""The links of a rendered page, and requests to their addresses. Uses no database.

Redirects are not followed, so that an address never leads to a host that nobody chose.
"""

import http.client
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

NAME: Final = "district-cms-audit"
"""The user agent, as other sites log it."""

_MOST: Final = 8 * 1024 * 1024  # bytes of an answer that are read
_SAFE: Final = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a request. `status` is 0 without an answer; `problem` then gives the reason in
    a word."""

    status: int
    body: bytes = b""
    problem: str = ""


def fetch(address: str, *, door: str = "", method: str = "GET", timeout: float = 15) -> Answer:
    """Requests an absolute address. `timeout` is in seconds for each step.

    With `door` ("http://web:8000") the request goes there, with the address's host name and scheme
    in its headers, as from a proxy.
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
        connection = kind(netloc, timeout=timeout)
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


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its absolute address without fragment, its text, and its place."""

    address: str
    words: str
    selector: str
    in_content: bool

    @property
    def path(self) -> str:
        """Returns the decoded path, with the trailing slash that the site uses."""
        return unquote(urlsplit(self.address).path)


def links_of(html: str, address: str) -> Iterator[Link]:
    """Yields every link of the page at `address` to a web page, each address once; a link in the
    content takes precedence."""
    try:
        document = lxml_html.document_fromstring(html)
    except (etree.ParserError, ValueError):  # no content, or no text
        return
    tree = document.getroottree()
    links: dict[str, Link] = {}
    for anchor in document.iter("a"):
        target = _target(anchor.get("href") or "", address)
        if not target:
            continue
        in_content = _is_in_content(anchor)
        known = links.get(target)
        if known is None or (in_content and not known.in_content):
            words = " ".join(str(anchor.xpath("string()")).split())[:120]
            links[target] = Link(target, words, _selector(tree.getpath(anchor)), in_content)
    yield from links.values()


def is_of(link: Link, host: str) -> bool:
    """Returns True if the link stays on the site at `host` (with its port, if it has one)."""
    return urlsplit(link.address).netloc.lower() == host.lower()


def is_among(link: Link, hosts: Iterable[str]) -> bool:
    """Returns True if the link leads to one of the hosts or to a subdomain of one."""
    name = (urlsplit(link.address).hostname or "").lower()
    return any(name == host.lower() or name.endswith(f".{host.lower()}") for host in hosts)


def _target(href: str, address: str) -> str:
    href = href.strip()
    if not href or href.startswith("#"):
        return ""
    try:
        whole = urljoin(address, href)
        parts = urlsplit(whole)
    except ValueError:  # invalid, such as "http://["
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return parts._replace(fragment="").geturl()


def _is_in_content(element: etree._Element) -> bool:
    inside = False
    for above in element.iterancestors():
        if "page-header" in (above.get("class") or "").split():
            return False
        inside = inside or above.tag == "main"
    return inside


def _selector(xpath: str) -> str:
    """Returns, for example, "html > body > main > p:nth-of-type(2) > a" for lxml's path."""
    steps = []
    for step in xpath.strip("/").split("/"):
        name, _bracket, number = step.partition("[")
        steps.append(f"{name}:nth-of-type({number[:-1]})" if number else name)
    return " > ".join(steps)
