"""What every answer says to the browser about itself, and how it travels: its policies, by area of
the site, and whether it is compressed."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .visitors import in_editor, without_secret

GetResponse = Callable[[HttpRequest], HttpResponse]

# No page uses a device of the reader, and what is framed may not either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
    )
)


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
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private")
        said = response.headers["Cache-Control"]
        may_be_kept = "public" in said or ("no-cache" in said and "no-store" not in said)
        if _is_download(response) and not may_be_kept:
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_download(response: HttpResponse) -> bool:
    return response.headers.get("Content-Disposition", "").lstrip().lower().startswith("attachment")


_FOR_EVERYONE: Final = (
    *("text/html", "application/json", "application/xml", "application/atom+xml"),
    "text/calendar",
)
"""Kinds of public answers that are more than a few words."""
_PAGE_NUMBER: Final = re.compile(r"(?:p(?:age)?=[1-9][0-9]{0,2})?", re.ASCII)
"""The only query that may stand beside a secret in a compressed answer."""


class CompressedAnswers(GZipMiddleware):
    """Compresses answers in which the address's own words do not stand beside a secret.

    Whoever can put words beside a secret and sees how long the answer is finds the secret out,
    letter by letter (BREACH). Cached pages come compressed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if isinstance(response, HttpResponse) and _may_be_compressed(request, response):
            return super().process_response(request, response)
        return response


def _may_be_compressed(request: HttpRequest, response: HttpResponse) -> bool:
    if request.method != "GET" or response.status_code != 200:
        return False
    if _is_for_everyone(request, response):
        return True
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and bool(_PAGE_NUMBER.fullmatch(request.META.get("QUERY_STRING", "")))


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether everyone gets this answer: no account, no form, and no secret in the address."""
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
