"""What every answer says to the browser about itself, and how it travels: its policies, by area of
the site, and whether it is compressed."""

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from .tables.offered import only_offers
from .visitors import in_editor, without_secret

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyByArea:
    """Sets looser policies on the editor's screens and on previews; everything else is strict.

    Stands inside Django's own middleware, which writes the header that `_csp_config` names.
    Wagtail draws a preview as an answer of its own, for the page's public address, inside the
    answer of an editor's screen; the inner one comes through here first and keeps its policy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "_csp_config"):
            return response
        if getattr(request, "is_preview", False):
            response._csp_config = settings.PREVIEW_CSP  # type: ignore[attr-defined]
        elif in_editor(request):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return response


class FeaturesAndResources:
    """Says that no page uses a device, that other sites may not put our answers into theirs, and
    that no proxy keeps what does not say itself for whom and for how long it may be kept: left to
    themselves, some keep whatever has no cookie for some minutes. A file to save is for whoever
    asked for it: nothing on its way keeps it, nor does the browser of a shared computer, unless it
    says itself that it is public, or that it may be kept and has to be asked for again.

    A picture says otherwise for itself: signatures in other people's mail programs show them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private")
        said = response.headers["Cache-Control"]
        may_be_kept = "public" in said or ("no-cache" in said and "no-store" not in said)
        if _is_download(response) and not may_be_kept:
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_download(response: HttpResponse) -> bool:
    return response.headers.get("Content-Disposition", "").lstrip().lower().startswith("attachment")


_SHORTEST: Final = 1000  # bytes; below that it is one packet either way
_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0{0,3})?\s*(?:,|$))", re.I)
# All that an address may bring, but for what the list that answers offers itself: the number of a
# page. Whatever else it brings may stand in the answer, beside what is nobody's business (see ADR
# 0009).
_NUMBER_OF_A_PAGE: Final = re.compile(r"(?:p(?:age)?=[1-9][0-9]{0,2})?", re.ASCII)
# What public answers are that are more than a few words: pages, what a page asks for, feeds and the
# sitemap, calendars.
_FOR_EVERYONE: Final = (
    *("text/html", "application/json", "application/xml", "application/atom+xml"),
    "text/calendar",
)
# As Django has it: a length that is another one each time says little to who listens.
_RANDOM_BYTES: Final = 100


class CompressedAnswers:
    """Compresses pages for whoever is signed in, and others that are drawn each time.

    Only where nothing in them was chosen by whoever made the address, or nothing in them is a
    secret: who can put words beside a secret and see how long the answer is finds the secret out,
    letter by letter (BREACH). Kept pages come compressed already.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _may_be_compressed(request, response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if _GZIP.search(request.headers.get("Accept-Encoding", "")):
            response.content = compress_string(response.content, max_random_bytes=_RANDOM_BYTES)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
            if (etag := response.headers.get("ETag", "")).startswith('"'):
                response.headers["ETag"] = f"W/{etag}"
        return response


def _may_be_compressed(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.has_header("Content-Encoding")
        and len(response.content) >= _SHORTEST
        and (_brings_no_words(request, response) or _is_for_everyone(request, response))
    )


def _brings_no_words(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing of the address can stand in the answer, an HTML page."""
    return response.headers.get("Content-Type", "").startswith("text/html") and (
        _NUMBER_OF_A_PAGE.fullmatch(request.META.get("QUERY_STRING", "")) is not None
        or only_offers(request, response)
    )


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is one that whoever asks so gets: to nobody in particular, with nothing
    of a form in it, and not by an address that is a secret."""
    own = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
    cache_control = response.headers.get("Cache-Control", "")
    return (
        response.headers.get("Content-Type", "").startswith(_FOR_EVERYONE)
        and request.COOKIES.keys().isdisjoint(own)
        and "HTTP_AUTHORIZATION" not in request.META
        and "CSRF_COOKIE" not in request.META
        and not response.cookies
        and "private" not in cache_control
        and "no-store" not in cache_control
        and without_secret(request.path) == request.path
    )
