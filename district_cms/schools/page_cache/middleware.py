"""Serves cached pages before sessions, routing or the database are used.

Runs inside the middleware that sets security policies, which are the same for every response, and
outside of all others. A cached page is for everyone: requests with a session, or with a cookie for
a form or a message, bypass the cache, and so do responses that are not plain public pages.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import brotli
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.http import parse_etags

from ..banners.visible import next_change
from ..languages.addresses import PARAMETER, requested_language
from ..routing import only_site
from .writers import version_at

MOST_SECONDS: Final = 60
"""Maximum time in the cache, whatever the page's version."""
CACHED_VIEWS: Final = frozenset({"wagtail_serve", "calendars:schools"})
HIT: Final = "pages; hit"
MISS: Final = "pages; fwd=miss; stored"
"""Values of `Cache-Status` (RFC 9211), for debugging."""
BROTLI_QUALITY: Final = 5
"""Output within 5% of the smallest, in a fiftieth of the time."""
_LANGUAGE: Final = f"({PARAMETER}=(?:{'|'.join(dict(settings.LANGUAGES))}))"
_QUERY: Final = re.compile(f"(?:page=[1-9][0-9]{{0,2}}(?:&{_LANGUAGE})?|{_LANGUAGE})?", re.ASCII)
"""The query strings that pages support. Pages with any other are rendered each time."""
_TRACKING: Final = re.compile(
    "(?:utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|igshid|mc_cid|mc_eid)"
    "(?:=[^&]*)?",
    re.ASCII | re.IGNORECASE,
)
"""Parameters that social networks and mailing programs add to links, different for each reader. No
page uses them, so thousands of families who follow a shared link get one cached page."""
_LONGEST_PATH: Final = 500
_METHODS: Final = frozenset({"GET", "HEAD"})
# Set for each response, or true for one response only.
_NOT_STORED: Final = frozenset(
    {"content-length", "content-encoding", "etag", "cache-control", "vary", "date"}
)
Entry = dict[str, Any]


class PageCache:
    """Not installed if `PAGE_CACHE_MB` is 0."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PAGE_CACHE_MB:
            raise MiddlewareNotUsed("PAGE_CACHE_MB is 0")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in _METHODS:
            remove_tracking(request)
        # Inside a transaction, a page may show data that is never committed.
        if not is_for_everyone(request) or connection.in_atomic_block:
            return self.get_response(request)
        try:
            # The versions are read before the page is rendered.
            key = key_of(request)
            entry = caches["pages"].get(key)
            seconds = _seconds_left() if entry is None else 0
        except (DisallowedHost, Error):
            # An inner middleware answers it.
            return self.get_response(request)
        if entry is not None:
            return answer(entry, request, HIT)
        if not _is_page(request):
            return self.get_response(request)
        response = self.get_response(request)
        if not may_be_stored(request, response):
            return response
        entry = pack(response)  # type: ignore[arg-type]  # it does not stream
        caches["pages"].set(key, entry, seconds)
        return answer(entry, request, MISS)


def remove_tracking(request: HttpRequest) -> None:
    """Removes tracking parameters from the query string for all later code. The site does not
    record where visitors come from."""
    parts = request.META.get("QUERY_STRING", "").split("&")
    rest = [part for part in parts if not _TRACKING.fullmatch(part)]
    if len(rest) < len(parts):
        request.META["QUERY_STRING"] = "&".join(rest)
        request.__dict__.pop("GET", None)  # the parsed query


def is_for_everyone(request: HttpRequest) -> bool:
    """Returns True if the response can be the same for everyone who sends this request."""
    personal = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
    return (
        request.method in _METHODS
        and len(request.path) <= _LONGEST_PATH
        and _QUERY.fullmatch(request.META.get("QUERY_STRING", "")) is not None
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_preview", False)
        and request.COOKIES.keys().isdisjoint(personal)
    )


def key_of(request: HttpRequest) -> str:
    """Returns the cache key. Raises `DisallowedHost` and Django's database errors."""
    host = request.get_host()
    parts = (
        request.scheme,
        # All addresses on a page use the site's own host, so requests by other names and ports get
        # the same page. With several sites, Wagtail chooses the site by host.
        host if only_site() is None else "",
        request.path,
        request.META.get("QUERY_STRING", ""),
        # The language of the response, not the cookie or header that requests it.
        requested_language(request) or translation.get_language_from_request(request),
        version_at(request.path),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


def _seconds_left() -> float:
    """Returns the time to live: no page is cached beyond the start or end of a notice."""
    change = next_change()
    left = (change - timezone.now()).total_seconds() if change is not None else MOST_SECONDS
    return min(left, MOST_SECONDS)


def _is_page(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in CACHED_VIEWS
    except Resolver404:
        return False


def may_be_stored(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Returns True if the response is a complete public page without personal content."""
    cache_control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not response.has_header("Content-Encoding")
        and "private" not in cache_control
        and "no-store" not in cache_control
        and not hasattr(response, "_csp_config")
        and not getattr(request, "is_preview", False)
        and not getattr(request, "_csp_nonce", None)
        and "CSRF_COOKIE" not in request.META
    )


def pack(response: HttpResponse) -> Entry:
    """Returns the entry to store, with the body compressed once for each encoding."""
    body = response.content
    return {
        "headers": [item for item in response.items() if item[0].lower() not in _NOT_STORED],
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        "gzip": gzip.compress(body, 6, mtime=0),
        "digest": hashlib.sha256(body).hexdigest()[:32],
    }


def answer(entry: Entry, request: HttpRequest, status: str) -> HttpResponseBase:
    """Returns the page in an encoding that the browser accepts, or 304 if the browser has it.
    Browsers revalidate each time."""
    encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{entry["digest"]}-{encoding or "plain"}"'
    response: HttpResponse
    if has_it(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
        response = HttpResponseNotModified()
    else:
        body = entry[encoding] if encoding else gzip.decompress(entry["gzip"])
        response = HttpResponse(body)
        for name, value in entry["headers"]:
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(body))
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Cache-Status"] = status
    return response


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """Returns "br", "gzip" or "" for an Accept-Encoding header, the smallest first."""
    weights = {}
    for each in accepted.lower().split(","):
        name, _semicolon, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if weights.get(name, False)), "")


def has_it(if_none_match: str, etag: str) -> bool:
    """Returns True if the browser has this version, by weak comparison (RFC 9110)."""
    if not if_none_match:
        return False
    known = [each.removeprefix("W/") for each in parse_etags(if_none_match)]
    return etag in known or known == ["*"]
