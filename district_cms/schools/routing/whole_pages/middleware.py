"""Answers with kept pages before anything that costs: sessions, routing, the database.

Stands inside what sets the policies of an answer, which are the same for each, and outside of all
else. What it answers is for everyone: whoever brings a session, or a cookie that a form or a
message is bound to, passes by, and so does every answer that is not a plain public page.
"""

import re
from collections.abc import Callable
from time import monotonic
from typing import Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

from district_cms.web.versions import present

from ...banners.showing import next_change
from ...languages.addresses import PARAMETER, asked_for
from .. import only_site
from .drawing import Drawing, drawing
from .entries import DRAWN, DRAWN_AND_KEPT, Entry, entry_of
from .places import ALL_PAGES
from .store import Store

PAGES_ROUTE: Final = "wagtail_serve"
KEPT_SCREENS: Final = frozenset({"calendars:schools"})
"""Views whose answers are kept like those of pages: by `note_page` they say whose changes they
show. No proxy keeps them by itself, because changes are told by the addresses of pages."""
_NUMBER: Final = "page=([1-9][0-9]{0,2})"
_LANGUAGE: Final = f"({PARAMETER}=(?:{'|'.join(dict(settings.LANGUAGES))}))"
_QUERY: Final = re.compile(f"(?:{_NUMBER}(?:&{_LANGUAGE})?|{_LANGUAGE})?", re.ASCII)
"""What pages read of a query. With anything else they are drawn each time, so that nobody can fill
the memory by inventing addresses."""
_TRACKING: Final = re.compile(
    "(?:utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|igshid|mc_cid|mc_eid)"
    "(?:=[^&]*)?",
    re.ASCII | re.IGNORECASE,
)
"""What social networks and mailing programs write behind each link, another one for each reader.
No page reads it: when a school shares its page, thousands of families ask for one page."""
_LONGEST_PATH: Final = 500
_METHODS: Final = frozenset({"GET", "HEAD"})
GetResponse = Callable[[HttpRequest], HttpResponseBase]
Key = tuple[str | int, ...]


class WholePages:
    """One store for the process. Without memory for it, it is not there at all."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.PAGES_KEPT_MB:
            raise MiddlewareNotUsed("PAGES_KEPT_MB is 0")
        self.get_response = get_response
        self.store = Store(settings.PAGES_KEPT_MB * 1024 * 1024)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in _METHODS:
            leave_out_tracking(request)
        # Inside a transaction a page may show what is never committed.
        if not is_for_everyone(request) or connection.in_atomic_block:
            return self.get_response(request)
        try:
            key = key_of(request)
        except (DisallowedHost, Error):
            # Said in words further in.
            return self.get_response(request)
        entry = self._kept(key)
        if entry is not None:
            return entry.answer(request)
        if not _is_page(request):
            return self.get_response(request)
        with self.store.drawing(key) as mine:
            # Whoever waited finds it, unless it may not be kept, or has moved meanwhile.
            entry = None if mine else self._kept(key)
            return entry.answer(request) if entry is not None else self._draw(request, key)

    def _kept(self, key: Key) -> Entry | None:
        """The page; of a number that its list does not have, the first one, as it is drawn, too."""
        *asked, number = key
        first = self.store.get((*asked, 0))
        if not number or (first is not None and not 1 < int(number) <= first.list_pages):
            return first
        return self.store.get(key)

    def _draw(self, request: HttpRequest, key: Key) -> HttpResponseBase:
        try:
            number, made, until = present(), monotonic(), next_change()
        except Error:
            # Said in words further in.
            return self.get_response(request)
        with drawing() as noted:
            response = self.get_response(request)
        if not may_be_kept(request, response, noted):
            return response
        entry: Entry = entry_of(
            response,  # type: ignore[arg-type]  # `may_be_kept` knows that it does not stream
            number=number,
            names=frozenset({ALL_PAGES, *noted.names}),
            places=noted.places,
            made=made,
            until=until,
            for_proxies=resolve(request.path_info).url_name == PAGES_ROUTE,
            list_pages=noted.list_pages,
        )
        *_asked, asked_number = key
        # Nobody fills the memory with numbers that no list has.
        has_it = not asked_number or 1 < int(asked_number) <= noted.list_pages
        kept = has_it and self.store.put(key, entry)
        return entry.answer(request, DRAWN_AND_KEPT if kept else DRAWN)


def leave_out_tracking(request: HttpRequest) -> None:
    """From the address, for all that comes after: nothing here counts where somebody came from."""
    parts = request.META.get("QUERY_STRING", "").split("&")
    kept = [part for part in parts if not _TRACKING.fullmatch(part)]
    if len(kept) < len(parts):
        request.META["QUERY_STRING"] = "&".join(kept)
        request.__dict__.pop("GET", None)  # what was read of it before
        request.tracking_left_out = True  # type: ignore[attr-defined]


def is_for_everyone(request: HttpRequest) -> bool:
    """Whether the answer can be the same for all who ask so."""
    return (
        request.method in _METHODS
        and len(request.path) <= _LONGEST_PATH
        and _QUERY.fullmatch(request.META.get("QUERY_STRING", "")) is not None
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_preview", False)
        and request.COOKIES.keys().isdisjoint(_personal_cookies())
    )


def _personal_cookies() -> tuple[str, ...]:
    return (
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        CookieStorage.cookie_name,
    )


def key_of(request: HttpRequest) -> Key:
    """Its last part is the number of a page of a list, 0 where none is asked for.

    Raises `DisallowedHost`, and `Error` of the database.
    """
    host = request.get_host()
    asked = _QUERY.fullmatch(request.META.get("QUERY_STRING", ""))
    assert asked is not None  # see `is_for_everyone`
    number, *languages = asked.groups()
    return (
        request.scheme or "",
        # Every address on a page is the site's own, so that all other names and ports by which
        # somebody asks for it get the same one. Of several sites Wagtail takes that of the host.
        host if only_site() is None else "",
        request.path,
        next(filter(None, languages), ""),
        # The language that is answered in, not the cookie or the header that asks for it.
        asked_for(request) or translation.get_language_from_request(request),
        int(number or 0),
    )


def _is_page(request: HttpRequest) -> bool:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return found.url_name == PAGES_ROUTE or found.view_name in KEPT_SCREENS


def may_be_kept(request: HttpRequest, response: HttpResponseBase, noted: Drawing) -> bool:
    """Whether the answer is a whole public page, with nothing in it that is one visitor's, and
    drawn only from what tells of its changes."""
    return (
        noted.page is not None
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not response.has_header("Content-Encoding")
        and "private" not in response.headers.get("Cache-Control", "")
        and "no-store" not in response.headers.get("Cache-Control", "")
        and not hasattr(response, "_csp_config")
        and not getattr(request, "is_preview", False)
        and not getattr(request, "_csp_nonce", None)
        and "CSRF_COOKIE" not in request.META
        and not noted.unwatched
    )
