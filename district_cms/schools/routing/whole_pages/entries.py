"""A page as it is kept: its bytes for each encoding, made once, and the answer made of it."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from time import monotonic
from typing import Final

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags

from district_cms.web.versions import MOST_SECONDS

BROTLI_QUALITY: Final = 5
"""Within a twentieth of the best, at a fiftieth of the time."""
GZIP_LEVEL: Final = 6
FROM_MEMORY: Final = "pages; hit"
DRAWN: Final = "pages; fwd=miss"
DRAWN_AND_KEPT: Final = "pages; fwd=miss; stored"
"""Of `Cache-Status` (RFC 9211), for whoever wonders why a page is as it is."""
_OVERHEAD: Final = 2048
"""Bytes that an entry takes beside what it sends, roughly."""
# Made anew by what stands around, or true of one answer only.
_NOT_KEPT: Final = frozenset(
    {"content-length", "content-encoding", "etag", "cache-control", "vary", "date"}
)
_VARY: Final = "Accept-Encoding, Accept-Language, Cookie"


@dataclass(frozen=True, slots=True)
class Entry:
    """`number` is the look at the versions before it was drawn, `names` (of versions) and `places`
    are what it was drawn from, `made` is monotonic, and at `until` (aware) something on it begins
    or ends. `for_proxies` is whether a proxy is told when it changes; `list_pages` is how many
    pages the list on it has."""

    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    digest: str
    number: int
    names: frozenset[str]
    places: tuple[str, ...]
    made: float
    until: datetime | None
    for_proxies: bool = True
    list_pages: int = 1

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + _OVERHEAD

    def answer(self, request: HttpRequest, status: str = FROM_MEMORY) -> HttpResponseBase:
        """The page in an encoding that the browser takes, or that it has it already."""
        encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{self.digest}-{encoding or "plain"}"'
        response: HttpResponse
        if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
            response = HttpResponseNotModified()
        else:
            body = self.bodies[encoding or "gzip"]
            body = body if encoding else gzip.decompress(body)
            response = HttpResponse(body)
            for name, value in self.headers:
                response.headers[name] = value
            response.headers["Content-Length"] = str(len(body))
            if encoding:
                response.headers["Content-Encoding"] = encoding
        response.headers["ETag"] = etag
        response.headers["Vary"] = _VARY
        response.headers["Cache-Control"] = cache_control(
            0 if status == DRAWN else self._seconds_for_proxies(request)
        )
        response.headers["Cache-Status"] = status
        return response

    def _seconds_for_proxies(self, request: HttpRequest) -> int:
        """For how long a proxy may show it without asking: no longer than we keep it, nor beyond
        the end of the district's day. Lists are told of by the address of their first page, so that
        the others are not for proxies, and neither is an address with more behind it."""
        if getattr(request, "tracking_left_out", False):
            return 0
        later_page = "page=" in request.META.get("QUERY_STRING", "")
        if not settings.PAGES_PROXY_SECONDS or not self.for_proxies or later_page:
            return 0
        now = timezone.localtime()
        ends = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
        if self.until is not None:
            ends = min(ends, self.until)
        kept_for = MOST_SECONDS - (monotonic() - self.made)
        return max(
            0, int(min(settings.PAGES_PROXY_SECONDS, kept_for, (ends - now).total_seconds()))
        )


def entry_of(
    response: HttpResponse,
    *,
    number: int,
    names: frozenset[str],
    places: tuple[str, ...],
    made: float,
    until: datetime | None,
    for_proxies: bool,
    list_pages: int = 1,
) -> Entry:
    """Packs an answer."""
    body = response.content
    return Entry(
        headers=tuple(
            (name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT
        ),
        bodies={
            "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
            "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
        },
        digest=hashlib.sha256(body).hexdigest()[:32],
        number=number,
        names=names,
        places=places,
        made=made,
        until=until,
        for_proxies=for_proxies,
        list_pages=list_pages,
    )


def cache_control(seconds: int) -> str:
    """Browsers ask each time whether it is still so. A proxy may answer by itself for so long, if
    it is told of changes; see `proxies`."""
    return f"public, max-age=0, must-revalidate, s-maxage={seconds}" if seconds else "no-cache"


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """ "br", "gzip" or "": what this Accept-Encoding allows, the smallest first."""
    weights = {}
    for each in accepted.lower().split(","):
        name, _semicolon, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if weights.get(name, False)), "")


def has_it(if_none_match: str, etag: str) -> bool:
    """Whether the browser's copy is this one. By the weak comparison, as RFC 9110 has it."""
    if not if_none_match:
        return False
    known = [each.removeprefix("W/") for each in parse_etags(if_none_match)]
    return etag in known or known == ["*"]
